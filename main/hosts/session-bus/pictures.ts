import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import type { TrayPicture } from '../tray/tray-view.ts';

/** Width, height, and the pixels as ARGB in network byte order, as StatusNotifierItem wants them. */
export type Pixmap = readonly [width: number, height: number, pixels: Buffer];

/** `unknown`: the desktop does not say, so the picture must be seen on a light and on a dark bar. */
export type BarTone = 'light' | 'dark' | 'unknown';

export interface TrayPictures {
  pixmapsOf(picture: TrayPicture, tone: BarTone): readonly Pixmap[];
}

function pixmapOf(png: Buffer): Pixmap {
  const { width, height, data } = PNG.sync.read(png);
  const pixels = Buffer.alloc(data.length);
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4);
    pixels.set([alpha, red, green, blue], at);
  }
  return [width, height, pixels];
}

/** Sizes in pixels that panels use; each takes the nearest. */
const sizes = [16, 22, 24, 32] as const;
const names: readonly TrayPicture[] = ['watching', 'paused', 'running', 'attention'];

/** Red, green and blue of the dot that tells a state where the picture itself has a colour. */
const dots: Readonly<Record<TrayPicture, readonly [number, number, number] | null>> = {
  watching: null,
  paused: [140, 136, 128],
  running: [255, 255, 255],
  attention: [232, 163, 61],
};

/** The picture with a dot at its lower right, edged so that it shows on any ground. */
function withDot([size, , pixels]: Pixmap, colour: readonly [number, number, number]): Pixmap {
  const drawn = Buffer.from(pixels);
  const radius = size * 0.2;
  const centre = size - radius - 1;
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const distance = Math.hypot(x - centre, y - centre);
      if (distance > radius + 1) continue;
      const [red, green, blue] = distance > radius ? [38, 35, 31] : colour;
      drawn.set([255, red, green, blue], (y * size + x) * 4);
    }
  return [size, size, drawn];
}

async function readAll(icons: string, fileOf: (size: number) => string): Promise<readonly Pixmap[]> {
  const files = sizes.map((size) => readFile(join(icons, fileOf(size))));
  return (await Promise.all(files)).map(pixmapOf);
}

/** Reads every picture of the tray from the program's icons. Rejects with Node's errors where one is missing. */
export async function readPictures(icons: string): Promise<TrayPictures> {
  const pictures = new Map<string, readonly Pixmap[]>();
  const coloured = await readAll(icons, (size) => join('linux', `${size}x${size}.png`));
  for (const picture of names) {
    const dot = dots[picture];
    const onAny = dot === null ? coloured : coloured.map((pixmap) => withDot(pixmap, dot));
    pictures.set(`${picture} unknown`, onAny);
    for (const tone of ['light', 'dark'] as const) {
      const toned = (size: number): string => join('tray', `${picture}-on-${tone}-${size}.png`);
      pictures.set(`${picture} ${tone}`, await readAll(icons, toned));
    }
  }
  return { pixmapsOf: (picture, tone) => pictures.get(`${picture} ${tone}`) ?? [] };
}
