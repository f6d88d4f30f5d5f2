import { fork, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { demoTree } from './demo-tree.mjs';
import { machineClass, median, table } from './machine.mjs';
import { burst } from './watch-burst.mjs';

/**
 * The watch in the background beside the watchers that a program would take instead: chokidar over everything, Node's
 * recursive fs.watch and @parcel/watcher. All see the same copy of the same tree; each has a process of its own.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const host = fileURLToPath(new URL('./watch-host.mjs', import.meta.url));
const limits = { rssMb: 60, readyMs: 1000, exactMs: 5000, idlePercent: 0.5 };
const burstSize = { create: 20_000, remove: 20_000 };
const arrivals = 8;
const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const files = option('--files', 500_000);
const idleSeconds = option('--idle', 60);
const onlyOurs = process.argv.includes('--ours');
const names = {
  signoff: 'SignOff',
  chokidar: 'chokidar, every folder',
  'fs.watch': 'fs.watch, recursive',
  parcel: '@parcel/watcher',
};

/** The product's own code without a host, and its threads. */
async function bundle(outDir) {
  await build({
    configFile: join(root, 'vite.main.config.ts'),
    root,
    logLevel: 'warn',
    build: {
      outDir,
      rolldownOptions: {
        input: {
          compose: join(root, 'main/compose.ts'),
          'scan-worker': join(root, 'main/hosts/worker/scan-worker.ts'),
          'watch-worker': join(root, 'main/hosts/worker/watch-worker.ts'),
        },
      },
    },
  });
  writeFileSync(join(outDir, 'package.json'), '{ "type": "module" }\n');
}

class Host {
  constructor(setup) {
    this.waiting = new Map();
    this.errors = [];
    this.name = names[setup.kind];
    this.child = fork(host, [JSON.stringify(setup)], { cwd: root });
    this.child.on('message', (message) => {
      if (message.kind === 'error') this.errors.push(message.message);
      this.waiting.get(message.kind)?.(message);
      this.waiting.delete(message.kind);
    });
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
  }

  /** the next message of a kind, or null when it does not come in time */
  next(kind, forMs = 300_000) {
    const late = sleep(forMs, null, { ref: false });
    const ended = this.ended.then((code) => {
      throw new Error(`the ${this.name} process ended with ${code}`);
    });
    return Promise.race([new Promise((resolve) => this.waiting.set(kind, resolve)), late, ended]);
  }

  ask(message, kind) {
    const answer = this.next(kind);
    this.child.send(message);
    return answer;
  }

  async end() {
    this.child.send({ kind: 'end' });
    await this.ended.catch(() => undefined);
  }
}

/** From the moment a file is written to the moment the watcher tells of it. */
async function latencies(one, folder) {
  const taken = [];
  for (let turn = 0; turn < arrivals; turn += 1) {
    const name = `arrival-${process.pid}-${Date.now()}-${turn}.pdf`;
    one.child.send({ kind: 'expect', name });
    await sleep(1200);
    const told = one.next('heard', 15_000);
    const began = performance.now();
    writeFileSync(join(folder, name), 'arrived');
    if ((await told) !== null) taken.push(performance.now() - began);
  }
  return taken;
}

async function atRest(one, folder) {
  // the last arrival brings one more sweep
  await sleep(20_000);
  const inodes = statfsSync(folder).ffree;
  const before = await one.ask({ kind: 'measure' }, 'measured');
  const began = performance.now();
  await sleep(idleSeconds * 1000);
  const after = await one.ask({ kind: 'measure' }, 'measured');
  const ms = (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1000;
  return {
    percent: (100 * ms) / (performance.now() - began),
    rss: after.rss,
    noise: Math.abs(statfsSync(folder).ffree - inodes),
  };
}

const keyOf = ({ rootId, accountId, category }) => `${rootId} ${accountId} ${category}`;

function sumUp(cells, sign, into) {
  for (const cell of cells) {
    const sum = into.get(keyOf(cell)) ?? [0, 0];
    into.set(keyOf(cell), [sum[0] + sign * cell.files, sum[1] + sign * cell.bytes]);
  }
  return into;
}

/** Every account and category of the watch's sums equals the difference of two scans. */
function isSame(changes, before, after) {
  const wanted = sumUp(before, -1, sumUp(after, 1, new Map()));
  const left = sumUp(changes, -1, wanted);
  return [...left.values()].every(([count, bytes]) => count === 0 && bytes === 0);
}

async function burstOfOurs(one, roots) {
  const before = (await one.ask({ kind: 'scan' }, 'scanned')).cells;
  const start = (await one.ask({ kind: 'changes' }, 'changes')).changes;
  const had = start.reduce((sum, { files: count, bytes }) => [sum[0] + count, sum[1] + bytes], [0, 0]);
  const made = burst(roots, { ...burstSize, seed: 1 });
  const settled = performance.now();
  for (;;) {
    const { changes } = await one.ask({ kind: 'changes' }, 'changes');
    const now = changes.reduce((sum, { files: count, bytes }) => [sum[0] + count, sum[1] + bytes], [0, 0]);
    const took = performance.now() - settled;
    if (now[0] - had[0] === made.files && now[1] - had[1] === made.bytes) {
      const after = (await one.ask({ kind: 'scan' }, 'scanned')).cells;
      const delta = [...sumUp(start, -1, sumUp(changes, 1, new Map()))].map(([key, [count, bytes]]) => {
        const [rootId, accountId, category] = key.split(' ');
        return { rootId, accountId: accountId === 'null' ? null : accountId, category, files: count, bytes };
      });
      return {
        exactMs: took,
        note: isSame(delta, before, after) ? 'every sum equals the scan' : 'NOT as the scan',
      };
    }
    if (took > 60_000) return { exactMs: Infinity, note: `${now[0] - had[0]} files, ${now[1] - had[1]} B` };
    await sleep(50);
  }
}

async function burstOfOthers(one, roots, seed) {
  one.child.send({ kind: 'forget' });
  burst(roots, { ...burstSize, seed });
  await sleep(10_000);
  const { created, deleted } = await one.ask({ kind: 'count' }, 'counted');
  return { exactMs: null, note: `told ${created} new, ${deleted} gone; no sums` };
}

async function measure(kind, setup, roots, folder, seed) {
  const one = new Host({ ...setup, kind, roots, scanFirst: false });
  const idle = await one.next('idle');
  const ready = kind === 'signoff' ? await one.next('ready') : null;
  const surveyed = await one.next('surveyed', 600_000);
  // fs.watch does not say when it has walked the tree
  if (kind === 'fs.watch') await sleep(30_000);
  const taken = await latencies(one, folder);
  const rest = await atRest(one, folder);
  const sums = kind === 'signoff' ? await burstOfOurs(one, roots) : await burstOfOthers(one, roots, seed);
  await one.end();
  return { kind, idle, ready, surveyed, taken, rest, sums, errors: one.errors };
}

/** How soon the watch is ready in the program in which a scan has just ended. */
async function readyAfterScan(setup, roots) {
  const one = new Host({ ...setup, kind: 'signoff', roots, scanFirst: true });
  await one.next('idle');
  const ready = await one.next('ready');
  await one.end();
  return ready.ms;
}

const ms = (value) => (value === null ? '–' : Number.isFinite(value) ? `${Math.round(value)} ms` : 'never');
const mb = (bytes) => `${Math.round(bytes / 2 ** 20)} MB`;

function row({ kind, idle, ready, surveyed, taken, rest, sums }) {
  return [
    names[kind],
    kind === 'fs.watch' ? 'does not say' : ms(ready?.ms ?? surveyed?.ms ?? Infinity),
    mb(rest.rss - idle.rss),
    taken.length === 0
      ? 'never'
      : `${ms(median(taken))} (worst ${ms(Math.max(...taken))}, ${taken.length} of ${arrivals})`,
    sums.exactMs === null ? sums.note : `${ms(sums.exactMs)}; ${sums.note}`,
    `${rest.percent.toFixed(2)} %`,
  ];
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

async function main() {
  const tree = await demoTree(files);
  const scratch = mkdtempSync(join(tmpdir(), 'signoff-bench-watch-'));
  try {
    const copy = join(scratch, 'home');
    const done = spawnSync('cp', ['-a', tree.folder, copy]);
    if (done.status !== 0) throw new Error(`cp: ${String(done.stderr)}`);
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
    const account = tree.summary.accounts[0].path;
    const folder = join(copy, account, 'msg', 'file', month);
    mkdirSync(folder, { recursive: true });
    const setup = { env, build: out, dataDir: join(scratch, 'state') };
    const load = loadavg()[0].toFixed(1);
    const afterScan = await readyAfterScan(setup, roots);
    const trouble = await parcelTrouble();
    const all = ['signoff', 'chokidar', 'fs.watch', ...(trouble === null ? ['parcel'] : [])];
    const kinds = onlyOurs ? all.slice(0, 1) : all;
    const measured = [];
    for (const [index, kind] of kinds.entries())
      measured.push(await measure(kind, setup, roots, folder, index + 1));
    process.exitCode = print(measured, afterScan, load, trouble) ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function print(measured, afterScan, load, trouble) {
  console.log(
    `## Watch over ${files.toLocaleString('en')} files\n\n${machineClass()}; load before ${load}\n`,
  );
  const head = [
    '',
    'ready',
    'memory over idle',
    'a file arrives → told',
    'after 20,000 created and 20,000 deleted',
    `CPU at rest, ${idleSeconds} s`,
  ];
  console.log(`${table(head, measured.map(row))}\n`);
  if (trouble !== null) console.log(`@parcel/watcher is absent: ${trouble}\n`);
  for (const { kind, errors } of measured)
    if (errors.length > 0) console.log(`${names[kind]}: ${errors.length} errors, the first: ${errors[0]}\n`);
  const [ours] = measured;
  console.log(
    `SignOff watches ${ours.surveyed.hotEntries} folders and knows every folder after ${ms(ours.surveyed.ms)}. While at rest, other programs moved the volume's free inodes by ${ours.rest.noise}.\n`,
  );
  const kept = [
    verdict('ready after the scan', afterScan, limits.readyMs, ' ms'),
    verdict('memory over the idle process', (ours.rest.rss - ours.idle.rss) / 2 ** 20, limits.rssMb, ' MB'),
    verdict('sums exact after the burst', ours.sums.exactMs, limits.exactMs, ' ms'),
    verdict('CPU at rest', ours.rest.percent, limits.idlePercent, ' %'),
  ];
  console.log('');
  return kept.every(Boolean) && ours.sums.note.startsWith('every');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
