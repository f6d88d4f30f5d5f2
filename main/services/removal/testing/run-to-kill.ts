import type { RemovalMode } from '../../../../app/contract/plan-views.ts';
import { bestFolderPins } from '../../../testing/real-folder-pins.ts';
import { realProcessMarks } from '../../../testing/real-process-marks.ts';
import { openPlanStore } from '../../planning/plan-store.ts';
import { createReports } from '../../reports/report-store.ts';
import { withRunLock } from '../../state/run-lock.ts';
import { openStateFolder } from '../../state/state-folder.ts';
import { execute } from '../execute.ts';

/** A run in a process of its own, for a test that kills it: says `begun` when the run lock is held. */
const [statePath = '', planId = '', mode = '', folder = '', dataHome = ''] = process.argv.slice(2);
const clock = { now: () => Date.now() };
const state = await openStateFolder(statePath, clock);
const plan = await openPlanStore(state, clock).loadSpent(planId);
const discovery = {
  at: 0,
  notes: [],
  lookedIn: [],
  roots: plan.roots.map((root) => ({
    ...root,
    platform: { support: 'clean' } as never,
    kind: 'data' as const,
    path: root.realPath,
    layout: 'recognised' as const,
    access: 'ok' as const,
    foundBy: [],
    accounts: [],
    accountIdByKey: new Map<string, string>(),
  })),
};
await withRunLock(state, realProcessMarks, 'r-kill', async () => {
  process.stdout.write('begun\n');
  await execute(
    {
      place: { kind: 'threads', folder, count: 2 },
      pins: bestFolderPins,
      style: 'posix',
      state,
      reports: createReports(state),
      clock,
      trash: () => ({ kind: 'xdg', dataHome }),
      assertQuiet: () => Promise.resolve(),
      rediscover: () => Promise.resolve(discovery),
    },
    plan,
    'r-kill',
    mode as RemovalMode,
    { signal: new AbortController().signal, progress: () => undefined },
  );
});
