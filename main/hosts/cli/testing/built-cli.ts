import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';
import { demoEnvironment, generateDemoHome } from '../../../demo/generate-demo-home.ts';
import type { DemoManifest } from '../../../demo/demo-manifest.ts';
import { nobody, skipUnlessReadable } from '../../../testing/as-nobody.ts';
import { assertDocumented } from '../../../testing/documented.ts';
import { programsVariable } from '../../../testing/system-of-test.ts';

const project = join(import.meta.dirname, '../../../..');

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export interface BuiltCli {
  readonly path: string;
  /** the only folder whose programs it sees running; null: it sees every program of this computer */
  readonly programs: string | null;
  /** its own demo home, with the assistant's state where a user would have it */
  home(files: number): Promise<DemoManifest>;
  emptyHome(): Promise<string>;
  start(home: string, args: readonly string[]): ChildProcess;
  /** the same on a pseudo-terminal; `typed` is the user's input */
  runOnTerminal(home: string, args: readonly string[], typed: string): Promise<Ran>;
  /** as a user who owns only `home`, because root could read everything */
  runAsOwner(home: string, args: readonly string[]): Promise<Ran>;
  run(home: string, args: readonly string[]): Promise<Ran>;
  /** with a limit of open files, and in a language */
  runWithin(openFiles: number, home: string, args: readonly string[], lang?: string): Promise<Ran>;
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

/** The program built for tests, which sees only the programs that the test starts below `programs`. */
export function buildCli(): Promise<BuiltCli> {
  return copyBuilt('--for-tests', 'out-test/out');
}

/** The program as shipped, which sees every program of this computer. */
export function buildShippedCli(): Promise<BuiltCli> {
  return copyBuilt('--if-stale', 'out');
}

/** Builds what is outdated and copies it to the test file's own folder, where another user can read it too. */
async function copyBuilt(build: '--for-tests' | '--if-stale', built: string): Promise<BuiltCli> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'signoff-cli-')));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const out = join(folder, 'out');
  await promisify(execFile)(process.execPath, [join(project, 'scripts/build.mjs'), build], { cwd: project });
  await cp(join(project, built), out, { recursive: true });
  await writeFile(join(out, 'package.json'), '{ "type": "module" }');
  const path = join(out, 'cli.js');
  const programs = build === '--for-tests' ? join(folder, 'programs') : null;

  await chmod(folder, 0o755);

  const envOf = (home: string) => ({
    PATH: process.env['PATH'],
    LANG: 'en_US.UTF-8',
    // the shipped program must not know this variable
    [programsVariable]: programs ?? join(folder, 'programs'),
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
      // wide enough that no sentence is broken
      env: { ...envOf(home), TERM: 'xterm-256color', COLUMNS: '1000' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk) => {
      if (/(?:type|Type)\s[^:]*: $/.test(String(chunk))) child.stdin.write(`${typed}\n`);
    });
    return ended(child);
  };
  const runWithin: BuiltCli['runWithin'] = (openFiles, home, words, lang = 'en_US.UTF-8') => {
    const limited = `ulimit -n ${openFiles}; exec "$@"`;
    const env = { ...envOf(home), LANG: lang };
    return ended(
      spawn('bash', ['-c', limited, 'bash', process.execPath, path, ...words], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  };
  const emptyHome = (): Promise<string> => mkdtemp(join(folder, 'home-'));
  return {
    path,
    programs,
    start,
    runAsOwner,
    runOnTerminal,
    runWithin,
    emptyHome,
    home: async (files) => generateDemoHome({ folder: await emptyHome(), files }),
    run: (home, words) => ended(start(home, words)),
  };
}

/** A command with `--json`. */
export function runJson(cli: BuiltCli, home: string, args: readonly string[]): Promise<Ran> {
  return cli.run(home, [...args, '--json']);
}
