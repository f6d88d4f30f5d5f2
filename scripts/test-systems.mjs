import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { bundleLane, laneTally } from './lane.mjs';
import { resultsFolder } from './results-folder.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const seconds = 900;

/** Runs the scenarios of both systems on this one, with the built program. */
async function runHere(folder, filter) {
  await bundleLane('e2e/systems/lane.ts', folder);
  for (const name of ['out', 'package.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  const tap = join(folder, 'lane.tap');
  const args = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=tap', `--test-reporter-destination=${tap}`],
    ...(filter === undefined ? [] : [`--test-name-pattern=${filter}`]),
    ...[join(folder, 'lane.mjs'), join(folder, 'out')],
  ];
  const text = [];
  const ended = await new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: folder, timeout: seconds * 1000 });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => text.push(chunk));
    child.once('close', (code, signal) =>
      resolve({ code, why: signal === null ? '' : `stopped after ${seconds} s` }),
    );
  });
  const tally = laneTally(existsSync(tap) ? readFileSync(tap, 'utf8') : '', ended);
  return { tally, text: Buffer.concat(text).toString() };
}

const args = process.argv.slice(2);
const only = args.indexOf('--only');
await ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'signoff-systems-'));
const { tally, text } = await runHere(folder, only === -1 ? undefined : args[only + 1]);
rmSync(folder, { recursive: true, force: true });
const results = resultsFolder();
mkdirSync(results, { recursive: true });
writeFileSync(join(results, 'systems.json'), `${JSON.stringify(tally)}\n`);
if (tally.failed.length > 0 || args.includes('--verbose')) console.log(text);
for (const name of tally.failed) console.log(`failed: ${name}`);
console.log(`${tally.passed} passed, ${tally.failed.length} failed, ${tally.skipped.length} skipped`);
process.exitCode = tally.failed.length === 0 ? 0 : 1;
