import { SignOffError } from '../../../../app/contract/errors.ts';
import type { InterruptedRun, ReportView, VerificationView } from '../../../../app/contract/runs.ts';
import { isPlanGone } from '../../../../app/cleanup/verdict.ts';
import { shownOutcome } from '../../../../app/wizard/receipt.ts';
import { isRestorable } from '../../../../app/wizard/removal-mode.ts';
import { call, finishJob, followJob } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { printReport, printReportList, printVerification } from '../report-text.ts';
import { confirmWithYes } from '../confirm.ts';
import { countText, timeText } from '../wording.ts';
import type { Printer } from '../printer.ts';
import { UsageError } from '../usage-error.ts';

/** The stored receipt of one clean. */
export async function report(context: CommandContext): Promise<CommandResult> {
  const view = await reportOf(context, await runToShow(context));
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.report/1', report: view },
    render: (print) => printReport(print, context, view),
  };
}

/** All receipts, newest first. */
export async function reportList(context: CommandContext): Promise<CommandResult> {
  const reports = await allReports(context);
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.report-list/1', reports },
    render: (print) => printReportList(print, context, reports),
  };
}

/** Checks the disk again for what a clean planned to remove; removes nothing. */
export async function verify(context: CommandContext): Promise<CommandResult> {
  const { runId } = await reportOf(context, await runToShow(context));
  const verification = verificationOf(await verified(context, runId));
  return {
    exitCode: isPlanGone(verification) ? exitCodes.done : exitCodes.someFailed,
    json: { schema: 'signoff.verify/1', runId, verification },
    render(print) {
      print.line(context.texts.cli.report.title({ run: runId }), 'strong');
      printVerification(print, context, verification);
    },
  };
}

/** The run's progress and what happens to the rest, shown before the confirmation. */
function printInterrupted(context: CommandContext, run: InterruptedRun): void {
  const { notes, texts } = context;
  const { what, way, credentials } = texts.cli.resume;
  notes.line(
    what({
      run: run.runId,
      level: texts.common.levels[run.level],
      time: timeText(context, run.startedAt),
      removed: countText(context, run.removed),
      planned: countText(context, run.planned),
    }),
    'warn',
  );
  notes.line(way[run.mode], 'warn');
  if (isRestorable(run.mode) && run.level !== 'basic') notes.line(credentials, 'warn');
}

/** Resumes a clean that was cut off or stopped: confirmation, removal, check, receipt, as for a new clean. */
export async function resume(context: CommandContext): Promise<CommandResult> {
  const { client, invocation, terminal, texts } = context;
  const run = await interruptedRun(context);
  if (!run.resumable) throw new SignOffError('run-not-resumable', { run: run.runId });
  const isSilent = invocation.json && (invocation.yes || !terminal.interactive);
  if (!isSilent) printInterrupted(context, run);
  const left = countText(context, Math.max(0, run.planned - run.removed));
  await confirmWithYes(context, texts.cli.confirm.askResume[run.mode]({ left }));
  const end = await runToReceipt(context, () =>
    call(client, 'runs.resume', { runId: run.runId, confirmed: true }),
  );
  return {
    exitCode: end.exitCode,
    json: { schema: 'signoff.resume/1', report: end.report },
    render: (print) => printReceipt(print, context, end),
  };
}

/** Ends a clean that was cut off or stopped as it is: removes nothing more, and its receipt stays. */
export async function close(context: CommandContext): Promise<CommandResult> {
  const { runId } = await interruptedRun(context);
  const report = await call(context.client, 'runs.close', { runId });
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.close/1', report },
    render: (print) => printReport(print, context, report),
  };
}

interface Started {
  readonly jobId: string;
  readonly runId: string;
}

async function unfinishedRun(context: CommandContext, runId: string): Promise<InterruptedRun | undefined> {
  const { interrupted } = await call(context.client, 'status.get', {});
  return interrupted.find((run) => run.runId === runId);
}

/** Cancelled before it resumed: the run stays as it was, so there is no newer receipt. */
async function isUnfinished(context: CommandContext, runId: string): Promise<boolean> {
  const run = await unfinishedRun(context, runId);
  return run?.resumable === true && !run.stopped;
}

async function carriedOut(context: CommandContext, start: () => Promise<Started>): Promise<ReportView> {
  const { notes, texts } = context;
  const { started, end } = await followJob(context, start);
  const stopped = (): void => notes.line(texts.cli.clean.stopped({ run: started.runId }), 'warn');
  if (end.outcome === 'failed') {
    stopped();
    throw new SignOffError(end.error?.code ?? 'internal', end.error?.params ?? {});
  }
  if (end.outcome === 'cancelled' && (await isUnfinished(context, started.runId))) {
    stopped();
    throw new SignOffError('cancelled');
  }
  return reportOf(context, started.runId);
}

/** The check after a run; if the check fails, the run's receipt is still returned. */
async function checked(context: CommandContext, report: ReportView): Promise<ReportView> {
  try {
    return await verified(context, report.runId);
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    context.notes.line(context.texts.errors[error.code](error.params), 'warn');
    return report;
  }
}

export interface RunEnd {
  readonly report: ReportView;
  readonly exitCode: ExitCode;
  /** it was stopped, and `resume` can go on with the rest */
  readonly isResumable: boolean;
}

/** Removal, check and receipt, for new and resumed cleans. */
export async function runToReceipt(context: CommandContext, start: () => Promise<Started>): Promise<RunEnd> {
  const first = await carriedOut(context, start);
  const isStopped = first.outcome === 'cancelled';
  const report = isStopped ? first : await checked(context, first);
  return {
    report,
    exitCode: context.signal.aborted ? exitCodes.cancelled : exitCodeOfReport(report),
    isResumable: isStopped && (await unfinishedRun(context, report.runId))?.resumable === true,
  };
}

export function printReceipt(
  print: Printer,
  context: CommandContext,
  { report, isResumable }: Pick<RunEnd, 'report' | 'isResumable'>,
): void {
  printReport(print, context, report);
  if (report.outcome !== 'cancelled') return;
  const { cancelled, canResume } = context.texts.cli.clean;
  print.line(cancelled, 'warn');
  if (isResumable) print.line(canResume({ run: report.runId }), 'warn');
}

/** All receipts, newest first. */
async function allReports(context: CommandContext): Promise<readonly ReportView[]> {
  const reports = await call(context.client, 'reports.list', {});
  return reports.toSorted((a, b) => b.startedAt - a.startedAt);
}

/** The requested receipt. Closes a run that was cut off from its journal, but only if it cannot resume. */
async function reportOf(context: CommandContext, runId: string): Promise<ReportView> {
  const { client } = context;
  const run = await unfinishedRun(context, runId);
  // a stopped run has its receipt
  if (run === undefined || run.stopped) return call(client, 'reports.get', { runId });
  if (run.resumable) throw new UsageError('run-unfinished', { run: runId });
  return call(client, 'runs.close', { runId });
}

/** The named run, or the latest one. */
async function runToShow(context: CommandContext): Promise<string> {
  const { operand } = context.invocation;
  if (operand !== null) return operand;
  const { interrupted } = await call(context.client, 'status.get', {});
  const reports = await allReports(context);
  const runs = [...interrupted, ...reports].toSorted((a, b) => b.startedAt - a.startedAt);
  const [latest] = runs;
  if (latest === undefined) throw new UsageError('no-run-yet', {});
  return latest.runId;
}

/** The named run that can be resumed or closed, or the newest one. */
async function interruptedRun(context: CommandContext): Promise<InterruptedRun> {
  const { operand } = context.invocation;
  const { interrupted } = await call(context.client, 'status.get', {});
  const [newest] = interrupted.toSorted((a, b) => b.startedAt - a.startedAt);
  if (newest === undefined && operand === null) throw new UsageError('no-interrupted-run', {});
  const found = operand === null ? newest : interrupted.find((run) => run.runId === operand);
  if (found === undefined) throw new SignOffError('run-not-found', { run: operand ?? '' });
  return found;
}

/** Checks the disk again for what a run planned to remove. */
async function verified(context: CommandContext, runId: string): Promise<ReportView> {
  await finishJob(context, () => call(context.client, 'runs.verify', { runId }));
  return call(context.client, 'reports.get', { runId });
}

function verificationOf(report: ReportView): VerificationView {
  if (report.verification === null) throw new SignOffError('internal');
  return report.verification;
}

/** 0 only when everything planned is gone, and the second look could see that. */
function exitCodeOfReport(report: ReportView): ExitCode {
  if (report.outcome === 'cancelled') return exitCodes.cancelled;
  return shownOutcome(report) === 'done' ? exitCodes.done : exitCodes.someFailed;
}
