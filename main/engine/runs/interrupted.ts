import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { InterruptedRun, ReportView } from '../../../app/contract/runs.ts';
import { idSchema } from '../../../app/contract/shapes.ts';
import type { ProcessMarks } from '../../system/ports.ts';
import { planPaths, readPlanHead } from '../plans/plan-file.ts';
import { fileNamesIn } from '../ledger/reports.ts';
import type { Reports } from '../ledger/reports.ts';
import { runLockHolder } from '../state/run-lock.ts';
import { otherFormatError } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { readJournal } from '../ledger/journal-reader.ts';
import type { JournalProof } from '../ledger/journal-reader.ts';
import { errorCode, writeFailure } from '../fs/errors.ts';
import { NotReadable, readRegular, sizeLimits } from '../fs/regular-file.ts';

export interface InterruptedDeps {
  readonly state: StateFolder;
  readonly reports: Reports;
}

export function journalPath(state: StateFolder, runId: string): string {
  return join(state.path, 'runs', `${runId}.jsonl`);
}

/** Removes a journal: nothing of its run can be resumed any more. */
export async function removeJournal(state: StateFolder, runId: string): Promise<void> {
  const path = journalPath(state, runId);
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw writeFailure(path, error);
  }
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

/** `cut-off`: it did not end; `stopped`: its user ended it before everything planned was tried. */
type RunState = 'ended' | 'cut-off' | 'stopped';

/** Something planned was not tried before the run ended. */
function hasRest({ untried, unknown, tally }: JournalProof): boolean {
  return untried.files + unknown.files > 0 || tally.kept.some(({ reason }) => reason === 'cancelled');
}

function stateOf(proof: JournalProof, report: ReportView | null): RunState {
  if (report === null) return proof.hasEnded ? 'ended' : 'cut-off';
  // a receipt is saved before the end line, so only a stop leaves a receipt and something to resume
  if (report.outcome !== 'cancelled' || !hasRest(proof)) return 'ended';
  return proof.hasEnded ? 'stopped' : 'cut-off';
}

/** A run that can be resumed or closed. */
export interface UnfinishedRun {
  readonly proof: JournalProof;
  readonly isStopped: boolean;
}

async function unfinished(deps: InterruptedDeps, proof: JournalProof): Promise<UnfinishedRun | null> {
  const runState = stateOf(proof, await deps.reports.find(proof.header.runId));
  return runState === 'ended' ? null : { proof, isStopped: runState === 'stopped' };
}

/** The named run, if it can be resumed or closed. Throws `run-not-found`, or `other-format` for its journal. */
export async function unfinishedRun(deps: InterruptedDeps, runId: string): Promise<UnfinishedRun> {
  const missing = new SignOffError('run-not-found', { run: runId });
  if (!idSchema.safeParse(runId).success) throw missing;
  const proof = await proofOf(deps.state, runId);
  if (proof === null) throw deps.state.otherFormatError(journalPath(deps.state, runId)) ?? missing;
  const run = await unfinished(deps, proof);
  if (run === null) throw missing;
  return run;
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

/** Every run that can be resumed or closed. */
async function unfinishedRuns(
  deps: InterruptedDeps,
  isLeftOut: (runId: string) => boolean,
): Promise<readonly UnfinishedRun[]> {
  const found: UnfinishedRun[] = [];
  for (const name of await fileNamesIn(deps.state, 'runs')) {
    const runId = name.endsWith('.jsonl') ? name.slice(0, -6) : '';
    if (!idSchema.safeParse(runId).success || isLeftOut(runId)) continue;
    const proof = await proofOf(deps.state, runId);
    const run = proof === null ? null : await unfinished(deps, proof);
    if (run !== null) found.push(run);
  }
  return found;
}

/**
 * Ids of the plans that unfinished runs need to resume, including an active run's. Throws `other-format` for a journal
 * of another format, because its plan is unknown.
 */
export async function plansInUse(deps: InterruptedDeps): Promise<ReadonlySet<string>> {
  const runsLeft = await unfinishedRuns(deps, () => false);
  const runs = join(deps.state.path, 'runs', '');
  const other = deps.state.otherFormats().find(({ path }) => path.startsWith(runs));
  if (other !== undefined) throw otherFormatError(other);
  return new Set(runsLeft.map(({ proof }) => proof.header.planId));
}

/** Runs that were cut off or stopped, except the one active in a living process; the newest first. */
export async function listInterrupted(
  deps: InterruptedDeps,
  marks: ProcessMarks,
): Promise<readonly InterruptedRun[]> {
  const found: InterruptedRun[] = [];
  const active = await runLockHolder(deps.state, marks);
  for (const { proof, isStopped } of await unfinishedRuns(deps, (runId) => runId === active)) {
    const { header, tally } = proof;
    const { runId, startedAt, mode, selection, planned, planId } = header;
    const resumable = await hasPlan(deps.state, planId);
    const counts = { removed: tally.removed.files, planned: planned.files };
    found.push({ runId, startedAt, mode, level: selection.level, ...counts, resumable, stopped: isStopped });
  }
  return found.sort((a, b) => b.startedAt - a.startedAt);
}

async function isOpen(deps: InterruptedDeps, runId: string): Promise<boolean> {
  try {
    const proof = await readProof(deps.state, runId);
    if (proof === 'older' || proof === 'newer') return true;
    return proof !== null && proof !== 'damaged' && (await unfinished(deps, proof)) !== null;
  } catch (error) {
    // an unreadable journal may belong to an open run
    if (error instanceof SignOffError) return true;
    throw error;
  }
}

/** True when a receipt or an end line proves that the run has ended and nothing of it can be resumed. Read-only. */
export async function hasRunEnded({ state, reports }: InterruptedDeps, runId: string): Promise<boolean> {
  const report = await reports.find(runId);
  const proof = await readProof(state, runId);
  if (proof === null || typeof proof === 'string') return report !== null;
  return stateOf(proof, report) === 'ended';
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
