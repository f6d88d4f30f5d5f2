import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { RemovalMode } from '../../../../app/cleanup/outcomes.ts';
import type { ReportView } from '../../../../app/contract/runs.ts';
import type { FolderPins } from '../../../system/ports.ts';
import type { JobControl, ProgressUpdate } from '../../jobs/jobs.ts';
import type { FrozenPlan } from '../../plans/frozen-plan.ts';
import { createReports } from '../../ledger/reports.ts';
import { withRunLock } from '../../state/run-lock.ts';
import { openStateFolder } from '../../state/state-folder.ts';
import { clock, discoveryOf, testMarks } from '../../removal/testing/discovered-roots.ts';
import type { ExecuteDeps } from '../execute.ts';
import { runNow } from './run-now.ts';

export { clock, discoveryOf, testMarks, testPlatform } from '../../removal/testing/discovered-roots.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** A new temporary folder, removed when the test file ends. */
export function makeFolder(prefix = 'signoff-test-'): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  made.push(folder);
  return folder;
}

export interface Trial {
  readonly deps: ExecuteDeps;
  readonly updates: readonly ProgressUpdate[];
  readonly abort: AbortController;
  readonly control: JobControl;
  /** called in addition to storing the update in `updates` */
  onProgress(listener: (update: ProgressUpdate) => void): void;
  run(runId?: string, mode?: RemovalMode): Promise<ReportView>;
}

/** Everything that `execute` needs around a plan; real except for the process list and discovery. */
export async function trialOf(
  plan: FrozenPlan,
  pins: () => FolderPins,
  change: Partial<ExecuteDeps> = {},
): Promise<Trial> {
  const state = change.state ?? (await openStateFolder(makeFolder('signoff-state-'), clock));
  const deps: ExecuteDeps = {
    place: { kind: 'inline' },
    pins,
    style: 'posix',
    state,
    reports: createReports(state),
    clock,
    assertQuiet: () => Promise.resolve(),
    rediscover: () => Promise.resolve(discoveryOf(plan.roots)),
    ...change,
  };
  const abort = new AbortController();
  const updates: ProgressUpdate[] = [];
  let listener: (update: ProgressUpdate) => void = () => undefined;
  const control: JobControl = {
    signal: abort.signal,
    progress(update) {
      updates.push(update);
      listener(update);
    },
  };
  return {
    deps,
    updates,
    abort,
    control,
    onProgress: (next) => void (listener = next),
    run: (runId = 'run-1', mode = 'delete') =>
      withRunLock(state, testMarks, runId, () => runNow(deps, { plan, runId, mode, control })),
  };
}
