import { spawn } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ensureBuiltForTests } from './build.mjs';
import { bundleLane, laneTally } from './lane.mjs';
import { resultsFolder } from './results-folder.mjs';
import { addTallies, playwrightTally, singleTally } from './tally.mjs';
import { startWindows, windowsTools } from './windows-system.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const results = resultsFolder();
const laneSeconds = 1500;

/** The window under Windows' Node, driven by this machine's browser. */
async function runWindow(windows, filter) {
  await ensureBuiltForTests();
  cpSync(join(root, 'out-test'), join(windows.lane, 'out-test'), { recursive: true });
  windows.addNative(join(windows.lane, 'out-test', 'out'));
  const window = join(root, 'e2e', 'windows', 'window');
  cpSync(join(window, 'start-host.mjs'), join(windows.lane, 'start-host.mjs'));
  const log = join(windows.lane, 'window.txt');
  const stream = openSync(log, 'w');
  const playwright = join(root, 'node_modules', 'playwright', 'cli.js');
  const config = join(root, 'e2e', 'windows', 'playwright.config.ts');
  const args = [playwright, 'test', '--config', config, ...(filter === null ? [] : ['-g', filter])];
  const env = { ...process.env, SIGNOFF_WINDOWS: JSON.stringify(windows.place) };
  const code = await new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', stream, stream] });
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  closeSync(stream);
  const report = join(results, 'windows-window.json');
  const tally = existsSync(report)
    ? playwrightTally(JSON.parse(readFileSync(report, 'utf8')))
    : singleTally('the window under Windows did not run', false);
  if (code !== 0 && tally.failed.length === 0)
    tally.failed.push('the window under Windows ended with an error');
  return { tally, text: readFileSync(log, 'utf8') };
}

async function runLane(tools, { filter, only }) {
  const windows = await startWindows(tools);
  try {
    windows.addNative(windows.lane);
    const tool = 'clipboard-tool.mjs';
    cpSync(join(root, 'e2e', 'windows', tool), join(windows.lane, tool));
    const parts = [];
    if (only !== 'window') parts.push(await runInside(windows, filter));
    if (only !== 'inside') parts.push(await runWindow(windows, filter));
    return {
      tally: addTallies(parts.map(({ tally }) => tally)),
      text: parts.map(({ text }) => text).join('\n'),
    };
  } finally {
    windows.close();
  }
}

async function runInside(windows, filter) {
  await bundleLane('e2e/windows/lane.ts', windows.lane);
  for (const name of ['out', 'package.json'])
    cpSync(join(root, name), join(windows.lane, name), { recursive: true });
  windows.addNative(join(windows.lane, 'out'));
  const [tap, log] = [join(windows.lane, 'lane.tap'), join(windows.lane, 'lane.txt')];
  const stream = openSync(log, 'w');
  const args = [
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=tap', `--test-reporter-destination=${windows.inLane('lane.tap')}`],
    ...(filter === null ? [] : [`--test-name-pattern=${filter}`]),
    ...[windows.inLane('lane.mjs'), windows.inLane('out')],
  ];
  const ended = await windows.runNode(args, { seconds: laneSeconds, stdio: ['ignore', stream, stream] });
  closeSync(stream);
  const tally = laneTally(existsSync(tap) ? readFileSync(tap, 'utf8') : '', ended);
  return { tally, text: readFileSync(log, 'utf8') };
}

/**
 * Runs the built main process code under Windows semantics. `tally` counts as the other runners do, by names of what
 * failed; `missing` says in one sentence why the lane could not be run here, which is no pass.
 */
export async function testWindows({ say, filter = null, only = null }) {
  const nothing = { passed: 0, failed: [], skipped: [] };
  const tools = windowsTools(say);
  if (tools.missing !== undefined) return { tally: nothing, text: '', missing: tools.missing };
  await ensureBuilt();
  try {
    return await runLane(tools, { filter, only });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { tally: { ...nothing, failed: [text] }, text };
  }
}

async function main(args) {
  const filterAt = args.indexOf('--only');
  const filter = filterAt === -1 ? null : (args[filterAt + 1] ?? null);
  const only = ['inside', 'window'].find((part) => args.includes(`--${part}`)) ?? null;
  const { tally, text, missing } = await testWindows({ say: (line) => console.error(line), filter, only });
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, 'windows.json'), `${JSON.stringify({ ...tally, missing: missing ?? null })}\n`);
  if (missing !== undefined) console.error(`not run: ${missing}`);
  if (tally.failed.length > 0 || args.includes('--verbose')) console.log(text);
  for (const name of tally.failed) console.log(`failed: ${name}`);
  console.log(`${tally.passed} passed, ${tally.failed.length} failed, ${tally.skipped.length} skipped`);
  if (missing !== undefined) return 2;
  return tally.failed.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(await main(process.argv.slice(2)));
