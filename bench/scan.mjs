import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoTree } from './demo-tree.mjs';
import { machineClass, median, table } from './machine.mjs';

/**
 * A whole scan of a large home against `find -printf %s` on the same folders, the least work for sizes. Warm cache,
 * alternating, so that a busy moment affects both; ratios are within one round.
 */
const cli = fileURLToPath(new URL('../out/cli.js', import.meta.url));
const memoryHook = new URL('./peak-memory.mjs', import.meta.url).href;
const limits = { ratio: 1, megabytes: 200 };
const turns = 7;
const passedOn = ['PATH', 'LANG', 'TZ', 'TMPDIR'];

function timed(command, args, options) {
  const began = performance.now();
  const done = spawnSync(command, args, { maxBuffer: 2 ** 28, ...options });
  const ms = performance.now() - began;
  if (done.status !== 0) throw new Error(`${command} ended with ${done.status}: ${String(done.stderr)}`);
  return { ms, stdout: done.stdout };
}

function scanOnce(tree, scratch) {
  const memoryFile = join(scratch, 'peak');
  const inherited = Object.fromEntries(passedOn.map((name) => [name, process.env[name]]));
  const args = ['--import', memoryHook, cli, 'scan', '--json', '--data-dir', join(scratch, 'state')];
  const env = { ...inherited, ...tree.env, SIGNOFF_BENCH_MEMORY: memoryFile };
  const { ms, stdout } = timed(process.execPath, args, { env, cwd: tree.folder });
  const { tookMs, total, roots } = JSON.parse(String(stdout));
  return {
    ms,
    tookMs,
    files: total.files,
    bytes: total.bytes,
    roots: roots.map((root) => root.realPath),
    peak: Number(readFileSync(memoryFile, 'utf8')),
  };
}

function findOnce(roots) {
  return timed('find', [...roots, '-printf', '%s'], { stdio: ['ignore', 'ignore', 'pipe'] }).ms;
}

/** Totals of `find` for everything but folders. */
function findTotals(roots) {
  const { stdout } = timed('find', [...roots, '!', '-type', 'd', '-printf', '%s\n'], {});
  const sizes = String(stdout).trim().split('\n').map(Number);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

const ms = (value) => `${Math.round(value).toLocaleString('en')} ms`;
const spread = (values) => `${ms(Math.min(...values))} – ${ms(Math.max(...values))}`;

function report(scans, finds) {
  const ratios = (pick) => scans.map((scan, turn) => pick(scan) / finds[turn]);
  const inApp = ratios((scan) => scan.tookMs);
  const whole = ratios((scan) => scan.ms);
  const row = (name, times, ratio) => [
    name,
    ms(median(times)),
    spread(times),
    ratio === null ? '1' : median(ratio).toFixed(2),
  ];
  console.log(
    table(
      ['Warm, median of ' + String(turns) + ' turns', 'time', 'spread', '× find'],
      [
        row("find -printf '%s'", finds, null),
        row(
          'scan in a running assistant',
          scans.map((scan) => scan.tookMs),
          inApp,
        ),
        row(
          'signoff scan --json, from start to exit',
          scans.map((scan) => scan.ms),
          whole,
        ),
      ],
    ),
  );
  return median(inApp);
}

function verdict(name, value, limit, unit) {
  const isMet = value <= limit;
  console.log(`${isMet ? 'met' : 'NOT met'}: ${name} ${value.toFixed(2)}${unit}, at most ${limit}${unit}`);
  return isMet;
}

const filesAt = process.argv.indexOf('--files');
const tree = await demoTree(filesAt === -1 ? 500_000 : Number(process.argv[filesAt + 1]));
const scratch = mkdtempSync(join(tmpdir(), 'signoff-bench-scan-'));
try {
  const { roots, files, bytes } = scanOnce(tree, scratch);
  const counted = findTotals(roots);
  if (counted.files !== files || counted.bytes !== bytes)
    throw new Error(`find sees ${counted.files} files, ${counted.bytes} B; the scan ${files}, ${bytes} B`);
  findOnce(roots);
  const scans = [];
  const finds = [];
  for (let turn = 0; turn < turns; turn += 1) {
    // the order alternates, so that neither always runs second
    if (turn % 2 === 0) finds.push(findOnce(roots));
    scans.push(scanOnce(tree, scratch));
    if (turn % 2 === 1) finds.push(findOnce(roots));
  }
  console.log(
    `## Scan\n\n${files.toLocaleString('en')} files; ${machineClass()}; load ${loadavg()[0].toFixed(1)}\n`,
  );
  const ratio = report(scans, finds);
  const peak = Math.max(...scans.map((scan) => scan.peak)) / 2 ** 20;
  console.log(`\nPeak resident memory: ${peak.toFixed(0)} MB\n`);
  const met = [
    verdict('scan', ratio, limits.ratio, ' × find'),
    verdict('memory', peak, limits.megabytes, ' MB'),
  ];
  console.log('');
  process.exitCode = met.every(Boolean) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
