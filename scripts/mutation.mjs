import { setPriority } from 'node:os';
import { Stryker } from '@stryker-mutator/core';

/**
 * `npm run mutation [-- AREA…]`: changes the code that decides what may be removed, one small change at a time, and shows
 * which changes no test notices. docs/mutation.md says how to read the result; reports are in .cache/mutation.
 */
const areas = {
  verdict: { mutate: ['app/cleanup/verdict.ts'], tests: ['app/cleanup/verdict.test.ts'] },
  select: { mutate: ['app/cleanup/select.ts'], tests: ['app/cleanup/select.test.ts'] },
  protected: { mutate: ['app/cleanup/protected.ts'], tests: ['app/cleanup/protected.test.ts'] },
  birth: { mutate: ['main/engine/session/birth.ts'], tests: ['main/engine/session/birth.test.ts'] },
  owners: {
    mutate: ['main/engine/session/owners.ts'],
    tests: [
      'main/engine/session/owners.test.ts',
      'main/engine/session/born-before.test.ts',
      'main/engine/session/moved-files.test.ts',
      'main/engine/session/new-roots.test.ts',
      'main/engine/session/since-view.test.ts',
      'main/engine/session/small-disk.test.ts',
    ],
  },
  sink: {
    mutate: ['main/engine/removal/sink.ts'],
    tests: ['main/engine/removal/sink.test.ts', 'main/engine/removal/sink-disposal.test.ts'],
  },
  pins: {
    mutate: [
      'main/system/folder-pins.ts',
      'main/system/linux/folder-pins.ts',
      'main/system/linux/native-pins.ts',
      'main/system/linux/folder-calls.ts',
      'main/system/portable/folder-pins.ts',
      'main/system/portable/pinned-stat.ts',
    ],
    tests: [
      'main/system/linux/folder-pins.test.ts',
      'main/system/linux/native-pins.test.ts',
      'main/system/portable/folder-pins.test.ts',
    ],
  },
};

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(areas);
const unknown = chosen.filter((area) => !(area in areas));
if (unknown.length > 0) {
  console.error(`unknown area: ${unknown.join(', ')}. Areas: ${Object.keys(areas).join(', ')}`);
  process.exit(2);
}

/** Each area by itself, because only its own tests are to notice a change in it. */
async function run(area) {
  const { mutate, tests } = areas[area];
  // not Stryker's own `testFiles`: with it, a change in a constant of a module takes effect too late to be noticed
  process.env['MUTATION_TESTS'] = tests.join(',');
  const results = await new Stryker({
    mutate,
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutation.config.ts', related: false },
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // a mutant that hangs counts as killed, so a busy computer must not look like one
    timeoutMS: 60_000,
    timeoutFactor: 4,
    ignorePatterns: ['.cache', 'out', 'out-test', 'test-results', 'playwright-report'],
    tempDirName: `.cache/mutation/sandbox-${area}`,
    reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    htmlReporter: { fileName: `.cache/mutation/${area}.html` },
    jsonReporter: { fileName: `.cache/mutation/${area}.json` },
    thresholds: { high: 100, low: 90, break: null },
    allowConsoleColors: false,
  }).runMutationTest();
  const count = (...states) => results.filter(({ status }) => states.includes(status)).length;
  return {
    area,
    mutants: results.length,
    killed: count('Killed'),
    timeout: count('Timeout'),
    survived: count('Survived'),
    'no test': count('NoCoverage'),
    error: count('CompileError', 'RuntimeError'),
  };
}

setPriority(10);
const rows = [];
for (const area of chosen) rows.push(await run(area));
console.table(rows);
