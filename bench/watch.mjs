import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { demoTree } from './demo-tree.mjs';
import { machineClass, median, table } from './machine.mjs';
import { WatchProcess } from './watch-process.mjs';
import { arrivals, atRest, burstOfOthers, burstOfOurs, latencies } from './watch-steps.mjs';

/**
 * The background watch against the watchers that a program would use instead: chokidar, Node's recursive fs.watch
 * and @parcel/watcher. Same tree, one process each. Missing abilities are named in the table.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const maker = fileURLToPath(new URL('./make-home.mjs', import.meta.url));
const limits = {
  rssMb: 60,
  readyMs: 1000,
  arrivalMs: 1000,
  exactMs: 10_000,
  sweepMs: 300_000,
  idlePercent: 0.5,
};
const readyWithinMs = 180_000;
const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const files = option('--files', 500_000);
// longer than the interval of two sweeps
const idleSeconds = option('--idle', 330);
const onlyOurs = process.argv.includes('--ours');
const names = {
  signoff: 'SignOff',
  chokidar: 'chokidar, every folder',
  'fs.watch': 'fs.watch, recursive',
  parcel: '@parcel/watcher',
};

/** The product's code without a host, and its threads. */
async function bundle(outDir) {
  await build({
    configFile: join(root, 'vite.main.config.ts'),
    root,
    logLevel: 'warn',
    build: {
      outDir,
      rolldownOptions: {
        input: {
          compose: join(root, 'main/assistant/compose.ts'),
          'scan-worker': join(root, 'main/hosts/worker/scan-worker.ts'),
          'watch-worker': join(root, 'main/hosts/worker/watch-worker.ts'),
        },
      },
    },
  });
  writeFileSync(join(outDir, 'package.json'), '{ "type": "module" }\n');
}

async function inTime(one, kind) {
  const said = await one.next(kind, readyWithinMs);
  if (said === null) throw new Error(`not within ${readyWithinMs / 1000} s`);
  return said;
}

/** All steps of one watcher; names the first that fails and skips the rest. */
async function measure(kind, setup, roots, folder, seed) {
  const one = new WatchProcess({ ...setup, kind, roots, scanFirst: false });
  const found = { kind, failed: null, errors: one.errors };
  try {
    found.idle = await inTime(one, 'idle');
    if (kind === 'signoff') found.ready = await inTime(one, 'ready');
    found.surveyed = await inTime(one, 'surveyed');
    // fs.watch does not report when it has walked the tree
    if (kind === 'fs.watch') await sleep(30_000);
    found.taken = await latencies(one, folder);
    found.rest = await atRest(one, folder, idleSeconds);
    if (kind === 'signoff') {
      found.sums = await burstOfOurs(one, roots, { seed: 1, inTurn: false, withinMs: 60_000 });
      // lets pending work of the first one finish
      await sleep(20_000);
      found.inTurn = await burstOfOurs(one, roots, {
        seed: 101,
        inTurn: true,
        withinMs: limits.sweepMs + 30_000,
      });
    } else found.sums = await burstOfOthers(one, roots, seed);
  } catch (error) {
    found.failed = error.message;
  }
  await one.end();
  return found;
}

/** After a scan in the same process: time until the watch is ready, and its additional memory. */
async function afterScan(setup, roots) {
  const one = new WatchProcess({ ...setup, kind: 'signoff', roots, scanFirst: true });
  const idle = await inTime(one, 'idle');
  const ready = await inTime(one, 'ready');
  await inTime(one, 'surveyed');
  await sleep(20_000);
  const { rss } = await one.ask({ kind: 'measure' }, 'measured');
  await one.end();
  return { ms: ready.ms, rss: rss - idle.rss };
}

const ms = (value) => (Number.isFinite(value) ? `${Math.round(value)} ms` : 'never');
const mb = (bytes) => `${Math.round(bytes / 2 ** 20)} MB`;

function row({ kind, idle, ready, surveyed, taken, rest, sums, inTurn, failed }) {
  const didNot = `did not${failed === null ? '' : ` (${failed.replaceAll('|', '/').slice(0, 100)})`}`;
  const told = (times) =>
    times.length === 0
      ? 'never'
      : `${ms(median(times))} (worst ${ms(Math.max(...times))}, ${times.length} of ${arrivals})`;
  const readyMs = (ready ?? surveyed)?.ms;
  const cells = [
    readyMs === undefined ? null : kind === 'fs.watch' ? 'does not say' : ms(readyMs),
    rest === undefined ? null : `${mb(rest.rss - idle.rss)} (${mb(rest.rss)} in all)`,
    taken === undefined ? null : told(taken),
    sums === undefined ? null : sums.exactMs === null ? sums.note : `${ms(sums.exactMs)}; ${sums.note}`,
    kind !== 'signoff' ? '–' : inTurn === undefined ? null : `${ms(inTurn.exactMs)}; ${inTurn.note}`,
    rest === undefined ? null : `${rest.percent.toFixed(2)} % (worst 30 s ${rest.worst.toFixed(2)} %)`,
  ];
  return [names[kind], ...cells.map((cell) => cell ?? didNot)];
}

function verdict(name, value, limit, unit) {
  const isKept = value <= limit;
  console.log(
    `${isKept ? 'kept' : 'NOT met'}: ${name} ${value.toFixed(unit === ' %' ? 2 : 0)}${unit}, at most ${limit}${unit}`,
  );
  return isKept;
}

async function parcelTrouble() {
  return import('@parcel/watcher').then(
    () => null,
    (error) => String(error.message).split('\n')[0],
  );
}

/** A copy of the tree, because files are created and deleted in it, with its environment. */
async function prepare(scratch) {
  const tree = await demoTree(files);
  const copy = join(scratch, 'home');
  const done = spawnSync(process.execPath, [maker, copy, String(files)]);
  if (done.status !== 0) throw new Error(`make-home: ${String(done.stderr)}`);
  const out = join(scratch, 'build');
  await bundle(out);
  const env = { ...tree.env };
  for (const [name, value] of Object.entries(env)) env[name] = value.replace(tree.folder, copy);
  const roots = [
    'Documents/xwechat_files',
    '.var/app/com.tencent.WeChat/xwechat_files',
    '.config/QQ',
    '.xwechat',
  ]
    .map((path) => join(copy, path))
    .filter((path) => spawnSync('test', ['-d', path]).status === 0);
  const today = new Date();
  const month = `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, '0')}`;
  const folder = join(copy, tree.summary.accounts[0].path, 'msg', 'file', month);
  mkdirSync(folder, { recursive: true });
  return { setup: { env, build: out, dataDir: join(scratch, 'state') }, roots, folder };
}

async function main() {
  const scratch = mkdtempSync(join(tmpdir(), 'signoff-bench-watch-'));
  try {
    const { setup, roots, folder } = await prepare(scratch);
    const load = loadavg()[0].toFixed(1);
    const scanned = await afterScan(setup, roots);
    const trouble = await parcelTrouble();
    const all = ['signoff', 'chokidar', 'fs.watch', ...(trouble === null ? ['parcel'] : [])];
    const kinds = onlyOurs ? all.slice(0, 1) : all;
    const measured = [];
    for (const [index, kind] of kinds.entries())
      measured.push(await measure(kind, setup, roots, folder, index + 1));
    process.exitCode = print(measured, scanned, load, trouble) ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function print(measured, scanned, load, trouble) {
  console.log(
    `## Watch over ${files.toLocaleString('en')} files\n\n${machineClass()}; load before ${load}\n`,
  );
  const head = [
    '',
    'ready',
    'memory over idle',
    'a file arrives → told',
    'after 20,000 created and 20,000 deleted',
    'the same in turn',
    `CPU at rest, ${idleSeconds} s`,
  ];
  console.log(`${table(head, measured.map(row))}\n`);
  if (trouble !== null) console.log(`@parcel/watcher is absent: ${trouble}\n`);
  for (const { kind, errors } of measured)
    if (errors.length > 0)
      console.log(
        `${names[kind]}: ${errors.length < 1000 ? errors.length : `1000 or more`} errors, the first: ${errors[0]}\n`,
      );
  const [ours] = measured;
  if (ours.failed !== null) {
    console.log(`NOT met: SignOff itself did not: ${ours.failed}\n`);
    return false;
  }
  const { surveyed, rest, idle, sums, inTurn, taken } = ours;
  console.log(
    `SignOff watches ${surveyed.hotEntries} folders and knows every folder after ${ms(surveyed.ms)}. While at rest, other programs moved the volume's used inodes by ${rest.noise}, back and forth added up; each sweep that this causes is in the figure.\n`,
  );
  const inMb = (bytes) => bytes / 2 ** 20;
  const kept = [
    verdict('ready after the scan', scanned.ms, limits.readyMs, ' ms'),
    verdict('memory over the idle process', inMb(rest.rss - idle.rss), limits.rssMb, ' MB'),
    verdict('memory over the process whose scan has ended', inMb(scanned.rss), limits.rssMb, ' MB'),
    verdict('a file in a watched folder, at worst', Math.max(...taken), limits.arrivalMs, ' ms'),
    verdict('sums exact after the burst', sums.exactMs, limits.exactMs, ' ms'),
    // plus the sweep itself
    verdict('sums exact after the burst in turn', inTurn.exactMs, limits.sweepMs + limits.exactMs, ' ms'),
    verdict('mean CPU at rest', rest.percent, limits.idlePercent, ' %'),
  ];
  console.log('');
  return kept.every(Boolean) && sums.isExact && inTurn.isExact;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
