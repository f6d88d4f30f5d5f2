import { SignOffError } from '../../../app/contract/errors.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { call } from './call.ts';
import type { CommandContext } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { followJob } from './follow-job.ts';
import type { Printer } from './printer.ts';
import { printReport } from './report-text.ts';
import { exitCodeOfReport, reportOf, verified } from './runs.ts';

interface Started {
  readonly jobId: string;
  readonly runId: string;
}

/** Cancelled before it resumed: the run stays resumable, so there is no receipt yet. */
async function isUnfinished({ client }: CommandContext, runId: string): Promise<boolean> {
  const { interrupted } = await call(client, 'status.get', {});
  return interrupted.some((run) => run.runId === runId && run.resumable);
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

/** Removal, check and receipt, for new and resumed cleans. */
export async function runToReceipt(
  context: CommandContext,
  start: () => Promise<Started>,
): Promise<{ readonly report: ReportView; readonly exitCode: ExitCode }> {
  const first = await carriedOut(context, start);
  const report = first.outcome === 'cancelled' ? first : await checked(context, first);
  return { report, exitCode: context.signal.aborted ? exitCodes.cancelled : exitCodeOfReport(report) };
}

export function printReceipt(print: Printer, context: CommandContext, report: ReportView): void {
  printReport(print, context, report);
  if (report.outcome === 'cancelled') print.line(context.texts.cli.clean.cancelled, 'warn');
}
