import { spawnSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const maker = fileURLToPath(new URL('./make-home.mjs', import.meta.url));
const passedOn = ['PATH', 'LANG', 'TZ', 'TMPDIR'];

/** Runs a program and returns its time; throws if it fails. */
export function timed(command, args, options = {}) {
  const began = performance.now();
  const done = spawnSync(command, args, {
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  const ms = performance.now() - began;
  if (done.status !== 0) throw new Error(`${command} ended with ${done.status}: ${String(done.stderr)}`);
  return { ms, stdout: String(done.stdout ?? '') };
}

/** The assistant without a host, with its threads, built as the product is, for measuring in one process. */
export async function buildAssistant(scratch) {
  const built = join(scratch, 'built');
  await build({
    configFile: 'vite.main.config.ts',
    logLevel: 'warn',
    build: {
      outDir: built,
      rolldownOptions: {
        input: {
          compose: 'main/assistant/compose.ts',
          'scan-worker': 'main/hosts/worker/scan-worker.ts',
          'removal-worker': 'main/hosts/worker/removal-worker.ts',
        },
      },
    },
  });
  writeFileSync(join(built, 'package.json'), '{ "type": "module" }\n');
  return built;
}

function makeHome(tree) {
  const scratch = mkdtempSync(join(tmpdir(), 'signoff-bench-removal-'));
  const home = join(scratch, 'home');
  timed(process.execPath, [maker, home, String(tree.files)]);
  const inherited = Object.fromEntries(passedOn.map((name) => [name, process.env[name]]));
  const own = JSON.parse(JSON.stringify(tree.env).replaceAll(tree.folder, home));
  return {
    home,
    env: { ...inherited, ...own },
    dataDir: join(scratch, 'state'),
    drop: () => timed('rm', ['-rf', scratch]),
  };
}

/**
 * Copies of `tree` for one removal each, created before any measurement. Create all before removing any: ext4 skips
 * recently freed inodes, which makes the next copy take minutes.
 */
export function freshHomes(tree, count) {
  const homes = Array.from({ length: count }, () => makeHome(tree));
  timed('sync', []);
  // real folders have been idle for longer than the coarsest file system time
  timed('sleep', ['3']);
  return homes;
}

/** Replaces the cache of the largest account with files of random content. */
export function fillCache(tree, fresh, count, bytes) {
  const account = biggestAccount(tree);
  const cache = join(fresh.home, account.path, 'cache');
  for (const name of readdirSync(cache)) rmSync(join(cache, name), { recursive: true });
  const folder = join(cache, '2024-01');
  mkdirSync(folder);
  const content = Buffer.allocUnsafe(bytes);
  for (let file = 0; file < count; file += 1)
    writeFileSync(join(folder, `file-${file}`), randomFillSync(content));
  timed('sync', []);
  return folder;
}

/** The account with the most files. */
export function biggestAccount(tree) {
  return [...tree.summary.accounts].sort((a, b) => b.files - a.files)[0];
}

/** Number of files and links in these folders. */
export function countFiles(folders) {
  return timed('find', [...folders, '!', '-type', 'd', '-printf', 'x']).stdout.length;
}
