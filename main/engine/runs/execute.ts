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
import { createTallyBook } from '../ledger/tally.ts';

export interface ExecuteDeps extends CarryOutDeps {
  /**
   * throws `messenger-running` or `messenger-unknown` by a fresh process list; the last check before anything is
   * touched
   */
  readonly assertQuiet: (found: Discovery) => Promise<void>;
  /** always reads the disk, never a cached answer */
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
 * The last check right before a run. Throws while a messenger may be running or if a root is no longer the planned
 * one; changes nothing.
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

/** A run that has just passed `demandReady`. */
export interface ReadyRun {
  readonly plan: FrozenPlan;
  /** the result of `demandReady` */
  readonly found: Discovery;
  readonly runId: string;
  readonly mode: RemovalMode;
  readonly control: JobControl;
}

/**
 * Carries a frozen plan out once, under the run lock. Afterwards every planned entry is in exactly one column of the
 * report.
 */
export async function execute(deps: CarryOutDeps, run: ReadyRun): Promise<ReportView> {
  const { plan, found, runId, mode, control } = run;
  if (!holdsRunLock(deps.state, runId)) throw new Error('nothing is removed without the run lock');
  const header = headerOf(deps.clock.now(), plan, runId, mode, accountsIn(plan, found));
  const journal = await beginJournal(deps.state, header);
  const states = createEntryStates(plan.entryCount);
  const book = createTallyBook();
  return carryOut(deps, { plan, control, header, journal, states, book, foldersBefore: 0 });
}
