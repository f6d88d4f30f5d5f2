import { closeSync, cpSync, existsSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtinModules } from 'node:module';
import { build } from 'vite';
import { buildAll } from './build.mjs';
import { isStale } from './freshness.mjs';
import { startWindows, windowsTools } from './windows-system.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const laneSeconds = 480;

/** One file that Windows' node can run: the lane's tests with the sources they drive. */
async function bundleLane(outDir) {
  const node = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'node:test'];
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    define: { __filename: 'import.meta.filename' },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node20.19',
      minify: false,
      rollupOptions: {
        input: { lane: join(root, 'e2e', 'windows', 'lane.ts') },
        external: node,
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true },
  });
}

function countsIn(tap) {
  const count = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0);
  return {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  };
}

async function runLane(tools, filter) {
  const windows = await startWindows(tools);
  try {
    await bundleLane(windows.lane);
    for (const name of ['out', 'package.json'])
      cpSync(join(root, name), join(windows.lane, name), { recursive: true });
    const [tap, told] = [join(windows.lane, 'lane.tap'), join(windows.lane, 'lane.txt')];
    const stream = openSync(told, 'w');
    const args = [
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...['--test-reporter=tap', `--test-reporter-destination=${windows.inLane('lane.tap')}`],
      ...(filter === null ? [] : [`--test-name-pattern=${filter}`]),
      ...[windows.inLane('lane.mjs'), windows.inLane('out')],
    ];
    const ended = await windows.runNode(args, { seconds: laneSeconds, stdio: ['ignore', stream, stream] });
    closeSync(stream);
    const counts = countsIn(existsSync(tap) ? readFileSync(tap, 'utf8') : '');
    // a lane that was stopped, or that ended without having counted, has failed whatever it printed before
    const whole = ended.why === '' && counts.passed + counts.failed > 0;
    const agrees = (ended.code === 0) === (counts.failed === 0);
    const failed = counts.failed + (whole && agrees ? 0 : 1);
    return { ...counts, failed, text: readFileSync(told, 'utf8'), why: ended.why };
  } finally {
    windows.close();
  }
}

/**
 * Runs the built main process code under Windows semantics. `missing` says in one sentence why it could not be run
 * here; then nothing was counted.
 */
export async function testWindows({ say, filter = null }) {
  const tools = windowsTools(say);
  if (tools.missing !== undefined)
    return { passed: 0, failed: 0, skipped: 0, text: '', missing: tools.missing };
  if (isStale(root)) await buildAll();
  try {
    return await runLane(tools, filter);
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, text: error instanceof Error ? error.message : String(error) };
  }
}

async function main(args) {
  const filterAt = args.indexOf('--only');
  const filter = filterAt === -1 ? null : (args[filterAt + 1] ?? null);
  const result = await testWindows({ say: (line) => console.error(line), filter });
  const { passed, failed, skipped, text, missing } = result;
  if (missing !== undefined) {
    console.error(`not run: ${missing}`);
    console.log('0 passed, 0 failed, 0 skipped');
    return 2;
  }
  if (failed > 0 || args.includes('--verbose')) console.log(text);
  if (result.why) console.log(`the lane was ${result.why}`);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(await main(process.argv.slice(2)));
