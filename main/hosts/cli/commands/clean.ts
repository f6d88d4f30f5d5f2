import type { PlanView } from '../../../../app/contract/plans.ts';
import type { ReportView } from '../../../../app/contract/runs.ts';
import { call } from '../call.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { confirm } from '../confirm.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { printReceipt, runToReceipt } from '../finish-run.ts';
import { planFor } from '../make-plan.ts';
import type { Planned } from '../make-plan.ts';
import { assertAvailable, printModeCost } from '../mode-cost.ts';
import { hasWork, printNextStep, printPlan } from '../plan-text.ts';
import type { Printer } from '../printer.ts';
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
  const certain = plan.unreadable.length === 0;
  return resultOf(
    planned,
    dryRun,
    dryRun || certain ? exitCodes.done : exitCodes.someFailed,
    null,
    (print) => {
      printPlan(print, context, planned.discovery, plan);
      if (dryRun) printNextStep(print, context, plan);
      else if (certain) print.line(context.texts.cli.clean.nothing);
      else print.line(context.texts.cli.clean.unchecked, 'warn');
    },
  );
}

/**
 * Prints the preview and its cost to the error stream, so that the user sees it even when the result goes to a file.
 */
async function announce(context: CommandContext, planned: Planned, plan: PlanView): Promise<void> {
  const { json, yes, mode } = context.invocation;
  if (json && (yes || !context.terminal.interactive)) return;
  printPlan(context.notes, context, planned.discovery, plan);
  await printModeCost(context, plan, mode);
}

/** Preview, cost, confirmation, removal, check, receipt: always in this order. */
export async function clean(context: CommandContext): Promise<CommandResult> {
  const { client, invocation } = context;
  const { mode } = invocation;
  await assertAvailable(context, mode);
  const planned = await planFor(context);
  const { plan } = planned;
  if (plan === null)
    return resultOf(planned, invocation.dryRun, exitCodes.done, null, (print) =>
      printLookedIn(print, context, planned.discovery.lookedIn),
    );
  if (!hasWork(plan) || invocation.dryRun) return nothingDone(context, planned, plan);
  await announce(context, planned, plan);
  await confirm(context, plan, mode);
  const { report, exitCode } = await runToReceipt(context, () =>
    call(client, 'runs.start', { planId: plan.id, mode, confirmed: true }),
  );
  return resultOf(planned, false, exitCode, report, (print) => printReceipt(print, context, report));
}
