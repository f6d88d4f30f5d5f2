import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findBrowser } from '../scripts/find-browser.mjs';
import { demoTree } from './demo-tree.mjs';
import { machineClass, median, table } from './machine.mjs';
import { inspect } from './plain-browser.mjs';
import { openBus, openPanel } from './tray-panel.mjs';

/**
 * How soon the window of a host in the tray is painted after a click on the icon, and what the host costs while no
 * window is open. Real host, renderer, browser and D-Bus daemon; the panel is a program that only clicks.
 */
const cli = fileURLToPath(new URL('../out/cli.js', import.meta.url));
const limitMs = 2000;
const runs = 10;
/** after the last window was closed, before memory is read */
const restMs = 15_000;
const giveUpMs = 60_000;
const passedOn = ['PATH', 'LANG', 'TZ', 'TMPDIR'];

/** An X server without a screen where there is one; else the browser runs headless. */
async function openScreen() {
  if (!existsSync('/usr/bin/Xvfb'))
    return { env: {}, switches: '--headless=new', name: 'headless', close: () => undefined };
  const child = spawn(
    '/usr/bin/Xvfb',
    ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const [number] = await once(child.stdio[3], 'data');
  return {
    env: { DISPLAY: `:${String(number).trim()}` },
    switches: '',
    name: 'Xvfb',
    close: () => child.kill('SIGTERM'),
  };
}

async function until(what, find) {
  const giveUpAt = Date.now() + giveUpMs;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > giveUpAt) throw new Error(`${what}: not within ${giveUpMs / 1000} s`);
    await sleep(20);
  }
}

/** Starts `signoff open --resident` with a browser that has a debugging port beside the host's own pipe. */
function startHost(folder, tree, screen, bus) {
  const dataDir = join(folder, 'state');
  const browser = join(folder, 'browser');
  writeFileSync(
    browser,
    `#!/bin/sh\nexec "${findBrowser()}" ${screen.switches} --remote-debugging-port=0 "$@"\n`,
  );
  chmodSync(browser, 0o755);
  const inherited = Object.fromEntries(passedOn.map((name) => [name, process.env[name]]));
  const env = { ...inherited, ...tree.env, ...screen.env, DBUS_SESSION_BUS_ADDRESS: bus.address };
  const args = [cli, 'open', '--resident', '--data-dir', dataDir, '--browser', browser];
  const child = spawn(process.execPath, args, { env, cwd: tree.folder, stdio: 'ignore' });
  return { child, dataDir, ended: once(child, 'exit') };
}

function profileOf({ dataDir }) {
  const names = existsSync(dataDir) ? readdirSync(dataDir) : [];
  return join(dataDir, names.find((name) => name.startsWith('window-')) ?? 'none', 'profile');
}

/** The debugging port of the window that opens next. */
async function nextPort(host) {
  const file = join(profileOf(host), 'DevToolsActivePort');
  const lines = await until('a window', () => {
    const path = join(profileOf(host), 'DevToolsActivePort');
    const text = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
    return text.length > 1 && text;
  });
  rmSync(file, { force: true });
  return lines[0];
}

/** When the page was painted first, as the browser noted it; nothing is attached to the page before. */
async function paintedAt(port) {
  const page = await until('the page', async () => {
    const pages = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
    return pages.find(({ type, url }) => type === 'page' && url.startsWith('http://127.0.0.1:'));
  });
  const expression = `(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return paint === undefined ? 0 : performance.timeOrigin + paint.startTime;
  })()`;
  return until('the first paint', () =>
    inspect(page.webSocketDebuggerUrl, async (send) => {
      const { result } = await send('Runtime.evaluate', { expression, returnByValue: true });
      return result.value;
    }),
  );
}

async function closeWindow(host, port) {
  const pages = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
  for (const { id } of pages) await fetch(`http://127.0.0.1:${port}/json/close/${id}`);
  await until('the end of the browser', () =>
    fetch(`http://127.0.0.1:${port}/json/version`).then(
      () => false,
      () => true,
    ),
  );
}

/** Resident and proportional memory of a process, in MB. */
function memoryOf(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const of = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)[1]) / 1024;
  return { rss: of('Rss'), pss: of('Pss') };
}

function print(times, memory, screen, load) {
  const worst = Math.max(...times);
  const ms = (value) => `${Math.round(value)} ms`;
  const mb = (value) => `${Math.round(value)} MB`;
  console.log('### Tray\n');
  console.log(`${machineClass()}, browser on ${screen.name}, ${runs} runs, load before ${load}\n`);
  console.log(
    table(
      ['figure', 'limit', 'median', 'worst', ''],
      [
        [
          ...['D-Bus Activate to first contentful paint, window closed', `≤ ${limitMs} ms`],
          ...[ms(median(times)), ms(worst), worst <= limitMs ? 'kept' : 'exceeded'],
        ],
        ['resident memory of the host, no window open', '–', mb(memory.rss), '', ''],
        ['proportional memory of the host, no window open', '–', mb(memory.pss), '', ''],
      ],
    ),
  );
  console.log('');
}

async function main() {
  const filesAt = process.argv.indexOf('--files');
  const files = filesAt === -1 ? 500_000 : Number(process.argv[filesAt + 1]);
  if (findBrowser() === null) throw new Error('no Chromium, Chrome or Edge found');
  const tree = await demoTree(files);
  const load = loadavg()[0].toFixed(1);
  const folder = mkdtempSync(join(tmpdir(), 'signoff-bench-tray-'));
  const bus = await openBus();
  const panel = await openPanel(bus.address);
  const screen = await openScreen();
  const host = startHost(folder, tree, screen, bus);
  try {
    await panel.untilRegistered();
    let port = await nextPort(host);
    await paintedAt(port);
    const times = [];
    for (let run = 0; run < runs; run += 1) {
      await closeWindow(host, port);
      await sleep(1000);
      const clickedAt = Date.now();
      await panel.activate();
      // attached too early, an inspector would slow the page down
      await sleep(1500);
      port = await nextPort(host);
      times.push((await paintedAt(port)) - clickedAt);
    }
    await closeWindow(host, port);
    await sleep(restMs);
    print(times, memoryOf(host.child.pid), screen, load);
  } finally {
    host.child.kill('SIGTERM');
    await host.ended;
    panel.close();
    screen.close();
    await bus.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

await main();
