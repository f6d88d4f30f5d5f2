import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { buildShippedCli, ended } from '../main/hosts/cli/testing/built-cli.ts';
import type { BuiltCli, Ran } from '../main/hosts/cli/testing/built-cli.ts';
import { demoEnvironment } from '../main/demo/generate-demo-home.ts';
import { diffSnapshots, snapshotTree } from '../main/testing/tree-snapshot.ts';

const project = join(import.meta.dirname, '..');
/** a demo of the usual size is made, compared and cleaned */
const slow = { timeout: 180_000 };
const nothing = { removed: [], added: [], changed: [] };

let cli: BuiltCli;
/** a copy of the project with the program just built, so that `npm start` builds nothing */
let root: string;

beforeAll(async () => {
  cli = await buildShippedCli();
  root = dirname(dirname(cli.path));
  await cp(join(project, 'scripts'), join(root, 'scripts'), { recursive: true });
  await symlink(join(project, 'node_modules'), join(root, 'node_modules'));
  await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { markBuilt, sourcesHash } from ${JSON.stringify(join(root, 'scripts/freshness.mjs'))}; markBuilt(${JSON.stringify(join(root, 'out'))}, sourcesHash(${JSON.stringify(root)}))`,
  ]);
}, 120_000);

/** The environment of a person on a machine without a display, whose home holds data of WeChat and QQ. */
async function realHome(): Promise<{ home: string; env: NodeJS.ProcessEnv }> {
  const { folder } = await cli.home(700);
  return {
    home: folder,
    env: { PATH: process.env['PATH'], LANG: 'en_US.UTF-8', ...demoEnvironment(folder) },
  };
}

interface Demo {
  readonly ran: Ran;
  readonly temporary: string;
  /** the lines to paste, without those that remove the demo */
  readonly commands: readonly string[];
  readonly removal: string;
}

async function startDemo(env: NodeJS.ProcessEnv): Promise<Demo> {
  const temporary = await mkdtemp(join(root, "it's a tmp "));
  const start = spawn(process.execPath, [join(root, 'scripts/start.mjs'), '--demo'], {
    env: { ...env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ran = await ended(start);
  const lines = ran.out.split('\n');
  return {
    ran,
    temporary,
    commands: lines.filter((line) => line.startsWith('  ')),
    removal: /rm -r .*/.exec(ran.out)?.[0] ?? '',
  };
}

/** Types a line into a shell of the person's, who is in their home; waits while another test runs a messenger. */
async function paste(line: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const shell = spawn('/bin/sh', ['-c', line], {
      env,
      cwd: env['HOME'],
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ran = await ended(shell);
    if (ran.exit !== 4) return ran;
    await pause(200);
  }
  throw new Error('a program called wechat or qq was running all the time');
}

it(
  'npm start -- --demo without a display prints commands that act on the demo home alone',
  slow,
  async () => {
    const { home, env } = await realHome();
    const before = await snapshotTree(home);
    const { ran, temporary, commands, removal } = await startDemo(env);
    expect(ran.exit).toBe(1);
    expect(commands).toHaveLength(2);
    const [folder] = await readdir(temporary);
    const demo = join(temporary, folder ?? '', 'home');
    const demoBefore = await snapshotTree(demo);

    const [scan, clean] = commands as [string, string];
    const scanned = await paste(scan, env);
    expect(scanned.exit).toBe(0);
    expect(scanned.out).not.toContain(home);
    const previewed = await paste(clean, env);
    expect(previewed.exit).toBe(0);
    expect(diffSnapshots(demoBefore, await snapshotTree(demo))).toEqual(nothing);

    const cleaned = await paste(clean.replace('--dry-run', '--yes'), env);
    expect(cleaned.out).toContain('everything in the plan is gone');
    expect(diffSnapshots(demoBefore, await snapshotTree(demo)).removed.length).toBeGreaterThan(100);
    expect(diffSnapshots(before, await snapshotTree(home))).toEqual(nothing);

    expect((await paste(removal, env)).exit).toBe(0);
    expect(await readdir(temporary)).toEqual([]);
    expect(diffSnapshots(before, await snapshotTree(home))).toEqual(nothing);
  },
);

it(
  'npm start -- --demo that cannot open a browser prints no command and removes its home',
  slow,
  async () => {
    const { home, env } = await realHome();
    const before = await snapshotTree(home);
    await mkdir(join(root, 'tmp'), { recursive: true });
    const args = [join(root, 'scripts/start.mjs'), '--demo', '--host', 'browser', '--browser', '/nowhere'];
    const start = spawn(process.execPath, args, {
      env: { ...env, DISPLAY: ':99', TMPDIR: join(root, 'tmp') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ran = await ended(start);
    expect(ran.exit).toBe(1);
    expect(ran.out + ran.err).toContain('/nowhere');
    expect(ran.out + ran.err).not.toMatch(/signoff (?:scan|clean)|cli\.js/);
    expect(await readdir(join(root, 'tmp'))).toEqual([]);
    expect(diffSnapshots(before, await snapshotTree(home))).toEqual(nothing);
  },
);
