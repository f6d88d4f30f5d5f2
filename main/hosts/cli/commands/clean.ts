import { join } from 'node:path';
import type { PlanView } from '../../../../app/contract/plans.ts';
import type { ReportView } from '../../../../app/contract/runs.ts';
import { notesFor } from '../../../../app/cleanup/mode-notes.ts';
import { SignOffError } from '../../../../app/contract/errors.ts';
import { removalModes } from '../../../../app/cleanup/outcomes.ts';
import type { RemovalMode } from '../../../../app/cleanup/outcomes.ts';
import { call } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { confirm } from '../confirm.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { planFor } from '../make-plan.ts';
import type { Planned } from '../make-plan.ts';
import { hasWork, printNextStep, printPlan } from '../plan-text.ts';
import type { Printer } from '../printer.ts';
import { printLookedIn } from '../wording.ts';
import { printReceipt, runToReceipt } from './runs.ts';

/** What a clean did, before it is put into the form of a command. */
export interface Cleaned {
  readonly planned: Planned;
  readonly dryRun: boolean;
  readonly exitCode: ExitCode;
  /** null: nothing was run */
  readonly report: ReportView | null;
  readonly render: (print: Printer) => void;
}

function resultOf(
  planned: Planned,
  dryRun: boolean,
  exitCode: ExitCode,
  report: ReportView | null,
  render: (print: Printer) => void,
): Cleaned {
  return { planned, dryRun, exitCode, report, render };
}

/** The fields that the JSON of `clean` and `leave` share. */
export function cleanedJson({ planned, dryRun, report }: Cleaned) {
  const { plan, discovery } = planned;
  return { dryRun, plan, lookedIn: plan === null ? discovery.lookedIn : [], report };
}

function nothingDone(context: CommandContext, planned: Planned, plan: PlanView): Cleaned {
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

export async function clean(context: CommandContext): Promise<CommandResult> {
  const cleaned = await carryOut(context);
  const { exitCode, render } = cleaned;
  return { exitCode, json: { schema: 'signoff.clean/1', ...cleanedJson(cleaned) }, render };
}

/** What a command adds around the question. */
interface Around {
  /** before it, after the preview */
  readonly asking?: (plan: PlanView) => Promise<void>;
  /** after the answer, before anything is removed */
  readonly confirmed?: (plan: PlanView) => Promise<void>;
}

/** Preview, cost, confirmation, removal, check, receipt: always in this order. */
export async function carryOut(context: CommandContext, around: Around = {}): Promise<Cleaned> {
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
  await around.asking?.(plan);
  await confirm(context, plan, mode);
  await around.confirmed?.(plan);
  const end = await runToReceipt(context, () =>
    call(client, 'runs.start', { planId: plan.id, mode, confirmed: true }),
  );
  return resultOf(planned, false, end.exitCode, end.report, (print) => printReceipt(print, context, end));
}

/** Refuses an unavailable mode before planning or asking, and lists the available ones. */
async function assertAvailable(context: CommandContext, mode: RemovalMode): Promise<void> {
  if (mode !== 'trash') return;
  const { capabilities } = await call(context.client, 'host.describe', {});
  if (capabilities.trash) return;
  const { cli, common } = context.texts;
  const modes = removalModes.filter((one) => one !== mode).join(common.listJoin);
  context.notes.line(cli.modeMissing({ mode, modes }), 'warn');
  throw new SignOffError('mode-not-available', { mode });
}

/** The mode's effect for this plan on its volumes, shown before the confirmation. */
async function printModeCost(context: CommandContext, plan: PlanView, mode: RemovalMode): Promise<void> {
  const { client, notes, texts } = context;
  const { dataDir } = await call(client, 'host.describe', {});
  const folder = join(dataDir, 'quarantine');
  notes.line(texts.cli.cost.modes[mode]({ folder }), 'warn');
  const volumes = await client.call('volumes.describe', { planId: plan.id });
  if (!volumes.ok) notes.line(texts.errors[volumes.error.code](volumes.error.params), 'warn');
  for (const note of notesFor(mode, volumes.ok ? volumes.value : []))
    notes.line(`  ${texts.volumes.notes[note]}`, 'warn');
}
