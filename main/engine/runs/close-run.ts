import { SignOffError } from '../../../app/contract/errors.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { BatchHeader } from '../batches/index-lines.ts';
import { batchIdOf } from '../batches/places.ts';
import type { EntryStates } from '../ledger/entry-states.ts';
import { continueJournal } from '../ledger/journal.ts';
import type { JournalHeader } from '../ledger/journal-lines.ts';
import { countLivesOn } from '../ledger/lives-on.ts';
import type { JournalProof } from '../ledger/journal-reader.ts';
import { reportOf } from '../ledger/reports.ts';
import { createTallyBook } from '../ledger/tally.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { finishPart } from '../quarantine/unfinished.ts';
import type { FolderAmount } from '../quarantine/unfinished.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { journalPath, proofOf, removeJournal, unfinishedRun } from './interrupted.ts';
import type { InterruptedDeps } from './interrupted.ts';
import { reconcile } from './reconcile.ts';
import type { Reconciled, ReconcileDeps } from './reconcile.ts';

export function batchHeaderOf(header: JournalHeader, plan: FrozenPlan): BatchHeader {
  return {
    runId: header.runId,
    at: header.startedAt,
    roots: plan.roots.map(({ realPath, identity }) => ({ realPath, identity })),
    accounts: header.accounts.map(({ accountId, folder }) => ({ accountId, folder })),
  };
}

interface Known {
  readonly plan: FrozenPlan;
  readonly states: EntryStates;
  /** amounts in folders that this process moved as wholes */
  readonly movedAmounts?: ReadonlyMap<number, Amount>;
}

/** Amount per folder. Computes the sums lazily, on the first folder whose amount the run does not know. */
function amountsOf({ plan, states, movedAmounts }: Known): FolderAmount {
  let own: Float64Array | null = null;
  const sums = (): Float64Array => {
    const columns = new Float64Array(plan.folderCount * 3);
    plan.eachEntry((entry, folder, _group, bytes, allocated) => {
      if (states.outcomeOf(entry) !== 'quarantined') return;
      const at = folder * 3;
      columns[at] = (columns[at] ?? 0) + 1;
      columns[at + 1] = (columns[at + 1] ?? 0) + bytes;
      columns[at + 2] = (columns[at + 2] ?? 0) + allocated;
    });
    return columns;
  };
  return (folder): Amount => {
    const known = movedAmounts?.get(folder);
    if (known !== undefined) return known;
    own ??= sums();
    const sum = { files: 0, bytes: 0, allocated: 0 };
    for (let at = folder; at < (plan.tree.ends[folder] ?? folder + 1); at += 1) {
      sum.files += own[at * 3] ?? 0;
      sum.bytes += own[at * 3 + 1] ?? 0;
      sum.allocated += own[at * 3 + 2] ?? 0;
    }
    return sum;
  };
}

/** Completes the run's quarantine batch, however the run ended; null when nothing was quarantined. */
export async function finishBatch(
  state: StateFolder,
  header: JournalHeader,
  known: Known | null,
): Promise<string | null> {
  if (header.mode !== 'quarantine') return null;
  const batchId = batchIdOf(header.runId);
  const held =
    known === null
      ? await finishPart(state, batchId, null)
      : await finishPart(state, batchId, batchHeaderOf(header, known.plan), amountsOf(known));
  return held === null ? null : batchId;
}

/** The receipt that an interrupted journal proves. */
function reportOfProof(
  proof: JournalProof,
  quarantineId: string | null,
  plan: FrozenPlan | null,
): ReportView {
  const book = createTallyBook();
  book.add(proof.tally);
  if (proof.unknown.files > 0) book.count({ ...proof.unknown, group: -1 }, 'unknown');
  if (proof.untried.files > 0) book.count({ ...proof.untried, group: -1 }, 'cancelled');
  const livesOn = plan === null ? null : countLivesOn(plan, proof.states, book, 'cancelled');
  return reportOf(proof.header, book.tally(), {
    livesOn,
    endedAt: proof.lastAt,
    outcome: 'interrupted',
    foldersRemoved: proof.foldersRemoved,
    quarantineId,
  });
}

const nothingFound: Reconciled = { lines: [], isStopped: false };

/**
 * Returns `instead` when the run's batch was modified: its entries stay unknown, and the closed run's part can be
 * purged.
 */
async function unlessDamaged<Value>(work: () => Promise<Value>, instead: Value): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SignOffError && error.code === 'quarantine-damaged') return instead;
    throw error;
  }
}

/** Looks up announced entries without an outcome, if the plan is available, and writes the result to the journal. */
async function lookedUp(deps: ReconcileDeps, plan: FrozenPlan | null, proof: JournalProof) {
  const { header } = proof;
  if (plan?.view.id !== header.planId || plan.entryCount !== header.entries) return proof;
  const { lines } = await unlessDamaged(() => reconcile(deps, plan, proof), nothingFound);
  if (lines.length === 0) return proof;
  const path = journalPath(deps.state, header.runId);
  const journal = await continueJournal(path, proof);
  try {
    await journal.write({ kind: 'resume', at: deps.clock.now(), pid: process.pid }, ...lines);
  } finally {
    await journal.close();
  }
  const now = await proofOf(deps.state, header.runId);
  if (now === null) throw new SignOffError('run-not-found', { run: header.runId });
  return now;
}

/**
 * Closes a run that was cut off or stopped, under the run lock. Removed: proved by the journal or, with the plan, by
 * the disk. Failed `unknown`: cannot be determined. Kept `cancelled`: never tried. A stopped run has its receipt
 * already, so closing takes only the journal that it could be resumed with.
 */
export async function closeRun(
  deps: InterruptedDeps & ReconcileDeps,
  runId: string,
  plan: FrozenPlan | null,
): Promise<ReportView> {
  const { state, reports } = deps;
  const run = await unfinishedRun(deps, runId);
  if (run.isStopped) {
    await removeJournal(state, runId);
    return reports.get(runId);
  }
  const proof = await lookedUp(deps, plan, run.proof);
  const known = plan === null ? null : { plan, states: proof.states };
  const { header } = proof;
  const batchId = await unlessDamaged(() => finishBatch(state, header, known), batchIdOf(header.runId));
  const report = reportOfProof(proof, batchId, plan);
  await reports.save(report);
  const journal = await continueJournal(journalPath(state, runId), proof);
  await journal.write({ kind: 'end', at: proof.lastAt, outcome: 'interrupted' });
  await journal.close();
  return report;
}
