import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Platform } from '../../../../app/platforms/platform.ts';
import type { RemovalMode, ReportView } from '../../../../app/contract/plan-views.ts';
import type { FolderPins, ProcessMarks } from '../../../system/ports.ts';
import type { Discovery, Root } from '../../discovery/discovery.ts';
import type { JobControl, ProgressUpdate } from '../../jobs/jobs.ts';
import type { FrozenPlan, PlanRoot } from '../../planning/frozen-plan.ts';
import { createReports } from '../../reports/report-store.ts';
import { withRunLock } from '../../state/run-lock.ts';
import { openStateFolder } from '../../state/state-folder.ts';
import { execute } from '../execute.ts';
import type { ExecuteDeps } from '../execute.ts';

export const clock = { now: () => Date.now() };

/** Marks for tests that have no second process. */
export const testMarks: ProcessMarks = { markOf: (pid) => `test:${pid}` };

export const testPlatform: Platform = {
  id: 'wechat-4-linux',
  product: 'wechat',
  line: '4.x',
  system: 'linux',
  support: 'clean',
  data: {
    rules: [],
    shape: { folder: 'all_users' },
    accounts: '*',
    accountShape: { folder: 'db_storage' },
    notAccounts: [],
    accountKey: 'folder',
  },
  state: [],
  locations: [],
  signIn: { autoLogin: [], remembered: [] },
  processes: [],
};

/** The discovery that finds exactly these roots. */
export function discoveryOf(roots: readonly PlanRoot[], change: Partial<Root> = {}): Discovery {
  return {
    at: 0,
    notes: [],
    lookedIn: [],
    roots: roots.map((root) => ({
      id: root.id,
      platform: testPlatform,
      kind: 'data',
      path: root.realPath,
      realPath: root.realPath,
      identity: root.identity,
      layout: 'recognised',
      access: 'ok',
      foundBy: [],
      accounts: [
        {
          id: 'account-1',
          rootId: root.id,
          folder: 'wxid_a',
          key: 'wxid_a',
          displayName: null,
          access: 'ok',
        },
      ],
      accountIdByKey: new Map(),
      ...change,
    })),
  };
}

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new temporary folder that is gone when the test file ends. */
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
  /** besides being kept in `updates` */
  onProgress(listener: (update: ProgressUpdate) => void): void;
  run(runId?: string, mode?: RemovalMode): Promise<ReportView>;
}

/** Everything that `execute` needs around a plan, real but for the process list and discovery. */
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
      withRunLock(state, testMarks, runId, () => execute(deps, plan, runId, mode, control)),
  };
}
