import { SignOffError } from '../../../app/contract/errors.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { readRegular, sizeLimits } from '../fs/regular-file.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { createEntryStates } from '../ledger/entry-states.ts';
import { beginJournal, continueJournal } from '../ledger/journal.ts';
import type { JournalHeader } from '../ledger/journal-lines.ts';
import { readJournal } from '../ledger/journal-reader.ts';
import type { JournalProof } from '../ledger/journal-reader.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { holdsRunLock } from '../state/run-lock.ts';
import { createTallyBook } from '../ledger/tally.ts';
import { carryOut } from './carry-out.ts';
import type { CarryOutDeps } from './carry-out.ts';
import { journalPath, unfinishedRun } from './interrupted.ts';
import { accountsIn, rootsIn, demandRootsInPlace, demandSameRoots } from './plan-roots.ts';
import { reconcile } from './reconcile.ts';
import type { ReconcileDeps } from './reconcile.ts';

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
    version: 3,
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
    roots: rootsIn(plan),
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

/** Throws `run-not-resumable` unless the plan is the one in the journal. */
export function demandSamePlan(proof: JournalProof, plan: FrozenPlan): void {
  const { header } = proof;
  const isSame =
    plan.view.id === header.planId &&
    plan.entryCount === header.entries &&
    plan.view.total.bytes === header.planned.bytes &&
    plan.view.total.files === header.planned.files;
  if (!isSame) throw new SignOffError('run-not-resumable', { run: header.runId });
}

/**
 * Resumes a run that was cut off or stopped, under the run lock. Looks up what its journal left open, records it, then
 * removes only what is left. Refuses like `execute` before touching anything. A cancel during the lookup throws
 * `cancelled`; the run stays resumable.
 */
export async function resume(
  deps: ExecuteDeps & ReconcileDeps,
  plan: FrozenPlan,
  runId: string,
  control: JobControl,
): Promise<ReportView> {
  if (!holdsRunLock(deps.state, runId)) throw new Error('nothing is removed without the run lock');
  const { proof } = await unfinishedRun(deps, runId);
  demandSamePlan(proof, plan);
  const found = await deps.rediscover();
  demandRootsInPlace(plan, found);
  await deps.assertQuiet(found);
  const path = journalPath(deps.state, runId);
  const journal = await continueJournal(path, proof);
  try {
    const { lines, isStopped } = await reconcile(deps, plan, proof, control);
    await journal.write({ kind: 'resume', at: deps.clock.now(), pid: process.pid }, ...lines);
    if (isStopped) throw new SignOffError('cancelled');
  } catch (error) {
    await journal.close();
    throw error;
  }
  const now = readJournal(await readRegular(path, sizeLimits.list));
  if (typeof now === 'string') {
    await journal.close();
    throw new SignOffError('run-not-resumable', { run: runId });
  }
  const book = createTallyBook();
  book.add(now.tally);
  const { header, states, foldersRemoved } = now;
  return carryOut(deps, { plan, control, header, journal, states, book, foldersBefore: foldersRemoved });
}
