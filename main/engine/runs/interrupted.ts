import { join } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { InterruptedRun } from '../../../app/contract/runs.ts';
import { idSchema } from '../../../app/contract/shapes.ts';
import type { ProcessMarks } from '../../system/ports.ts';
import { planPaths, readPlanHead } from '../planning/plan-file.ts';
import { fileNamesIn } from '../ledger/reports.ts';
import type { Reports } from '../ledger/reports.ts';
import { runLockHolder } from '../state/run-lock.ts';
import { otherFormatError } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { readJournal } from '../ledger/journal-reader.ts';
import type { JournalProof } from '../ledger/journal-reader.ts';
import { errorCode } from '../fs/errors.ts';
import { NotReadable, readRegular, sizeLimits } from '../fs/regular-file.ts';

export interface InterruptedDeps {
  readonly state: StateFolder;
  readonly reports: Reports;
}

export function journalPath(state: StateFolder, runId: string): string {
  return join(state.path, 'runs', `${runId}.jsonl`);
}

/** The journal's proof, or null when there is none. Read-only. */
async function readProof(
  state: StateFolder,
  runId: string,
): Promise<JournalProof | 'damaged' | 'older' | 'newer' | null> {
  const path = journalPath(state, runId);
  let bytes: Buffer;
  try {
    bytes = await readRegular(path, sizeLimits.list);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    if (error instanceof NotReadable) return 'damaged';
    throw new SignOffError('data-dir-unusable', { path, reason: errorCode(error) }, { cause: error });
  }
  // cut off within its first line: nothing was announced, so nothing was touched
  if (!bytes.includes('\n')) return null;
  const proof = readJournal(bytes);
  return typeof proof === 'string' || proof.header.runId === runId ? proof : null;
}

/**
 * Like `readProof`, but moves a damaged journal aside; its run's quarantine then counts as an unfinished batch. Leaves a
 * journal of another format where it is.
 */
export async function proofOf(state: StateFolder, runId: string): Promise<JournalProof | null> {
  const proof = await readProof(state, runId);
  if (proof === null || typeof proof !== 'string') return proof;
  const path = journalPath(state, runId);
  if (proof === 'damaged') await state.setAside(path);
  else state.noteOtherFormat({ path, format: proof });
  return null;
}

/** The proof of a run that started and has not ended. Throws `run-not-found`, or `other-format` for its journal. */
export async function openProof({ state, reports }: InterruptedDeps, runId: string): Promise<JournalProof> {
  const missing = new SignOffError('run-not-found', { run: runId });
  if (!idSchema.safeParse(runId).success) throw missing;
  const proof = await proofOf(state, runId);
  if (proof === null) throw state.otherFormatError(journalPath(state, runId)) ?? missing;
  if (proof.hasEnded || (await reports.find(runId)) !== null) throw missing;
  return proof;
}

/**
 * True when the plan's file is readable. Looking up announced entries needs it; without it a run can only be closed.
 */
async function hasPlan(state: StateFolder, planId: string): Promise<boolean> {
  const paths = planPaths(state, planId);
  if (paths === null) return false;
  try {
    return (await readPlanHead(paths.file)).id === planId;
  } catch {
    return false;
  }
}

/** The proofs of runs that have neither an end line nor a receipt. */
async function openProofs(
  { state, reports }: InterruptedDeps,
  isLeftOut: (runId: string) => boolean,
): Promise<readonly JournalProof[]> {
  const found: JournalProof[] = [];
  for (const name of await fileNamesIn(state, 'runs')) {
    const runId = name.endsWith('.jsonl') ? name.slice(0, -6) : '';
    if (!idSchema.safeParse(runId).success || isLeftOut(runId)) continue;
    const proof = await proofOf(state, runId);
    if (proof === null || proof.hasEnded || (await reports.find(runId)) !== null) continue;
    found.push(proof);
  }
  return found;
}

/**
 * Ids of the plans that unfinished runs need to resume, including an active run's. Throws `other-format` for a journal
 * of another format, because its plan is unknown.
 */
export async function plansInUse(deps: InterruptedDeps): Promise<ReadonlySet<string>> {
  const proofs = await openProofs(deps, () => false);
  const runs = join(deps.state.path, 'runs', '');
  const other = deps.state.otherFormats().find(({ path }) => path.startsWith(runs));
  if (other !== undefined) throw otherFormatError(other);
  return new Set(proofs.map(({ header }) => header.planId));
}

/** Runs that started and did not end, except the one active in a living process. */
export async function listInterrupted(
  deps: InterruptedDeps,
  marks: ProcessMarks,
): Promise<readonly InterruptedRun[]> {
  const found: InterruptedRun[] = [];
  const active = await runLockHolder(deps.state, marks);
  for (const { header, tally } of await openProofs(deps, (runId) => runId === active)) {
    const { runId, startedAt, mode, selection, planned, planId } = header;
    const resumable = await hasPlan(deps.state, planId);
    const counts = { removed: tally.removed.files, planned: planned.files };
    found.push({ runId, startedAt, mode, level: selection.level, ...counts, resumable });
  }
  return found.sort((a, b) => b.startedAt - a.startedAt);
}

async function isOpen({ state, reports }: InterruptedDeps, runId: string): Promise<boolean> {
  try {
    const proof = await readProof(state, runId);
    if (proof === 'older' || proof === 'newer') return true;
    if (proof === null || proof === 'damaged' || proof.hasEnded) return false;
    return (await reports.find(runId)) === null;
  } catch (error) {
    // an unreadable journal may belong to an open run
    if (error instanceof SignOffError) return true;
    throw error;
  }
}

/** True when a receipt or an end line proves that the run has ended. Read-only. */
export async function hasRunEnded({ state, reports }: InterruptedDeps, runId: string): Promise<boolean> {
  if ((await reports.find(runId)) !== null) return true;
  const proof = await readProof(state, runId);
  return proof !== null && typeof proof !== 'string' && proof.hasEnded;
}

/** Every active run, and every run that can be resumed or closed. Read-only. */
export async function openRuns(deps: InterruptedDeps, marks: ProcessMarks): Promise<readonly string[]> {
  const active = await runLockHolder(deps.state, marks);
  const open = active === null ? [] : [active];
  for (const name of await fileNamesIn(deps.state, 'runs')) {
    const runId = name.endsWith('.jsonl') ? name.slice(0, -6) : '';
    if (!idSchema.safeParse(runId).success || runId === active) continue;
    if (await isOpen(deps, runId)) open.push(runId);
  }
  return open;
}
