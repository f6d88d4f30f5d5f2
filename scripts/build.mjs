import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isStale, markBuilt, programSources, sourcesHash } from './freshness.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, '.cache');
const parts = { main: 'vite.main.config.ts', preload: 'vite.preload.config.ts', renderer: 'vite.config.ts' };

/** Builds one part into `out`, an absolute folder. */
async function buildPart(part, out, configFile = parts[part]) {
  // loaded here, because most callers find everything built
  const { build } = await import('vite');
  const outDir = part === 'renderer' ? join(out, 'renderer') : out;
  return build({
    configFile: join(root, configFile),
    logLevel: 'warn',
    // one window from the disk: a large chunk costs nothing that a split would save
    build: { outDir, chunkSizeWarningLimit: 2000 },
  });
}

/** Puts a finished build in the place of the last one, so that no program meets half a build. */
function replace(next, folder) {
  const old = mkdtempSync(join(cache, 'old-'));
  for (;;) {
    try {
      if (existsSync(folder)) renameSync(folder, join(old, String(Date.now())));
      renameSync(next, folder);
      break;
    } catch (error) {
      // another build was faster
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    }
  }
  rmSync(old, { recursive: true, force: true });
}

/** Builds `folder` with `work`; `sources` are all that it reads. */
export async function buildInto(folder, work, sources = programSources(root)) {
  process.chdir(root);
  mkdirSync(cache, { recursive: true });
  const place = mkdtempSync(join(cache, 'build-'));
  try {
    const next = join(place, 'next');
    mkdirSync(next);
    const hash = sourcesHash(root, sources);
    await work(next);
    markBuilt(next, hash);
    replace(next, join(root, folder));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Builds everything into a new out/; quiet unless something fails. */
export function buildAll() {
  return buildInto('out', async (out) => {
    for (const part of Object.keys(parts)) await buildPart(part, out);
  });
}

/**
 * Builds the program for tests into out-test/, laid out as the packaged app is. Its entries take the process list of the
 * test; packaging takes out/ only.
 */
function buildForTests() {
  return buildInto('out-test', async (app) => {
    const out = join(app, 'out');
    await buildPart('main', out, 'vite.test.config.ts');
    await buildPart('preload', out);
    await buildPart('renderer', out);
    cpSync(join(root, 'assets', 'icons'), join(app, 'assets', 'icons'), { recursive: true });
    writeFileSync(join(app, 'package.json'), '{ "type": "module", "main": "out/electron.js" }\n');
  });
}

/** The process that builds, or null when it has ended without giving the lock back. */
function holderOf(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'ESRCH' ? null : NaN;
  }
}

function takeLock(lock) {
  const claim = `${lock}-${process.pid}`;
  writeFileSync(claim, String(process.pid));
  try {
    linkSync(claim, lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    // two builds at once cost only time: each one is complete before it takes its place
    if (holderOf(lock) === null) rmSync(lock, { force: true });
    return false;
  } finally {
    rmSync(claim, { force: true });
  }
}

/** Builds `folder` unless it is up to date; programs that ask at the same time wait for one build. */
export async function ensure(folder, work, sources = programSources(root)) {
  mkdirSync(cache, { recursive: true });
  const lock = join(cache, `${folder.replaceAll('/', '-')}.lock`);
  while (isStale(root, folder, sources)) {
    if (!takeLock(lock)) await pause(100);
    else {
      try {
        if (isStale(root, folder, sources)) await work();
      } finally {
        rmSync(lock, { force: true });
      }
    }
  }
}

/** Builds out/ unless it is up to date. */
export const ensureBuilt = () => ensure('out', buildAll);

/** Builds out-test/ unless it is up to date. */
export const ensureBuiltForTests = () => ensure('out-test', buildForTests);

async function run(names) {
  const known = { '--if-stale': ensureBuilt, '--for-tests': ensureBuiltForTests };
  const unknown = names.find((name) => !Object.hasOwn(parts, name) && !Object.hasOwn(known, name));
  if (unknown !== undefined) {
    const all = [...Object.keys(parts), ...Object.keys(known)];
    console.error(`build: no part "${unknown}"; the parts are ${all.join(', ')}`);
    return 2;
  }
  try {
    if (names.length === 0) await buildAll();
    for (const name of names) await (known[name]?.() ?? buildPart(name, join(root, 'out')));
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(await run(process.argv.slice(2)));
