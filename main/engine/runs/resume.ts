import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { openProof } from './interrupted.ts';
import { continueJournal } from '../ledger/journal.ts';
import { readJournal } from '../ledger/journal-reader.ts';
import type { JournalProof } from '../ledger/journal-reader.ts';
import { reconcile } from './reconcile.ts';
import type { ReconcileDeps } from './reconcile.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { holdsRunLock } from '../state/run-lock.ts';
import { carryOut } from './carry-out.ts';
import type { ExecuteDeps } from './execute.ts';
import { demandRootsInPlace } from './roots-check.ts';
import { createTallyBook } from '../ledger/tally.ts';

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
 * Resumes an interrupted run, under the run lock. Looks up what its journal left open, records it, then removes only
 * what is left. Refuses like `execute` before touching anything. A cancel during the lookup throws `cancelled`; the
 * run stays resumable.
 */
export async function resume(
  deps: ExecuteDeps & ReconcileDeps,
  plan: FrozenPlan,
  runId: string,
  control: JobControl,
): Promise<ReportView> {
  if (!holdsRunLock(deps.state, runId)) throw new Error('nothing is removed without the run lock');
  const proof = await openProof(deps, runId);
  demandSamePlan(proof, plan);
  const found = await deps.rediscover();
  demandRootsInPlace(plan, found);
  await deps.assertQuiet(found);
  const path = join(deps.state.path, 'runs', `${runId}.jsonl`);
  const journal = await continueJournal(path, proof);
  try {
    const { lines, isStopped } = await reconcile(deps, plan, proof, control);
    await journal.write({ kind: 'resume', at: deps.clock.now(), pid: process.pid }, ...lines);
    if (isStopped) throw new SignOffError('cancelled');
  } catch (error) {
    await journal.close();
    throw error;
  }
  const now = readJournal(await readFile(path));
  if (typeof now === 'string') {
    await journal.close();
    throw new SignOffError('run-not-resumable', { run: runId });
  }
  const book = createTallyBook();
  book.add(now.tally);
  const { header, states, foldersRemoved } = now;
  return carryOut(deps, { plan, control, header, journal, states, book, foldersBefore: foldersRemoved });
}
