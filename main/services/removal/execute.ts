import type { RemovalMode, ReportView } from '../../../app/contract/plan-views.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { createEntryStates } from '../journal/entry-states.ts';
import { beginJournal } from '../journal/journal.ts';
import type { JournalHeader } from '../journal/journal-lines.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { holdsRunLock } from '../state/run-lock.ts';
import { carryOut } from './carry-out.ts';
import type { CarryOutDeps } from './carry-out.ts';
import { accountsIn, demandSameRoots } from './roots-check.ts';
import { closeThreads, startThreads } from './runner.ts';
import { createTallyBook } from './tally.ts';
import type { RemovalThread } from './thread-seat.ts';

export interface ExecuteDeps extends CarryOutDeps {
  /** throws `messenger-running` or `messenger-unknown` for what was found just now; the last thing before anything is touched */
  readonly assertQuiet: (found: Discovery) => Promise<void>;
  /** looks at the disk again, never at an earlier answer */
  readonly rediscover: () => Promise<Discovery>;
}

function headerOf(
  startedAt: number,
  plan: FrozenPlan,
  runId: string,
  mode: RemovalMode,
  accounts: ReportView['accounts'],
): JournalHeader {
  return {
    kind: 'header',
    version: 2,
    runId,
    planId: plan.view.id,
    mode,
    selection: plan.view.selection,
    startedAt,
    pid: process.pid,
    entries: plan.entryCount,
    planned: plan.view.total,
    groups: plan.view.groups,
    accounts,
  };
}

/**
 * Carries a frozen plan out, once, under the run lock. Refuses before anything is touched while a messenger may run or
 * a root is no longer what was planned; afterwards every planned entry is in exactly one column of the report.
 */
export async function execute(
  deps: ExecuteDeps,
  plan: FrozenPlan,
  runId: string,
  mode: RemovalMode,
  control: JobControl,
  threads: readonly RemovalThread[] = startThreads(deps.place),
): Promise<ReportView> {
  try {
    if (!holdsRunLock(deps.state, runId)) throw new Error('nothing is removed without the run lock');
    const discovery = await deps.rediscover();
    demandSameRoots(plan, discovery);
    await deps.assertQuiet(discovery);
    const header = headerOf(deps.clock.now(), plan, runId, mode, accountsIn(plan, discovery));
    const journal = await beginJournal(deps.state, header);
    const states = createEntryStates(plan.entryCount);
    const book = createTallyBook();
    return await carryOut(deps, { plan, control, header, journal, states, book, foldersBefore: 0 }, threads);
  } finally {
    await closeThreads(threads);
  }
}
