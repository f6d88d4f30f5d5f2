import { appendFileSync, closeSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync } from 'node:fs';
import { statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoTree } from './demo-tree.mjs';
import { machineClass, median, table } from './machine.mjs';
import { biggestAccount, buildAssistant, freshHomes, timed } from './removal-homes.mjs';

/**
 * A session's start and end: the baseline against a list of the same facts by `find`, and a plan since the session
 * against the whole plan of the tree. Alternating; ratios are within one round.
 */
const driver = fileURLToPath(new URL('./session-run.mjs', import.meta.url));
const passedOn = ['PATH', 'LANG', 'TZ', 'TMPDIR'];
const limits = { ms: 5000, megabytes: 40 };
const guest = 'wxid_guest0k1v2m3q4_9f9f';
const shared = 'Documents/xwechat_files/all_users';

function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : process.argv[at + 1];
}

const files = Number(option('files', 500_000));
/** new files need a copy of the tree, and copying half a million files takes longer than all the rest */
const filesOfPlan = Math.min(200_000, Number(option('plan-files', files)));
const turns = Number(option('turns', 5));
const chosen = option('parts', 'baseline,plan').split(',');

function drive(order, env, cwd) {
  const { stdout } = timed(process.execPath, [driver, JSON.stringify(order)], { env, cwd });
  return JSON.parse(stdout);
}

/** Writes nothing below the tree; the record is in a separate folder. */
function sitDown(built, tree, scratch) {
  const inherited = Object.fromEntries(passedOn.map((name) => [name, process.env[name]]));
  const dataDir = mkdtempSync(join(scratch, 'state-'));
  const order = { built, home: tree.folder, dataDir, work: 'start' };
  const told = drive(order, { ...inherited, ...tree.env }, tree.folder);
  rmSync(dataDir, { recursive: true, force: true });
  return told;
}

/** The same facts as text, by the tool that a script would use. */
function listWithFind(roots, scratch) {
  const file = join(scratch, 'list');
  const out = openSync(file, 'w');
  try {
    const { ms } = timed('find', [...roots, '-printf', '%p\t%s\t%T@\t%i\n'], {
      stdio: ['ignore', out, 'pipe'],
    });
    return { ms, bytes: statSync(file).size };
  } finally {
    closeSync(out);
    rmSync(file);
  }
}

/** Totals of `find` for everything but folders. */
function findTotals(roots) {
  const { stdout } = timed('find', [...roots, '!', '-type', 'd', '-printf', '%s\n']);
  const sizes = stdout.trim().split('\n').map(Number);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

const ms = (value) => `${Math.round(value).toLocaleString('en')} ms`;
const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const spread = (values, show) => `${show(Math.min(...values))} – ${show(Math.max(...values))}`;
const ratioOf = (ours, theirs) => median(ours.map((value, turn) => value / theirs[turn]));

function rowOf(name, values, theirs, show) {
  return [name, show(median(values)), spread(values, show), ratioOf(values, theirs).toFixed(2)];
}

const verdicts = [];
function verdict(name, value, limit, unit) {
  const isKept = value <= limit;
  verdicts.push(isKept);
  console.log(
    `${isKept ? 'kept' : 'NOT met'}: ${name} ${value.toFixed(1)}${unit}, at most ${limit}${unit}\n`,
  );
}

function benchBaseline(built, tree, scratch) {
  const { roots, baseline } = sitDown(built, tree, scratch);
  const counted = findTotals(roots);
  if (counted.files !== baseline.files || counted.bytes !== baseline.bytes)
    throw new Error(`find sees ${JSON.stringify(counted)}; the record says ${JSON.stringify(baseline)}`);
  const ours = [];
  const theirs = [];
  for (let turn = 0; turn < turns; turn += 1) {
    // the order alternates, so that neither always runs second
    if (turn % 2 === 0) theirs.push(listWithFind(roots, scratch));
    ours.push(sitDown(built, tree, scratch));
    if (turn % 2 === 1) theirs.push(listWithFind(roots, scratch));
  }
  const times = ours.map((turn) => turn.ms);
  const sizes = ours.map((turn) => turn.baseline.storedBytes);
  const [findTimes, findSizes] = [theirs.map((turn) => turn.ms), theirs.map((turn) => turn.bytes)];
  console.log(`### Sitting down\n\n${baseline.files.toLocaleString('en')} files\n`);
  const rows = [
    rowOf('find -printf to a file, time', findTimes, findTimes, ms),
    rowOf('session.start until the record is on the disk and the session runs', times, findTimes, ms),
    rowOf("size of find's file", findSizes, findSizes, mb),
    rowOf('size of the record', sizes, findSizes, mb),
  ];
  console.log(`${table(['', `median of ${turns}`, 'spread', '× find'], rows)}\n`);
  const peak = Math.max(...ours.map((turn) => turn.peak));
  const idle = median(ours.map((turn) => turn.idle));
  console.log(`Peak resident memory, all threads together: ${mb(peak)}; before the call ${mb(idle)}\n`);
  const pause = Math.max(...ours.map((turn) => turn.longestPauseMs));
  console.log(`Longest time without an answer to anything else: ${ms(pause)}\n`);
  verdict('sitting down', median(times), limits.ms, ' ms');
  verdict('stored', Math.max(...sizes) / 1e6, limits.megabytes, ' MB');
}

function put(home, path, content = path) {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const numbered = (count, path) => Array.from({ length: count }, (_, at) => path(String(at).padStart(4, '0')));
const portrait = (name) => `${shared}/head_imgs/owner/${name}.jpg`;

/** The owner's files outside accounts; only their place shows whose they are. */
function ownersPortraits(home) {
  for (const path of numbered(50, portrait)) put(home, path);
}

/** Creates a guest's account, sign-in and portraits; returns every path below its root. */
function guestArrives(home) {
  const root = dirname(shared);
  const own = [
    'db_storage/session/session.db',
    'db_storage/message/message_0.db',
    ...numbered(1197, (at) => `cache/2026-11/${at}.dat`),
    ...numbered(300, (at) => `msg/file/2026-11/report ${at}.pdf`),
    ...numbered(400, (at) => `msg/attach/0f1e2d3c4b5a69788796a5b4c3d2e1f0/2026-11/Img/${at}.dat`),
  ].map((path) => `${root}/${guest}/${path}`);
  const beside = [
    `${shared}/login/${guest.slice(0, guest.lastIndexOf('_'))}/key_info.db`,
    ...numbered(100, (at) => `${shared}/head_imgs/guest/${at}.jpg`),
  ];
  for (const path of [...own, ...beside]) put(home, path);
  return [...own, ...beside].map((path) => path.slice(root.length + 1)).sort();
}

/** Changes of the owner's messenger meanwhile: new files, growing databases, moved portraits. */
function ownerGoesOn(home, account) {
  for (const name of numbered(300, (at) => `${at}.dat`)) put(home, `${account.path}/cache/2026-11/${name}`);
  const { stdout } = timed('find', [join(home, account.path), '-name', '*.db', '-print0']);
  const databases = stdout.split('\0').filter((path) => path !== '');
  for (const path of databases) appendFileSync(path, 'more');
  const portraits = numbered(50, portrait);
  for (const path of portraits.slice(0, 20)) appendFileSync(join(home, path), 'more');
  for (const path of portraits.slice(20, 30))
    renameSync(join(home, path), join(home, path.replace('/owner/', '/owner/moved-')));
  return { changed: 20, untouched: 30, databases: databases.length };
}

const keptFor = (plan, reason) =>
  plan.kept.filter((row) => row.reason === reason).reduce((sum, row) => sum + row.files, 0);

/** Fails without figures unless the plan contains exactly the new files and names the owner of all others. */
function demandOnlyWhatCame(told, came, owner) {
  const stray = told.paths.filter((path) => !came.includes(path));
  const missed = came.filter((path) => !told.paths.includes(path));
  if (stray.length > 0 || missed.length > 0)
    throw new Error(`not the guest's: ${stray.slice(0, 5).join()}; missed: ${missed.slice(0, 5).join()}`);
  for (const [turn, since] of told.since.entries()) {
    const whole = told.whole[turn];
    const changed = keptFor(since, 'owner-changed');
    const owners = ['owner', 'owner-changed', 'owner-account'].map((reason) => keptFor(since, reason));
    const all = since.total.files + owners.reduce((sum, count) => sum + count, 0);
    if (since.total.files !== came.length || changed !== owner.changed || all !== whole.total.files)
      throw new Error(`the plan's numbers are wrong: ${JSON.stringify({ since, whole: whole.total })}`);
    if (keptFor(since, 'owner') < owner.untouched) throw new Error(`too few are the owner's`);
  }
}

function benchPlan(built, tree) {
  const [fresh] = freshHomes(tree, 1);
  try {
    const order = { built, home: fresh.home, dataDir: fresh.dataDir, turns };
    ownersPortraits(fresh.home);
    drive({ ...order, work: 'start' }, fresh.env, fresh.home);
    const came = guestArrives(fresh.home);
    const owner = ownerGoesOn(fresh.home, biggestAccount(tree));
    const told = drive({ ...order, work: 'plan' }, fresh.env, fresh.home);
    demandOnlyWhatCame(told, came, owner);
    const whole = told.whole.map((turn) => turn.ms);
    const since = told.since.map((turn) => turn.ms);
    const { total } = told.whole[0];
    const count = came.length.toLocaleString('en');
    console.log(
      `### The plan on leaving\n\n${filesOfPlan.toLocaleString('en')} files in a copy; ${count} came with a new account, ` +
        `300 into the owner's, ${owner.databases} databases grew.\n`,
    );
    const rows = [
      rowOf(`whole plan, ${total.files.toLocaleString('en')} files`, whole, whole, ms),
      rowOf(`since the session, exactly the ${count}`, since, whole, ms),
    ];
    console.log(`${table(['', `median of ${turns}`, 'spread', '× whole'], rows)}\n`);
  } finally {
    fresh.drop();
  }
}

async function main() {
  const scratch = mkdtempSync(join(tmpdir(), 'signoff-bench-session-'));
  console.log(`## Session\n\n${machineClass()}; load before ${loadavg()[0].toFixed(1)}; ${turns} turns\n`);
  try {
    const built = await buildAssistant(scratch);
    if (chosen.includes('baseline')) benchBaseline(built, await demoTree(files), scratch);
    if (chosen.includes('plan')) benchPlan(built, await demoTree(filesOfPlan));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  process.exitCode = verdicts.every(Boolean) ? 0 : 1;
}

await main();
