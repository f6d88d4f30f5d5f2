import { createHash } from 'node:crypto';
import type { ReportView } from '../../../app/contract/runs.ts';

/**
 * 16 hex digits over what a run did and what the second look found, to see later that a receipt and the card that was
 * taken along belong together. Not a signature: every program that reads the receipt can compute it.
 */
export function reportDigest(report: ReportView): string {
  const { runId, mode, startedAt, endedAt, planned, removed, kept, failed, verification } = report;
  const looked = verification === null ? null : [verification.at, verification.outcome, verification.verdict];
  const told = [runId, mode, startedAt, endedAt, planned, removed, kept, failed, looked];
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 16);
}
