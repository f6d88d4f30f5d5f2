import { SignOffError } from '../../../../app/contract/errors.ts';
import type { PlanView, ReportView } from '../../../../app/contract/plan-views.ts';
import { call } from '../call.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { confirm } from '../confirm.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { followJob } from '../follow-job.ts';
import { planFor } from '../make-plan.ts';
import type { Planned } from '../make-plan.ts';
import { printNextStep, printPlan } from '../plan-text.ts';
import type { Printer } from '../printer.ts';
import { printReport } from '../report-text.ts';
import { exitCodeOfReport, reportOf, verified } from '../runs.ts';
import { printLookedIn } from '../wording.ts';

function resultOf(
  planned: Planned,
  dryRun: boolean,
  exitCode: ExitCode,
  report: ReportView | null,
  render: (print: Printer) => void,
): CommandResult {
  const { plan, discovery } = planned;
  const lookedIn = plan === null ? discovery.lookedIn : [];
  return { exitCode, json: { schema: 'signoff.clean/1', dryRun, plan, lookedIn, report }, render };
}

function nothingDone(context: CommandContext, planned: Planned, plan: PlanView): CommandResult {
  const { dryRun } = context.invocation;
  const certain = dryRun || plan.unreadable.length === 0;
  return resultOf(planned, dryRun, certain ? exitCodes.done : exitCodes.someFailed, null, (print) => {
    printPlan(print, context, planned.discovery, plan);
    if (dryRun) printNextStep(print, context, plan);
    else print.line(context.texts.cli.clean.nothing);
  });
}

/** The preview and its cost, on the error stream so that it is seen even when the result goes into a file. */
function announce(context: CommandContext, planned: Planned, plan: PlanView): void {
  const { json, yes } = context.invocation;
  if (json && (yes || !context.terminal.interactive)) return;
  printPlan(context.notes, context, planned.discovery, plan);
  context.notes.line(context.texts.cli.cost.permanent, 'warn');
}

async function removed(context: CommandContext, plan: PlanView, mode: 'delete'): Promise<ReportView> {
  const { client, notes, texts } = context;
  const { started, end } = await followJob(context, () =>
    call(client, 'runs.start', { planId: plan.id, mode, confirmed: true }),
  );
  if (end.outcome === 'failed') {
    notes.line(texts.cli.clean.stopped({ run: started.runId }), 'warn');
    throw new SignOffError(end.error?.code ?? 'internal', end.error?.params ?? {});
  }
  return reportOf(context, started.runId);
}

/** The second look; when it cannot be taken, the receipt of the first is not lost over it. */
async function checked(context: CommandContext, report: ReportView): Promise<ReportView> {
  try {
    return await verified(context, report.runId);
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    context.notes.line(context.texts.errors[error.code](error.params), 'warn');
    return report;
  }
}

/** Preview, cost, consent, removal, second look, receipt: in this order and never less. */
export async function clean(context: CommandContext): Promise<CommandResult> {
  const { invocation, texts, signal } = context;
  const planned = await planFor(context);
  const { plan } = planned;
  if (plan === null)
    return resultOf(planned, invocation.dryRun, exitCodes.done, null, (print) =>
      printLookedIn(print, context, planned.discovery.lookedIn),
    );
  if (plan.total.files === 0 || invocation.dryRun) return nothingDone(context, planned, plan);
  announce(context, planned, plan);
  await confirm(context, plan);
  const first = await removed(context, plan, invocation.mode ?? 'delete');
  const report = first.outcome === 'cancelled' ? first : await checked(context, first);
  const exitCode = signal.aborted ? exitCodes.cancelled : exitCodeOfReport(report);
  return resultOf(planned, false, exitCode, report, (print) => {
    printReport(print, context, report);
    if (report.outcome === 'cancelled') print.line(texts.cli.clean.cancelled, 'warn');
  });
}
