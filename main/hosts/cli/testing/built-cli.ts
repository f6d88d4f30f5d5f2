import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';
import { demoEnvironment, generateDemoHome } from '../../../demo/generate-demo-home.ts';
import type { DemoManifest } from '../../../demo/demo-manifest.ts';
import { nobody, skipUnlessReadable } from '../../../testing/as-nobody.ts';
import { assertDocumented } from '../../../testing/documented.ts';
import { schemas } from '../schemas.ts';

const project = join(import.meta.dirname, '../../../..');

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export interface BuiltCli {
  readonly path: string;
  /** its own demo home, with the assistant's state where a user would have it */
  home(files: number): Promise<DemoManifest>;
  emptyHome(): Promise<string>;
  start(home: string, args: readonly string[]): ChildProcess;
  /** the same on a pseudo-terminal; `typed` is the user's input */
  runOnTerminal(home: string, args: readonly string[], typed: string): Promise<Ran>;
  /** as a user who owns only `home`, because root could read everything */
  runAsOwner(home: string, args: readonly string[]): Promise<Ran>;
  run(home: string, args: readonly string[]): Promise<Ran>;
}

/** Waits for the exit. With `--json` every written line must match docs/schema. */
export async function ended(child: ChildProcess): Promise<Ran> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => (out += String(chunk)));
  child.stderr?.on('data', (chunk) => (err += String(chunk)));
  const exit = await new Promise<number>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? (signal === null ? -1 : -2))),
  );
  if (child.spawnargs.includes('--json'))
    for (const line of out.split('\n').filter((text) => text.trim() !== '')) assertDocumented(line);
  return { exit, out, err };
}

/** Builds the program as shipped into the test file's own folder, so that it is never outdated. */
export async function buildCli(): Promise<BuiltCli> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'signoff-cli-')));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const out = join(folder, 'out');
  const vite = join(project, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--config', 'vite.main.config.ts', '--outDir', out, '--logLevel', 'warn'];
  await promisify(execFile)(process.execPath, args, { cwd: project });
  await writeFile(join(out, 'package.json'), '{ "type": "module" }');
  const path = join(out, 'cli.js');

  await chmod(folder, 0o755);

  const envOf = (home: string) => ({
    PATH: process.env['PATH'],
    LANG: 'en_US.UTF-8',
    ...demoEnvironment(home),
  });
  const start = (
    home: string,
    words: readonly string[],
    owner?: { uid: number; gid: number },
  ): ChildProcess =>
    spawn(process.execPath, [path, ...words], {
      env: envOf(home),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...owner,
    });
  const runAsOwner = async (home: string, words: readonly string[]): Promise<Ran> => {
    if (process.geteuid?.() !== 0) return ended(start(home, words));
    await promisify(execFile)('chown', ['-R', `${nobody}:${nobody}`, home]);
    await skipUnlessReadable(home, path, process.execPath);
    return ended(start(home, words, { uid: nobody, gid: nobody }));
  };
  const runOnTerminal = (home: string, words: readonly string[], typed: string): Promise<Ran> => {
    const line = [process.execPath, path, ...words].map((word) => `'${word}'`).join(' ');
    const child = spawn('/usr/bin/script', ['--quiet', '--return', '--command', line, '/dev/null'], {
      env: { ...envOf(home), TERM: 'xterm-256color' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk) => {
      if (/(?:type|Type) [^\n]*: $/.test(String(chunk))) child.stdin.write(`${typed}\n`);
    });
    return ended(child);
  };
  const emptyHome = (): Promise<string> => mkdtemp(join(folder, 'home-'));
  return {
    path,
    start,
    runAsOwner,
    runOnTerminal,
    emptyHome,
    home: async (files) => generateDemoHome({ folder: await emptyHome(), files }),
    run: (home, words) => ended(start(home, words)),
  };
}

function refusedForOthers({ exit, out }: Ran): boolean {
  if (exit !== 4) return false;
  return schemas.error.safeParse(JSON.parse(out)).data?.code === 'messenger-running';
}

/**
 * A `--json` clean that waits while a program called wechat or qq runs: parallel test files start such programs, and
 * the refusal is then correct.
 */
export async function runWhenQuiet(cli: BuiltCli, home: string, args: readonly string[]): Promise<Ran> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const ran = await cli.run(home, [...args, '--json']);
    if (!refusedForOthers(ran)) return ran;
    await pause(200);
  }
  throw new Error('a program called wechat or qq was running all the time');
}
