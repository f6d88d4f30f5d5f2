import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { createEntryStates } from '../ledger/entry-states.ts';
import { beginJournal } from '../ledger/journal.ts';
import type { JournalHeader } from '../ledger/journal-lines.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { holdsRunLock } from '../state/run-lock.ts';
import { carryOut } from './carry-out.ts';
import type { CarryOutDeps } from './carry-out.ts';
import { accountsIn, demandSameRoots } from './roots-check.ts';
import { closeThreads } from '../removal/runner.ts';
import { createTallyBook } from '../ledger/tally.ts';
import type { RemovalThread } from '../removal/thread-worker.ts';

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
 * The last look before a run, right before it: refuses while a messenger may run or a root is no longer what was planned,
 * and has changed nothing then.
 */
export async function demandReady(
  { rediscover, assertQuiet }: Pick<ExecuteDeps, 'rediscover' | 'assertQuiet'>,
  plan: FrozenPlan,
): Promise<Discovery> {
  const found = await rediscover();
  demandSameRoots(plan, found);
  await assertQuiet(found);
  return found;
}

/** A run that was found ready a moment ago. */
export interface ReadyRun {
  readonly plan: FrozenPlan;
  /** what `demandReady` gave */
  readonly found: Discovery;
  readonly runId: string;
  readonly mode: RemovalMode;
  readonly control: JobControl;
  /** are closed here, whatever happens */
  readonly threads: readonly RemovalThread[];
  /** what these threads have been looking at since before `found` */
  readonly ahead?: Promise<Uint8Array | null>;
}

/** Carries a frozen plan out, once, under the run lock; afterwards every planned entry is in exactly one column of the report. */
export async function execute(deps: CarryOutDeps, run: ReadyRun): Promise<ReportView> {
  const { plan, found, runId, mode, control, threads } = run;
  try {
    if (!holdsRunLock(deps.state, runId)) throw new Error('nothing is removed without the run lock');
    const header = headerOf(deps.clock.now(), plan, runId, mode, accountsIn(plan, found));
    const journal = await beginJournal(deps.state, header);
    const states = createEntryStates(plan.entryCount);
    const book = createTallyBook();
    const open = { plan, control, header, journal, states, book, foldersBefore: 0 };
    return await carryOut(deps, open, threads, run.ahead);
  } finally {
    await closeThreads(threads);
  }
}
