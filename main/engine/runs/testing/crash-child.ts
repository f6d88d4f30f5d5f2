import type { RemovalMode } from '../../../../app/cleanup/outcomes.ts';
import { bestFolderPins } from '../../../testing/real-folder-pins.ts';
import { realProcessMarks } from '../../../testing/real-process-marks.ts';
import { openPlanStore } from '../../plans/plan-store.ts';
import { createReports } from '../../ledger/reports.ts';
import { withRunLock } from '../../state/run-lock.ts';
import { openStateFolder } from '../../state/state-folder.ts';
import { clock, discoveryOf } from '../../removal/testing/discovered-roots.ts';
import { runNow } from './run-now.ts';

const [statePath = '', planId = '', runId = '', mode = '', bin = '', workers = ''] = process.argv.slice(2);

const state = await openStateFolder(statePath, clock);
const plan = await openPlanStore(state, clock).loadSpent(planId);
const deps = {
  place: { kind: 'threads', folder: workers, count: 2 } as const,
  pins: bestFolderPins,
  style: 'posix' as const,
  state,
  reports: createReports(state),
  clock,
  assertQuiet: () => Promise.resolve(),
  rediscover: () => Promise.resolve(discoveryOf(plan.roots)),
  trash: () => ({ kind: 'xdg' as const, dataHome: bin }),
};
const control = { signal: new AbortController().signal, progress: () => undefined };
process.stdout.write('go\n');
await withRunLock(state, realProcessMarks, runId, () =>
  runNow(deps, { plan, runId, mode: mode as RemovalMode, control }),
);
