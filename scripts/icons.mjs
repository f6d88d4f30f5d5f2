import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { findBrowser } from './find-browser.mjs';

/**
 * Renders the SVG sources in assets/icons into everything that systems want: PNG, ICO and ICNS. The results are
 * committed, so this runs only after a source was changed.
 */
const folder = fileURLToPath(new URL('../assets/icons/', import.meta.url));

/** The mac grid leaves a margin around the plate; other systems show icons to the edge. */
const toTheEdge = '84 84 856 856';

function source(svg, { viewBox, colour, halo } = {}) {
  const boxed = viewBox === undefined ? svg : svg.replace(/viewBox="[^"]*"/, `viewBox="${viewBox}"`);
  const ringed = halo === undefined ? boxed : boxed.replace('<svg ', `<svg ${haloOf(halo)} `);
  return colour === undefined ? ringed : ringed.replaceAll('currentColor', colour);
}

/** A thin line of the other tone under each shape: the panel may be light or dark, and no call tells which. */
function haloOf(colour) {
  return `stroke="${colour}" stroke-width="1.1" stroke-opacity="0.7" stroke-linejoin="round" paint-order="stroke"`;
}

async function renderer() {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error('no Chromium, Chrome or Edge found');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1024, height: 1024 } });
  return {
    async png(svg, size) {
      const data = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
      await page.setContent(
        `<body style="margin:0"><img src="${data}" width="${size}" height="${size}" style="display:block"></body>`,
      );
      await page.locator('img').evaluate((image) => image.decode());
      return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } });
    },
    close: () => browser.close(),
  };
}

/** ICO: a directory of sixteen bytes per picture, then the PNGs; 0 stands for 256. */
function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [at, { size, png }] of pictures.entries()) {
    const entry = 6 + 16 * at;
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** ICNS: a magic word and the whole length, then type, length and PNG of each picture. */
function icns(pictures) {
  const parts = pictures.map(({ type, png }) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'latin1');
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 0, 'latin1');
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}

/** Picture types that hold PNG, with their size in pixels; ic11 to ic14 are the doubled ones. */
const macTypes = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
];

/** Below this many pixels the simpler drawing is used: light on the floor would be a smudge. */
const smallUpTo = 32;

/** For light and for dark bars: the picture, and what surrounds it where the bar's colour is not known for sure. */
const tones = {
  'on-light': { colour: '#26231f', halo: '#f2eee6' },
  'on-dark': { colour: '#f2eee6', halo: '#26231f' },
};

const render = await renderer();
const read = (name) => readFile(join(folder, name), 'utf8');
const [large, small] = await Promise.all(['app.svg', 'app-small.svg'].map(read));
const save = (name, bytes) => writeFile(join(folder, name), bytes);
const edgeToEdge = (size) =>
  render.png(size <= smallUpTo ? small : source(large, { viewBox: toTheEdge }), size);
const sized = async (sizes, draw) => {
  const pictures = [];
  for (const size of sizes) pictures.push({ size, png: await draw(size) });
  return pictures;
};

try {
  await mkdir(join(folder, 'linux'), { recursive: true });
  for (const { size, png } of await sized([16, 22, 24, 32, 48, 64, 128, 256, 512], edgeToEdge))
    await save(`linux/${size}x${size}.png`, png);
  await save('icon.png', await edgeToEdge(512));
  await save('icon.ico', ico(await sized([16, 20, 24, 32, 40, 48, 64, 128, 256], edgeToEdge)));

  const mac = [];
  for (const [type, size] of macTypes)
    mac.push({ type, png: await render.png(size <= smallUpTo ? small : large, size) });
  await save('icon.icns', icns(mac));

  for (const state of ['watching', 'paused', 'running', 'attention']) {
    const tray = await read(`tray/${state}.svg`);
    // macOS tints a picture whose name ends in Template by itself
    const template = source(tray, { colour: '#000000' });
    await save(`tray/${state}Template.png`, await render.png(template, 16));
    await save(`tray/${state}Template@2x.png`, await render.png(template, 32));
    for (const [tone, { colour, halo }] of Object.entries(tones)) {
      const plain = source(tray, { colour });
      const pictures = await sized([16, 20, 24, 32, 48], (size) => render.png(plain, size));
      await save(`tray/${state}-${tone}.ico`, ico(pictures));
      // Linux panels: the sizes that StatusNotifierItem hosts ask for
      const ringed = source(tray, { colour, halo });
      for (const { size, png } of await sized([16, 22, 24, 32], (each) => render.png(ringed, each)))
        await save(`tray/${state}-${tone}-${size}.png`, png);
    }
  }
} finally {
  await render.close();
}
