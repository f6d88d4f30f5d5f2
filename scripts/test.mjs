import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDesktop } from './desktop-tools.mjs';
import { ensureBrowser, whatToInstall } from './find-browser.mjs';
import { makeResultsFolder } from './results-folder.mjs';
import { addTallies, emptyTally, lastLine, playwrightTally, singleTally } from './tally.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const results = makeResultsFolder();

const script = (name) => join(root, 'scripts', name);

/** A package's own program, run by this Node: no shell, and no search through PATH. */
function bin(packageName, command) {
  const folder = join(root, 'node_modules', packageName);
  const { bin: programs } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof programs === 'string' ? programs : programs[command]);
}

/** Runs a program with this Node and tells whether it ended with 0; `output` collects what it prints. */
function run(args, output = null) {
  return new Promise((resolve) => {
    const stdio = output === null ? 'inherit' : ['ignore', 'pipe', 'pipe'];
    const child = spawn(process.execPath, args, { cwd: root, stdio });
    for (const stream of output === null ? [] : [child.stdout, child.stderr])
      stream.on('data', (chunk) => output.push(chunk));
    child.on('close', (code) => resolve(code === 0));
  });
}

function readReport(name) {
  const file = join(results, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

const types = async (output) => singleTally('types', await run([script('typecheck.mjs')], output));

async function lint(output) {
  const eslint = await run([bin('eslint', 'eslint'), '.', '--max-warnings', '0'], output);
  const prettier = await run([bin('prettier', 'prettier'), '--check', '--log-level', 'warn', '.'], output);
  const knip = await run([bin('knip', 'knip')], output);
  return singleTally('lint', eslint && prettier && knip);
}

const build = async (output) =>
  singleTally('build', await run([script('build.mjs'), '--if-stale', '--for-tests'], output));

const packaging = async (output) =>
  singleTally('packaging rehearsal', await run([script('rehearse-package.mjs')], output));

async function unitTests(output) {
  const reporters = ['--reporter=dot', '--reporter=./scripts/vitest-tally.mjs'];
  const ok = await run([bin('vitest', 'vitest'), 'run', ...reporters], output);
  const tally = readReport('unit.json');
  if (tally === null) return singleTally('unit tests did not run', false);
  if (!ok && tally.failed.length === 0) tally.failed.push('vitest ended with an error');
  return tally;
}

async function e2e(output) {
  const browser = ensureBrowser((line) => console.log(line));
  if (browser === null) {
    console.log(`No Chromium, Chrome or Edge was found. Install: ${whatToInstall()}`);
    return singleTally('e2e did not run, because there is no browser', false);
  }
  console.log(`browser: ${browser}`);
  const ok = await run([bin('playwright', 'playwright'), 'test'], output);
  const report = readReport('e2e.json');
  if (report === null) return singleTally('e2e did not run', false);
  const tally = playwrightTally(report);
  if (!ok && tally.failed.length === 0) tally.failed.push('playwright ended with an error');
  return tally;
}

/** The scenarios of both systems on this one. */
async function systemsLane(output) {
  const ok = await run([script('test-systems.mjs')], output);
  const tally = readReport('systems.json');
  if (tally === null) return singleTally('systems lane did not run', false);
  if (!ok && tally.failed.length === 0) tally.failed.push('the systems lane ended with an error');
  return tally;
}

/** The built program on Windows' semantics; on a machine that cannot have them the lane says so and counts as skipped. */
async function windowsLane(output) {
  const ok = await run([script('test-windows.mjs')], output);
  const report = readReport('windows.json');
  if (report === null) return singleTally('windows lane did not run', false);
  const { missing, ...tally } = report;
  if (missing !== null) return { ...emptyTally(), skipped: [{ name: 'windows lane', reason: missing }] };
  if (!ok && tally.failed.length === 0) tally.failed.push('the windows lane ended with an error');
  return tally;
}

const tallies = [];

/** Runs one stage. With `output` its lines are collected and printed in one piece at its end. */
async function stage(name, work, output = null) {
  if (output === null) console.log(`\n── ${name} ──`);
  const startedAt = Date.now();
  const tally = await work(output);
  tallies.push(tally);
  if (output !== null) process.stdout.write(`\n── ${name} ──\n${Buffer.concat(output).toString()}`);
  console.log(`${name}: ${lastLine(tally)} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
  return tally.failed.length === 0;
}

/** Stages of one build, one after the other; none of them runs when the build failed. */
async function builtStages() {
  const stages = { package: packaging, systems: systemsLane, windows: windowsLane };
  const isBuilt = await stage('build', build, []);
  for (const [name, work] of Object.entries(stages))
    if (isBuilt) await stage(name, work, []);
    else tallies.push(singleTally(`${name} did not run, because the build failed`, false));
  return isBuilt;
}

const noDesktop = ensureDesktop((line) => console.log(line));
if (noDesktop !== null) console.log(`Tests of the tray are skipped: ${noDesktop}`);
await stage('types', types);
// lint and these stages use one core each; unit tests and e2e use all cores
console.log('\nlint runs beside build, package, systems and windows');
const [isBuilt] = await Promise.all([builtStages(), stage('lint', lint, [])]);
await stage('unit', unitTests);
if (isBuilt) await stage('e2e', e2e);
else tallies.push(singleTally('e2e did not run, because the build failed', false));
const all = addTallies(tallies);

console.log('');
for (const name of all.failed) console.log(`failed: ${name}`);
for (const { name, reason } of all.skipped) console.log(`skipped: ${name}: ${reason}`);
process.exitCode = all.failed.length === 0 ? 0 : 1;
console.log(lastLine(all));
