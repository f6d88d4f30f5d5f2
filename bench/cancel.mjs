import { existsSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf, findWrong } from './cancel-check.mjs';
import { demoTree } from './demo-tree.mjs';
import { machineClass, median, table } from './machine.mjs';
import { biggestAccount, buildAssistant, fillCache, freshHomes, timed } from './removal-homes.mjs';

/**
 * How soon a cancelled run ends, at moments spread over the run, and whether its report is true. Each cancel has a
 * fresh tree; the first run of each kind is not cancelled and gives the duration.
 */
const driver = fileURLToPath(new URL('./cancel-run.mjs', import.meta.url));
const everything = ['media', 'received', 'phone-backups'];
const memory = '/dev/shm';
const limitMs = 1000;
const kinds = ['delete', 'quarantine', 'trash', 'erase', 'one-file', 'copy'];

function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : process.argv[at + 1];
}

const files = Math.min(50_000, Number(option('files', 50_000)));
const cancels = Number(option('cancels', 8));
const chosen = option('parts', kinds.join()).split(',');
const ms = (value) => `${Math.round(value).toLocaleString('en')} ms`;

/** One run in its own home, cancelled or not, with everything wrong afterwards. */
function oneRun(built, tree, kind, delayMs) {
  const [fresh] = freshHomes(tree, 1);
  const dataDir =
    kind.stateBase === undefined ? fresh.dataDir : mkdtempSync(join(kind.stateBase, 'signoff-bench-'));
  try {
    kind.fill?.(fresh);
    const before = filesOf(fresh.home);
    const whole = { level: 'deep', include: everything, account: null, group: null, ...kind.order };
    const job = JSON.stringify({ built, home: fresh.home, dataDir, delayMs, mode: kind.mode, ...whole });
    const run = JSON.parse(
      timed(process.execPath, [driver, job], { env: fresh.env, cwd: fresh.home }).stdout,
    );
    return { ...run, wrong: findWrong({ home: fresh.home, dataDir, before, run }) };
  } finally {
    fresh.drop();
    if (dataDir !== fresh.dataDir) rmSync(dataDir, { recursive: true, force: true });
  }
}

const problems = [];

/** Printed at once too, so that an aborted benchmark keeps its findings. */
function note(kind, delay, wrong) {
  for (const what of wrong) {
    problems.push(`${kind.name}, cancelled after ${ms(delay)}: ${what}`);
    console.error(`wrong: ${problems.at(-1)}`);
  }
}

/**
 * Cancels at moments spread evenly over a run. A run that ends before its moment only shows how short it can be;
 * the moment is retried at that scale.
 */
function bench(built, tree, kind) {
  const whole = oneRun(built, tree, kind, null);
  note(kind, whole.runMs, whole.wrong);
  if (whole.report.outcome !== 'done')
    problems.push(`${kind.name}: uncancelled it ended ${whole.report.outcome}`);
  let shortest = whole.runMs;
  const times = [];
  for (let at = 0, tries = 0; at < cancels && tries < cancels * 2; tries += 1) {
    const delay = (shortest * at) / cancels;
    const { cancelMs, runMs, report, wrong } = oneRun(built, tree, kind, delay);
    note(kind, delay, wrong);
    const told = `${report.outcome}, ${report.removed.files} of ${report.planned.files}`;
    console.error(`${kind.name} at ${ms(delay)}: ${cancelMs < 0 ? 'too late' : ms(cancelMs)}, ${told}`);
    if (cancelMs < 0) shortest = Math.min(shortest, runMs);
    else {
      times.push(cancelMs);
      at += 1;
    }
  }
  if (times.length < cancels)
    problems.push(`${kind.name}: only ${times.length} of ${cancels} cancels met a run`);
  return { name: kind.name, whole: shortest, planned: whole.report.planned.files, times };
}

/** One file of random bytes in an account's cache, and a plan of only that file. */
function oneFile(tree, bytes) {
  const account = biggestAccount(tree).folder;
  return {
    fill: (fresh) => void fillCache(tree, fresh, 1, bytes),
    order: { level: 'basic', include: [], account, group: 'W4-01' },
  };
}

function hasSecondVolume() {
  return existsSync(memory) && lstatSync(memory).dev !== lstatSync(tmpdir()).dev;
}

async function kindsOf() {
  const tree = await demoTree(files);
  const few = await demoTree(1000);
  const modes = ['delete', 'quarantine', 'trash', 'erase'].map((mode) => ({
    part: mode,
    name: mode,
    mode,
    tree,
  }));
  const large = { part: 'one-file', name: 'erase of one file, 1 GB', mode: 'erase', tree: few };
  const copy = {
    part: 'copy',
    name: 'quarantine on another volume, one file, 256 MB',
    mode: 'quarantine',
    tree: few,
  };
  const all = [...modes, { ...large, ...oneFile(few, 2 ** 30) }];
  if (hasSecondVolume()) all.push({ ...copy, ...oneFile(few, 2 ** 28), stateBase: memory });
  else console.log(`There is no second volume at ${memory}: the copy is not measured.\n`);
  return all.filter(({ part }) => chosen.includes(part));
}

async function main() {
  const scratch = mkdtempSync(join(tmpdir(), 'signoff-bench-assistant-'));
  console.log(`## Cancel\n\n${machineClass()}; load before ${loadavg()[0].toFixed(1)}\n`);
  try {
    const built = await buildAssistant(scratch);
    const rows = (await kindsOf()).map((kind) => bench(built, kind.tree, kind));
    const head = ['mode', 'planned files', 'a whole run, the shortest', 'cancels', 'median', 'worst'];
    const cells = rows.map(({ name, planned, whole, times }) => [
      ...[name, planned.toLocaleString('en'), ms(whole), times.length],
      ...(times.length === 0 ? ['–', '–'] : [ms(median(times)), ms(Math.max(...times))]),
    ]);
    console.log(`From the cancel to the end of the job:\n\n${table(head, cells)}\n`);
    const worst = Math.max(0, ...rows.flatMap(({ times }) => times));
    console.log(`${worst <= limitMs ? 'kept' : 'NOT met'}: worst ${ms(worst)}, at most ${ms(limitMs)}\n`);
    if (worst > limitMs) process.exitCode = 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  for (const problem of problems) console.log(`wrong: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

await main();
