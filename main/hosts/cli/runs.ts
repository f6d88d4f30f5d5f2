import type { InterruptedRun, ReportView, VerificationView } from '../../../app/contract/runs.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { call } from './call.ts';
import type { CommandContext } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { finishJob } from './follow-job.ts';
import { UsageError } from './usage-error.ts';

/** All receipts, newest first. */
export async function allReports(context: CommandContext): Promise<readonly ReportView[]> {
  const reports = await call(context.client, 'reports.list', {});
  return reports.toSorted((a, b) => b.startedAt - a.startedAt);
}

/** The requested receipt. Closes an interrupted run from its journal, but only if it cannot resume. */
export async function reportOf(context: CommandContext, runId: string): Promise<ReportView> {
  const { client } = context;
  const { interrupted } = await call(client, 'status.get', {});
  const cutOff = interrupted.find((run) => run.runId === runId);
  if (cutOff?.resumable === true) throw new UsageError('run-unfinished', { run: runId });
  if (cutOff !== undefined) return call(client, 'runs.close', { runId });
  return call(client, 'reports.get', { runId });
}

/** The named run, or the latest one. */
export async function runToShow(context: CommandContext): Promise<string> {
  const { operand } = context.invocation;
  if (operand !== null) return operand;
  const { interrupted } = await call(context.client, 'status.get', {});
  const reports = await allReports(context);
  const runs = [...interrupted, ...reports].toSorted((a, b) => b.startedAt - a.startedAt);
  const [latest] = runs;
  if (latest === undefined) throw new UsageError('no-run-yet', {});
  return latest.runId;
}

/** The named interrupted run, or the newest one. */
export async function interruptedRun(context: CommandContext): Promise<InterruptedRun> {
  const { operand } = context.invocation;
  const { interrupted } = await call(context.client, 'status.get', {});
  const [newest] = interrupted.toSorted((a, b) => b.startedAt - a.startedAt);
  if (newest === undefined && operand === null) throw new UsageError('no-interrupted-run', {});
  const found = operand === null ? newest : interrupted.find((run) => run.runId === operand);
  if (found === undefined) throw new SignOffError('run-not-found', { run: operand ?? '' });
  return found;
}

/** Checks the disk again for what a run planned to remove. */
export async function verified(context: CommandContext, runId: string): Promise<ReportView> {
  await finishJob(context, () => call(context.client, 'runs.verify', { runId }));
  return call(context.client, 'reports.get', { runId });
}

export function verificationOf(report: ReportView): VerificationView {
  if (report.verification === null) throw new SignOffError('internal');
  return report.verification;
}

/** 0 only when nothing failed and the check found nothing left. */
export function exitCodeOfReport(report: ReportView): ExitCode {
  if (report.outcome === 'cancelled') return exitCodes.cancelled;
  const whole = report.outcome === 'done' && report.failed.length === 0;
  return whole && report.verification?.verdict === 'all-gone' ? exitCodes.done : exitCodes.someFailed;
}
