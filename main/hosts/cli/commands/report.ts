import type { CommandContext, CommandResult } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { printReport, printReportList } from '../report-text.ts';
import { allReports, reportOf, runToShow } from '../runs.ts';

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
