import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chown, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildShippedCli } from '../../cli/testing/built-cli.ts';
import type { BuiltCli } from '../../cli/testing/built-cli.ts';

/** an unprivileged user, for whom file modes apply */
const nobody = 65_534;
/** ends a start that hangs; no test waits for it */
const patienceMs = 50_000;

let cli: BuiltCli;
/** the folder that Electron starts: the built program, with the double as its `electron` module */
let program: string;

beforeAll(async () => {
  cli = await buildShippedCli();
  const out = dirname(cli.path);
  program = dirname(out);
  await writeFile(join(program, 'package.json'), '{ "type": "module", "main": "out/electron.js" }');
  await writeFile(join(program, 'boot.js'), `(await import('electron')).boot(import.meta.dirname);`);
  await writeFile(join(out, 'preload.cjs'), '');
  await rm(join(out, 'renderer'), { recursive: true });
  await mkdir(join(out, 'renderer'));
  await writeFile(join(out, 'renderer/index.html'), '<title>page of the test</title>');
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, '../testing/electron-double.ts'),
      outDir: join(program, 'node_modules/electron'),
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'index.js' } },
    },
  });
  const manifest = '{ "type": "module", "main": "index.js" }';
  await writeFile(join(program, 'node_modules/electron/package.json'), manifest);
}, 120_000);

interface Seen {
  readonly event: 'box' | 'loading' | 'loaded' | 'shown' | 'switch-removed';
  readonly name?: string;
  readonly title?: string;
  readonly content?: string;
  readonly url?: string;
  readonly status?: number;
  readonly body?: string;
}

interface Setting {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly fault?: string;
  /** timeouts shortened to a hundredth */
  readonly shortWaits?: boolean;
  /** another folder with the program */
  readonly from?: string;
  readonly asNobody?: boolean;
}

interface Started {
  readonly home: string;
  readonly child: ChildProcess;
  readonly seen: () => readonly Seen[];
  readonly errors: () => string;
  /** the exit code, or `alive` if the process is still running after a while */
  readonly exit: Promise<number | string | null>;
}

/** Starts the desktop app in its own home, without this process's environment. */
function launch(home: string, setting: Setting = {}): Started {
  const rights =
    setting.asNobody === true && process.geteuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined;
  const child = spawn(process.execPath, [join(setting.from ?? program, 'boot.js'), ...(setting.args ?? [])], {
    env: {
      HOME: home,
      LANG: 'zh_CN.UTF-8',
      TMPDIR: tmpdir(),
      ELECTRON_DOUBLE_FAULT: setting.fault ?? '',
      ELECTRON_DOUBLE_SHORT_WAITS: setting.shortWaits === true ? '1' : '',
      ...setting.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...rights,
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const exit = new Promise<number | string | null>((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve('alive');
    }, patienceMs);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve(code ?? signal);
    });
  });
  const seen = (): Seen[] =>
    out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Seen);
  return { home, child, seen, errors: () => err, exit };
}

async function until(event: Seen['event'], started: Started): Promise<void> {
  const events = () => started.seen().map((seen) => seen.event);
  await expect.poll(events, { timeout: patienceMs }).toContain(event);
}

async function quit(started: Started): Promise<number | string | null> {
  started.child.kill('SIGTERM');
  return started.exit;
}

/** Starts the app and expects one readable error box. */
async function failedStart(home: string, setting: Setting = {}): Promise<{ box: string; exit: unknown }> {
  const started = launch(home, setting);
  const exit = await started.exit;
  const boxes = started.seen().filter(({ event }) => event === 'box');
  expect(boxes, started.errors()).toHaveLength(1);
  const box = `${boxes[0]?.title ?? ''}\n${boxes[0]?.content ?? ''}`;
  expect(box).not.toMatch(/\n\s*at |\.js:\d/);
  return { box, exit };
}

async function damagedProgram(damage: (folder: string) => Promise<void>): Promise<string> {
  const folder = await mkdtemp(join(program, 'damaged-'));
  const kept = ['out', 'boot.js', 'package.json', 'node_modules'];
  for (const name of kept) await cp(join(program, name), join(folder, name), { recursive: true });
  await damage(join(folder, 'out'));
  return folder;
}

describe('the desktop app', () => {
  it('loads its page and shows its window', async () => {
    const started = launch(await cli.emptyHome());
    await until('shown', started);
    expect(started.seen()).toEqual([
      { event: 'loading', url: 'app://signoff/' },
      { event: 'loaded', status: 200, body: '<title>page of the test</title>' },
      { event: 'shown' },
    ]);
    expect(await quit(started)).toBe(0);
    expect(started.errors()).toBe('');
  });

  it('shows its window even if ready-to-show never comes', async () => {
    const started = launch(await cli.emptyHome(), { fault: 'never-ready-to-show' });
    await until('shown', started);
    expect(await quit(started)).toBe(0);
  });

  it('exits with 0 and without a window if it already runs, and the first continues', async () => {
    const first = launch(await cli.emptyHome());
    await until('shown', first);
    const second = launch(first.home);
    expect(await second.exit).toBe(0);
    expect(second.seen()).toEqual([]);
    expect(await quit(first)).toBe(0);
  });

  it('exits with 0 and without a box if the user quits while the page loads', async () => {
    const started = launch(await cli.emptyHome(), { fault: 'load-hangs' });
    await until('loading', started);
    expect(await quit(started)).toBe(0);
    expect(started.seen()).toEqual([{ event: 'loading', url: 'app://signoff/' }]);
  });
});

describe('a failed start shows an error box and exits with a code other than 0', () => {
  const languages = [
    ['zh_CN.UTF-8', '安心下机没能打开', '请'],
    ['en_GB.UTF-8', 'SignOff could not open', '. '],
  ] as const;

  it.each(languages)('%s: an unusable folder', async (LANG, title, wayOut) => {
    const home = await cli.emptyHome();
    const file = join(home, 'a file');
    await writeFile(file, '');
    const { box, exit } = await failedStart(home, { args: [`--data-dir=${file}`], env: { LANG } });
    expect(box).toContain(title);
    expect(box).toContain(file);
    expect(box).toContain('--data-dir');
    expect(box).toContain(wayOut);
    expect(exit).toBe(1);
  });

  it.each(languages)('%s: a page that does not load', async (LANG, title, wayOut) => {
    const { box, exit } = await failedStart(await cli.emptyHome(), { fault: 'load-fails', env: { LANG } });
    expect(box).toContain(title);
    expect(box).toContain('ERR_FAILED');
    expect(box).toContain(wayOut);
    expect(exit).toBe(1);
  });

  it.each([['--data-dir=here'], ['--data-dir='], ['--data-dir'], ['--language=klingon'], ['--language']])(
    'wrong option %s',
    async (option) => {
      const { box, exit } = await failedStart(await cli.emptyHome(), { args: [option, '/tmp'] });
      expect(box).toContain(option);
      expect(box).toContain('安心下机没能打开');
      expect(exit).toBe(2);
    },
  );

  it('a packaged app refuses Chromium’s switches by name, and takes them from Chromium before it is ready', async () => {
    const started = launch(await cli.emptyHome(), {
      args: ['--remote-debugging-port=9222', '--no-sandbox'],
      env: { ELECTRON_DOUBLE_PACKAGED: '1' },
    });
    expect(await started.exit).toBe(2);
    const [first, second, box] = started.seen();
    expect([first, second].map((seen) => seen?.name)).toEqual(['remote-debugging-port', 'no-sandbox']);
    expect(box?.content).toContain('--remote-debugging-port --no-sandbox');
    expect(box?.content).toContain('请去掉');
  });

  it('in the language that the person chose, once the folder with the settings is known', async () => {
    const home = await cli.emptyHome();
    const state = join(home, '.local/state/signoff');
    await mkdir(state, { recursive: true });
    await writeFile(join(state, 'settings.json'), '{ "version": 1, "language": "en-US" }');
    const { box } = await failedStart(home, { fault: 'load-fails', env: { LANG: 'zh_CN.UTF-8' } });
    expect(box).toContain('SignOff could not open');
  });

  it('in the requested language, even if another option is wrong', async () => {
    const args = ['--language=en-US', '--data-dir=here'];
    const { box } = await failedStart(await cli.emptyHome(), { args });
    expect(box).toContain('SignOff could not open');
  });

  it.each([
    ['stray-exception', 'a stray exception'],
    ['stray-rejection', 'a stray rejection'],
    ['renderer-gone', 'crashed'],
  ])('%s', async (fault, named) => {
    const { box, exit } = await failedStart(await cli.emptyHome(), { fault });
    expect(box).toContain(named);
    expect(box).toContain('请重新打开');
    expect(exit).toBe(1);
  });

  it('a page that never finishes loading', async () => {
    const { box, exit } = await failedStart(await cli.emptyHome(), { fault: 'load-hangs', shortWaits: true });
    expect(box).toContain('60 秒');
    expect(exit).toBe('SIGKILL');
  });

  it('a disk that never answers, which would block an orderly exit', async () => {
    const { box, exit } = await failedStart(await cli.emptyHome(), { fault: 'disk-hangs', shortWaits: true });
    expect(box).toContain('60 秒');
    expect(exit).toBe('SIGKILL');
  });

  it.each([
    ['zh_CN.UTF-8', [], '等了 60 秒', 'SIGKILL'],
    ['en_GB.UTF-8', [], 'within 60 seconds', 'SIGKILL'],
    ['zh_CN.UTF-8', ['--data-dir=here'], '启动参数不对', 2],
    ['en_GB.UTF-8', ['--data-dir=here'], 'This option is wrong', 2],
  ])('%s: Electron never becomes ready %j', async (LANG, args, text, code) => {
    const started = launch(await cli.emptyHome(), {
      fault: 'never-ready',
      shortWaits: true,
      args,
      env: { LANG },
    });
    expect(await started.exit).toBe(code);
    // where no box can show, Electron prints its text
    expect(started.errors()).toContain(text);
  });

  it('unreadable settings', async () => {
    const home = await cli.emptyHome();
    const settings = join(home, '.local/state/signoff/settings.json');
    await mkdir(settings, { recursive: true });
    const { box, exit } = await failedStart(home);
    expect(box).toContain(settings);
    expect(exit).toBe(1);
  });

  it('no home folder', async () => {
    const { box, exit } = await failedStart(await cli.emptyHome(), { env: { HOME: '' } });
    expect(box).toContain('HOME');
    expect(exit).toBe(1);
  });

  it('a folder below /proc, where creating folders must end', async () => {
    const { box, exit } = await failedStart(await cli.emptyHome(), { args: ['--data-dir=/proc/signoff'] });
    expect(box).toContain('/proc/signoff');
    expect(exit).toBe(1);
  });

  it('a folder without write access, which Electron takes for a running instance', async () => {
    const home = await cli.emptyHome();
    const folder = join(home, 'state/window');
    await mkdir(folder, { recursive: true, mode: 0o500 });
    if (process.geteuid?.() === 0)
      for (const path of [home, dirname(folder), folder]) await chown(path, nobody, nobody);
    const { box, exit } = await failedStart(home, {
      asNobody: true,
      args: [`--data-dir=${dirname(folder)}`],
    });
    expect(box).toContain('EACCES');
    expect(exit).toBe(1);
  });

  it.each([
    ['its page', (out: string) => rm(join(out, 'renderer'), { recursive: true }), 'renderer'],
    ['its preload script', (out: string) => rm(join(out, 'preload.cjs')), 'preload.cjs'],
    [
      'a module that cannot be loaded',
      async (out: string) => {
        const [desktop] = (await readdir(join(out, 'chunks'))).filter((name) => name.startsWith('desktop'));
        await writeFile(join(out, 'chunks', desktop ?? ''), `throw new Error('a broken module');`);
      },
      'a broken module',
    ],
  ])('a program without %s', async (_what, damage, named) => {
    const from = await damagedProgram(damage);
    const { box, exit } = await failedStart(await cli.emptyHome(), { from });
    expect(box).toContain(named);
    expect(box).toContain('请重新安装');
    expect(exit).toBe(1);
  });

  it('and leaves nothing in the home or the temporary folder', async () => {
    const home = await cli.emptyHome();
    const temporary = join(home, 'tmp');
    await mkdir(temporary);
    await failedStart(home, { args: ['--data-dir=here'], env: { TMPDIR: temporary } });
    expect(await readdir(home)).toEqual(['tmp']);
    expect(await readdir(temporary)).toEqual([]);
  });
});
