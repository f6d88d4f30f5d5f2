import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoTree } from './demo-tree.mjs';
import { machineClass, median, table } from './machine.mjs';
import {
  biggestAccount,
  buildAssistant,
  countFiles,
  fillCache,
  freshHomes,
  timed,
} from './removal-homes.mjs';

/**
 * Removal against the tool that a user would pick instead, on copies of the same tree, alternating, so that a busy
 * moment affects both; ratios are within one round.
 */
const cli = fileURLToPath(new URL('../out/cli.js', import.meta.url));
const driver = fileURLToPath(new URL('./removal-run.mjs', import.meta.url));
const memoryHook = new URL('./peak-memory.mjs', import.meta.url).href;
const everything = ['media', 'received', 'phone-backups'];
const parts = ['delete', 'quarantine', 'small', 'large', 'memory'];

function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : process.argv[at + 1];
}

/** the limits are for 200,000 files in time and 500,000 in memory */
const files = Math.min(200_000, Number(option('files', 200_000)));
const filesOfMemory = Number(option('memory-files', option('files', 500_000)));
const turns = Number(option('turns', 3));
const chosen = option('parts', parts.join()).split(',');

/** One plan and run in a running assistant; returns its report and times. */
function runAssistant(built, fresh, order) {
  const whole = {
    built,
    home: fresh.home,
    dataDir: fresh.dataDir,
    include: everything,
    account: null,
    group: null,
  };
  const job = JSON.stringify({ ...whole, level: 'deep', ...order });
  return JSON.parse(timed(process.execPath, [driver, job], { env: fresh.env, cwd: fresh.home }).stdout);
}

function runCli(fresh, before = []) {
  // refuses what the assistant's driver refuses: a home that leads to another one
  const looked = [cli, 'scan', '--json', '--data-dir', fresh.dataDir];
  const { stdout } = timed(process.execPath, looked, { env: fresh.env, cwd: fresh.home });
  const stray = JSON.parse(stdout).roots.find((root) => !root.realPath.startsWith(`${fresh.home}/`));
  if (stray !== undefined) throw new Error(`${stray.realPath} is not in ${fresh.home}`);
  const selection = [
    '--level',
    'deep',
    '--all-accounts',
    ...everything.flatMap((what) => ['--include', what]),
  ];
  const args = [...before, cli, 'clean', ...selection, '--mode', 'delete', '--yes', '--json'];
  return timed(process.execPath, [...args, '--data-dir', fresh.dataDir], { env: fresh.env, cwd: fresh.home });
}

/** BleachBit's command line with a cleaner of its own format for these folders. */
function runBleachBit(fresh, folders) {
  const config = join(dirname(fresh.home), 'bleachbit-home', '.config', 'bleachbit');
  mkdirSync(join(config, 'cleaners'), { recursive: true });
  const actions = folders.map((folder) => `<action command="delete" search="walk.all" path="${folder}"/>`);
  writeFileSync(
    join(config, 'cleaners', 'bench.xml'),
    `<?xml version="1.0" encoding="UTF-8"?><cleaner id="bench"><label>bench</label><description>bench</description>
    <option id="all"><label>all</label><description>all</description>${actions.join('')}</option></cleaner>`,
  );
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: join(config, '..', '..') };
  return timed('bleachbit', ['--clean', 'bench.all'], { env, stdio: ['ignore', 'ignore', 'pipe'] }).ms;
}

/** Rounds in which each of `count` homes serves once; all are created before the first. */
function inTurns(tree, count, work, times = turns) {
  const homes = freshHomes(tree, count * times);
  try {
    return Array.from({ length: times }, (_, turn) => work(...homes.slice(turn * count, (turn + 1) * count)));
  } finally {
    for (const home of homes) home.drop();
  }
}

const ms = (value) => `${Math.round(value).toLocaleString('en')} ms`;
const spread = (values) => `${ms(Math.min(...values))} – ${ms(Math.max(...values))}`;

function print(title, rival, rows) {
  console.log(`### ${title}\n`);
  const first = rows[0][1];
  const lines = rows.map(([name, times]) => {
    const ratio = median(times.map((time, turn) => time / first[turn]));
    return [name, ms(median(times)), spread(times), ratio.toFixed(ratio < 0.2 ? 3 : 2)];
  });
  console.log(`${table(['', `median of ${turns}`, 'spread', `× ${rival}`], lines)}\n`);
}

const verdicts = [];
function verdict(name, value, limit, unit) {
  const isKept = value <= limit;
  verdicts.push(isKept);
  const digits = limit < 0.2 ? 3 : 2;
  console.log(
    `${isKept ? 'kept' : 'NOT met'}: ${name} ${value.toFixed(digits)}${unit}, at most ${limit}${unit}\n`,
  );
}

const ratioOf = (ours, theirs) => median(ours.map((time, turn) => time / theirs[turn]));

function demandAll(run, expected) {
  if (run.removed.files < expected * 0.99 || run.failed.length > 0)
    throw new Error(
      `${run.removed.files} of ${expected} files removed; failed: ${JSON.stringify(run.failed)}`,
    );
}

function benchDelete(built, tree) {
  const measured = inTurns(tree, 4, (ours, theirs, ofCli, ofBleachBit) => {
    const run = runAssistant(built, ours, { mode: 'delete' });
    const folders = ({ home }) => run.roots.map((root) => root.replace(ours.home, home));
    const files = countFiles(folders(theirs));
    const { ms } = timed('rm', ['-rf', ...folders(theirs)]);
    demandAll(run, files);
    const bleachBit = runBleachBit(ofBleachBit, folders(ofBleachBit));
    return { run, rm: { files, ms }, cli: runCli(ofCli).ms, bleachBit };
  });
  const of = (pick) => measured.map(pick);
  const [rm, ours] = [of((turn) => turn.rm.ms), of((turn) => turn.run.runMs)];
  print('Delete', 'rm -rf', [
    ['rm -rf', rm],
    ['delete in a running assistant, identity compared, journal on', ours],
    ['signoff clean, from start to exit, with scan, plan and second look', of((turn) => turn.cli)],
    ['bleachbit --clean, a cleaner for the same folders', of((turn) => turn.bleachBit)],
  ]);
  const { run, rm: first } = measured[0];
  console.log(
    `rm removed ${first.files} files, the assistant ${run.removed.files} and ${run.foldersRemoved} folders.\n`,
  );
  verdict('delete', ratioOf(ours, rm), 1.2, ' × rm -rf');
}

function benchQuarantine(built, tree) {
  const account = biggestAccount(tree);
  const measured = inTurns(tree, 2, (ours, theirs) => ({
    run: runAssistant(built, ours, { mode: 'quarantine', account: account.folder }),
    rm: timed('rm', ['-rf', join(theirs.home, account.path)]).ms,
  }));
  for (const { run } of measured) demandAll(run, account.files);
  const ours = measured.map(({ run }) => run.runMs);
  const rm = measured.map((turn) => turn.rm);
  print('Quarantine of the biggest account', 'rm -rf', [
    [`rm -rf of its folder, ${account.files.toLocaleString('en')} files`, rm],
    ['quarantine in a running assistant', ours],
  ]);
  verdict('quarantine', ratioOf(ours, rm), 0.1, ' × rm -rf');
}

function benchErase(built, tree, { count, bytes, shred, limit, name }) {
  const account = biggestAccount(tree).folder;
  const measured = inTurns(tree, 2, (first, second) => {
    fillCache(tree, first, count, bytes);
    const run = runAssistant(built, first, { mode: 'erase', level: 'basic', account, group: 'W4-01' });
    const erased = run.ways.find(({ way }) => way === 'erased')?.files;
    if (erased !== count) throw new Error(`${erased} of ${count} files overwritten: ${JSON.stringify(run)}`);
    const folder = fillCache(tree, second, count, bytes);
    const paths = Array.from({ length: count }, (_, file) => join(folder, `file-${file}`));
    return { ours: run.runMs, theirs: timed('shred', [...shred, ...paths]).ms };
  });
  const ours = measured.map((turn) => turn.ours);
  const theirs = measured.map((turn) => turn.theirs);
  const command = `shred ${shred.join(' ')}`;
  print(`Erase of ${name}`, 'shred', [
    [command, theirs],
    ['erase in a running assistant', ours],
  ]);
  verdict(`erase of ${name}`, ratioOf(ours, theirs), limit, ` × ${command}`);
}

async function benchMemory() {
  const tree = await demoTree(filesOfMemory);
  const measure = (fresh) => {
    const file = join(dirname(fresh.home), 'peak');
    runCli({ ...fresh, env: { ...fresh.env, SIGNOFF_BENCH_MEMORY: file } }, ['--import', memoryHook]);
    return Number(readFileSync(file, 'utf8'));
  };
  const [peak] = inTurns(tree, 1, measure, 1);
  console.log(
    `### Memory\n\n${filesOfMemory.toLocaleString('en')} files deleted, all threads together, peak resident\n`,
  );
  verdict('memory', peak / 2 ** 20, 200, ' MB');
}

async function main() {
  const scratch = mkdtempSync(join(tmpdir(), 'signoff-bench-assistant-'));
  console.log(`## Removal\n\n${machineClass()}; load before ${loadavg()[0].toFixed(1)}; ${turns} turns\n`);
  try {
    const built = await buildAssistant(scratch);
    const tree = await demoTree(files);
    if (chosen.includes('delete')) benchDelete(built, tree);
    if (chosen.includes('quarantine')) benchQuarantine(built, tree);
    const few = await demoTree(1000);
    const [small, large] = [
      { count: 2000, bytes: 20 * 1024, shred: ['-n1', '--remove=wipe'], limit: 1, name: '2,000 × 20 KB' },
      { count: 4, bytes: 256 * 1024 ** 2, shred: ['-n1', '-u'], limit: 0.5, name: '4 × 256 MB' },
    ];
    if (chosen.includes('small')) benchErase(built, few, small);
    if (chosen.includes('large')) benchErase(built, few, large);
    if (chosen.includes('memory')) await benchMemory();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  process.exitCode = verdicts.every(Boolean) ? 0 : 1;
}

await main();
