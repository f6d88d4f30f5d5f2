import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ReportView } from '../../../app/contract/plan-views.ts';
import type { InterruptedRun } from '../../../app/contract/views.ts';
import { isActiveRun } from '../removal/active-runs.ts';
import { reportOf } from '../removal/report.ts';
import { createTallyBook } from '../removal/tally.ts';
import { runIdSchema } from '../reports/report-schema.ts';
import { createReports, fileNamesIn } from '../reports/report-store.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { endJournal } from './journal.ts';
import type { JournalHeader } from './journal-lines.ts';
import { readJournal } from './journal-reader.ts';
import type { JournalProof } from './journal-reader.ts';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** True while another living process may still be writing this journal; its own dead runs are not it. */
function isElsewhere(header: JournalHeader): boolean {
  if (header.pid === process.pid || header.pid === 0) return false;
  try {
    process.kill(header.pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** The journal's proof, or null when there is none; a damaged journal is kept aside. */
async function proofOf(state: StateFolder, runId: string): Promise<JournalProof | null> {
  const path = join(state.path, 'runs', `${runId}.jsonl`);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new SignOffError('data-dir-unusable', { path, reason: codeOf(error) }, { cause: error });
  }
  const proof = readJournal(bytes);
  if (proof !== 'damaged') return proof.header.runId === runId ? proof : null;
  await state.setAside(path);
  return null;
}

/** The receipt that a cut-off journal supports. */
function reportOfProof(proof: JournalProof): ReportView {
  const book = createTallyBook();
  book.add(proof.tally);
  if (proof.unknown.files > 0) book.count({ ...proof.unknown, group: -1 }, 'unknown');
  if (proof.untried.files > 0) book.count({ ...proof.untried, group: -1 }, 'cancelled');
  return reportOf(proof.header, book.tally(), {
    endedAt: proof.lastAt,
    outcome: 'interrupted',
    foldersRemoved: proof.foldersRemoved,
  });
}

/** Runs that began and never told their end; those that go on in any living process are not among them. */
export async function listInterrupted(state: StateFolder): Promise<readonly InterruptedRun[]> {
  const reports = createReports(state);
  const found: InterruptedRun[] = [];
  for (const name of await fileNamesIn(state, 'runs')) {
    const runId = name.endsWith('.jsonl') ? name.slice(0, -6) : '';
    if (!runIdSchema.safeParse(runId).success || isActiveRun(state.path, runId)) continue;
    const proof = await proofOf(state, runId);
    if (proof === null || proof.hasEnded || isElsewhere(proof.header)) continue;
    if ((await reports.find(runId)) !== null) continue;
    const { startedAt, planned } = proof.header;
    found.push({ runId, startedAt, removed: proof.tally.removed.files, planned: planned.files, resumable: false });
  }
  return found.sort((a, b) => b.startedAt - a.startedAt);
}

/**
 * Ends a run that a crash cut off, saying only what its journal proves: removed for sure, failed `unknown` for the
 * batch that nobody saw the end of, kept `cancelled` for what was never tried.
 */
export async function closeInterrupted(state: StateFolder, runId: string): Promise<ReportView> {
  if (!runIdSchema.safeParse(runId).success) throw new SignOffError('run-not-found', { run: runId });
  if (isActiveRun(state.path, runId)) throw new SignOffError('busy', { run: runId });
  const reports = createReports(state);
  const proof = await proofOf(state, runId);
  const known = await reports.find(runId);
  if (known !== null) return known;
  if (proof === null || proof.hasEnded) throw new SignOffError('run-not-found', { run: runId });
  if (isElsewhere(proof.header)) throw new SignOffError('busy', { run: runId });
  const report = reportOfProof(proof);
  await reports.save(report);
  const end = { kind: 'end', at: proof.lastAt, outcome: 'interrupted' } as const;
  await endJournal(join(state.path, 'runs', `${runId}.jsonl`), proof.goodBytes, [end]);
  return report;
}
