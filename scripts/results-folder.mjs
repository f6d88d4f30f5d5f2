import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const all = join(import.meta.dirname, '..', 'test-results');

/** Environment variable by which `npm test` gives its stages the results folder of the run. */
const variable = 'SIGNOFF_TEST_RESULTS';

/** Where a stage leaves its report and pictures. */
export function resultsFolder() {
  return process.env[variable] ?? all;
}

function hasEnded(pid) {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Makes the results folder of this run of `npm test` and removes those of runs that have ended. */
export function makeResultsFolder() {
  mkdirSync(all, { recursive: true });
  for (const name of readdirSync(all)) {
    const pid = /^run-(\d+)$/.exec(name)?.[1];
    if (pid === undefined || hasEnded(Number(pid))) rmSync(join(all, name), { recursive: true, force: true });
  }
  const folder = join(all, `run-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  process.env[variable] = folder;
  return folder;
}
