import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { demoEnvironment } from '../../demo/generate-demo-home.ts';
import { whyNoSmallDisk } from '../../testing/small-disk.ts';
import { programsVariable } from '../../testing/system-of-test.ts';
import { startPanel } from '../session-bus/testing/fake-panel.ts';
import { noBus, startPrivateBus } from '../session-bus/testing/private-bus.ts';
import { icons, idOf } from '../session-bus/testing/tray-scene.ts';
import { buildCli, ended } from './testing/built-cli.ts';
import type { BuiltCli } from './testing/built-cli.ts';

const texts = dictionaries['en-US'].host;
let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
  // the program finds its icons beside its own folder, as in a package
  cpSync(icons, join(dirname(cli.path), '..', 'assets', 'icons'), { recursive: true });
}, 300_000);

interface Started {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  output(): string;
}

function start(home: string, words: readonly string[], env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [cli.path, ...words], {
    env: {
      ...{ PATH: process.env['PATH'], LANG: 'en_US.UTF-8', [programsVariable]: cli.programs ?? home },
      ...demoEnvironment(home),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, exit: once(child, 'exit').then(([code]) => code as number | null), output: () => output };
}

const resident = (dataDir: string, ...more: string[]): readonly string[] => [
  ...['open', '--resident', '--no-launch', '--data-dir', dataDir],
  ...more,
];

async function untilSaid(started: Started, words: string | RegExp): Promise<void> {
  await vi.waitFor(() => expect(started.output()).toMatch(words), { timeout: 60_000 });
}

describe('the library for D-Bus', () => {
  async function loadedBy(words: readonly string[]): Promise<readonly string[]> {
    const home = await cli.emptyHome();
    const coverage = join(home, 'coverage');
    const started = start(home, words, { NODE_V8_COVERAGE: coverage });
    if (words[0] === 'open') {
      await untilSaid(started, /launch\.html/);
      await untilSaid(started, words.includes('--resident') ? /message bus/ : /launch\.html/);
      started.child.kill('SIGTERM');
    }
    await started.exit;
    const files = readdirSync(coverage).flatMap((name) => {
      const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as {
        readonly result: readonly { readonly url: string }[];
      };
      return result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
    });
    return files.filter((url) => readFileSync(fileURLToPath(url), 'utf8').includes('NameOwnerChanged'));
  }

  test.each(['status', 'open --no-launch'])('is not loaded by signoff %s', async (words) => {
    expect(await loadedBy(words.split(' '))).toEqual([]);
  });

  test('is loaded by signoff open --resident', async () => {
    expect(await loadedBy(['open', '--no-launch', '--resident'])).not.toEqual([]);
  });
});

test('of several processes that start at once, one serves and the others ask it', async () => {
  const home = await cli.emptyHome();
  const dataDir = join(home, 'state');
  const all = Array.from({ length: 4 }, () => start(home, resident(dataDir)));
  await vi.waitFor(
    () => expect(all.filter((one) => one.output().includes(texts.resident.shown))).toHaveLength(3),
    {
      timeout: 60_000,
    },
  );
  const serving = all.filter((one) => !one.output().includes(texts.resident.shown));
  expect(await Promise.all(all.filter((one) => one !== serving[0]).map(({ exit }) => exit))).toEqual([
    0, 0, 0,
  ]);
  expect(readdirSync(dataDir).filter((name) => name.startsWith('window-'))).toHaveLength(1);
  serving[0]?.child.kill('SIGTERM');
  expect(await serving[0]?.exit).toBe(130);
  expect(readdirSync(dataDir).filter((name) => /^(window-|resident)/.test(name))).toEqual([]);
});

test('the place of a host that was killed is taken over', async () => {
  const home = await cli.emptyHome();
  const dataDir = join(home, 'state');
  const first = start(home, resident(dataDir));
  await untilSaid(first, /launch\.html/);
  first.child.kill('SIGKILL');
  await first.exit;
  expect(existsSync(join(dataDir, 'resident.lock'))).toBe(true);
  const second = start(home, resident(dataDir));
  await untilSaid(second, /launch\.html/);
  expect(readdirSync(dataDir).filter((name) => name.startsWith('window-'))).toHaveLength(1);
});

test('forget leaves the folder and the lock of a host in the tray', async () => {
  const home = await cli.emptyHome();
  const dataDir = join(home, 'state');
  const host = start(home, resident(dataDir));
  await untilSaid(host, /launch\.html/);
  const { exit, out, err } = await ended(start(home, ['forget', '--yes', '--data-dir', dataDir]).child);
  expect([exit, out + err]).toEqual([1, expect.stringContaining('used by an open window')]);
  const again = start(home, resident(dataDir));
  expect(await again.exit).toBe(0);
  expect(again.output()).toContain(texts.resident.shown);
});

describe('where it cannot start', () => {
  test('without D-Bus it says so once and serves the window', async () => {
    const home = await cli.emptyHome();
    const host = start(home, resident(join(home, 'state')));
    await untilSaid(host, texts.resident.noBus);
    await untilSaid(host, /launch\.html/);
    expect(host.output().split(texts.resident.noBus)).toHaveLength(2);
  });

  test('without a display the browser ends, and the exit code is 1', async () => {
    const home = await cli.emptyHome();
    const browser = join(home, 'browser');
    writeFileSync(browser, '#!/bin/sh\necho "cannot open display" >&2\nexit 1\n', { mode: 0o755 });
    const words = ['open', '--resident', '--data-dir', join(home, 'state'), '--browser', browser];
    const host = start(home, words);
    expect(await host.exit).toBe(1);
    expect(host.output()).toContain(texts.browserFailed({ browser }));
    expect(readdirSync(join(home, 'state')).filter((name) => /^(window-|resident)/.test(name))).toEqual([]);
  });

  test('a state folder that is a file is named, with exit code 4', async () => {
    const home = await cli.emptyHome();
    const file = join(home, 'state');
    writeFileSync(file, 'text');
    const host = start(home, resident(file));
    expect(await host.exit).toBe(4);
    expect(host.output()).toContain(file);
    expect(readFileSync(file, 'utf8')).toBe('text');
  });

  test('a read-only stick is named, with exit code 4', async (ctx) => {
    const home = await cli.emptyHome();
    const stick = join(home, 'stick');
    mkdirSync(stick);
    const why = whyNoSmallDisk(stick);
    if (why !== null) ctx.skip(why);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'tmpfs', stick]);
    onTestFinished(() => void execFileSync('umount', [stick]));
    const host = start(home, resident(join(stick, 'state')));
    expect(await host.exit).toBe(4);
    expect(host.output()).toContain(stick);
  });
});

describe('in the tray', () => {
  test('is one icon for one state folder, and quits by its menu with exit code 0', async (ctx) => {
    ctx.skip(noBus !== null, noBus ?? '');
    const bus = await startPrivateBus();
    onTestFinished(() => bus.stop());
    const panel = await startPanel(bus.address);
    const home = await cli.emptyHome();
    const env = { DBUS_SESSION_BUS_ADDRESS: bus.address };
    const host = start(home, resident(join(home, 'state')), env);
    await untilSaid(host, texts.resident.tray);
    const second = start(home, resident(join(home, 'state')), env);
    expect(await second.exit).toBe(0);
    expect(panel.items).toHaveLength(1);
    await panel.choose(idOf(await panel.menu(), 'Quit SignOff'));
    expect(await host.exit).toBe(0);
    expect(host.output()).toContain(texts.resident.quit);
  });
});
