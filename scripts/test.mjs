import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser, whatToInstall } from './find-browser.mjs';
import { makeResultsFolder } from './results-folder.mjs';
import { addTallies, emptyTally, lastLine, playwrightTally, singleTally } from './tally.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const results = makeResultsFolder();

/** A package's own program, run by this Node: no shell, and no search through PATH. */
function bin(packageName, command) {
  const folder = join(root, 'node_modules', packageName);
  const { bin: programs } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof programs === 'string' ? programs : programs[command]);
}

function run(args, env = process.env) {
  return spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status === 0;
}

function readReport(name) {
  const file = join(results, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

function lint() {
  const eslint = run([bin('eslint', 'eslint'), '.', '--max-warnings', '0']);
  const prettier = run([bin('prettier', 'prettier'), '--check', '--log-level', 'warn', '.']);
  const knip = run([bin('knip', 'knip')]);
  return eslint && prettier && knip;
}

function unitTests() {
  const ok = run([bin('vitest', 'vitest'), 'run', '--reporter=dot', '--reporter=./scripts/vitest-tally.mjs']);
  const tally = readReport('unit.json');
  if (tally === null) return singleTally('unit tests did not run', false);
  if (!ok && tally.failed.length === 0) tally.failed.push('vitest ended with an error');
  return tally;
}

function packaging(built) {
  const name = 'packaging rehearsal';
  return singleTally(name, built && run([join(root, 'scripts', 'rehearse-package.mjs')]));
}

function e2e(built) {
  if (!built) return singleTally('e2e did not run, because the build failed', false);
  const browser = ensureBrowser((line) => console.log(line));
  if (browser === null) {
    console.log(`No Chromium, Chrome or Edge was found. Install: ${whatToInstall()}`);
    return singleTally('e2e did not run, because there is no browser', false);
  }
  console.log(`browser: ${browser}`);
  const ok = run([bin('playwright', 'playwright'), 'test']);
  const report = readReport('e2e.json');
  if (report === null) return singleTally('e2e did not run', false);
  const tally = playwrightTally(report);
  if (!ok && tally.failed.length === 0) tally.failed.push('playwright ended with an error');
  return tally;
}

/** The built program on Windows' semantics; on a machine that cannot have them the lane says so and counts as skipped. */
function windowsLane(built) {
  if (!built) return singleTally('windows lane did not run, because the build failed', false);
  const ok = run([join(root, 'scripts', 'test-windows.mjs')]);
  const report = readReport('windows.json');
  if (report === null) return singleTally('windows lane did not run', false);
  const { missing, ...tally } = report;
  if (missing !== null) return { ...emptyTally(), skipped: [{ name: 'windows lane', reason: missing }] };
  if (!ok && tally.failed.length === 0) tally.failed.push('the windows lane ended with an error');
  return tally;
}

function stage(name, work) {
  console.log(`\n── ${name} ──`);
  const startedAt = Date.now();
  const tally = work();
  console.log(`${name}: ${lastLine(tally)} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
  return tally;
}

const types = stage('types', () => singleTally('types', run([join(root, 'scripts', 'typecheck.mjs')])));
const linted = stage('lint', () => singleTally('lint', lint()));
const built = stage('build', () =>
  singleTally('build', run([join(root, 'scripts', 'build.mjs'), '--if-stale', '--for-tests'])),
);
const isBuilt = built.failed.length === 0;
const packed = stage('package', () => packaging(isBuilt));
const unit = stage('unit', unitTests);
const ends = stage('e2e', () => e2e(isBuilt));
const windows = stage('windows', () => windowsLane(isBuilt));
const all = addTallies([types, linted, built, packed, unit, ends, windows]);

console.log('');
for (const name of all.failed) console.log(`failed: ${name}`);
for (const { name, reason } of all.skipped) console.log(`skipped: ${name}: ${reason}`);
process.exitCode = all.failed.length === 0 ? 0 : 1;
console.log(lastLine(all));
