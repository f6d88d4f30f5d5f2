import { staysForOthers } from '../../../../app/cleanup/computers.ts';
import type { Computer } from '../../../../app/cleanup/computers.ts';
import { extras } from '../../../../app/cleanup/levels.ts';
import { judge } from '../../../../app/cleanup/verdict.ts';
import type { Staying, Verdict } from '../../../../app/cleanup/verdict.ts';
import type { RemovalMode } from '../../../../app/cleanup/outcomes.ts';
import type { SystemName } from '../../../../app/platforms/platform.ts';
import { defaultMode } from '../../../../app/wizard/removal-mode.ts';
import type { PlanView } from '../../../../app/contract/plans.ts';
import { call } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { planFor } from '../make-plan.ts';
import type { Printer } from '../printer.ts';
import { printHeadline } from '../report-text.ts';
import { carryOut, cleanedJson } from './clean.ts';
import type { Cleaned } from './clean.ts';

/** Everything that a plan of the deepest level names, as things that are there. */
function stayingIn({ groups, kept, staying, unreadable }: PlanView): readonly Staying[] {
  const usual = { leadsTo: null, mayHoldSignIn: false } as const;
  const nothing = { files: 0, bytes: 0, allocated: 0 };
  return [
    ...groups.map((group): Staying => ({ ...group, ...usual, reason: 'not-cleaned' })),
    ...staying,
    // whose it is was not counted: it lies in a data folder, so it counts as an account's
    ...kept
      .filter(({ reason }) => reason === 'kept-by-pattern')
      .map((row): Staying => ({ ...row, ...usual, accountId: '' })),
    ...unreadable.map((): Staying => ({
      ...usual,
      ...nothing,
      reason: 'unreadable',
      category: null,
      accountId: null,
    })),
  ];
}

/** Whether the person can leave as things are, where nothing was to be cleaned. */
async function verdictNow(context: CommandContext): Promise<Verdict> {
  const { invocation } = context;
  const selection = { ...invocation.selection, level: 'deep' as const, include: extras, keep: [] };
  const { plan } = await planFor({ ...context, invocation: { ...invocation, selection } });
  const unreadable = plan?.unreadable.length ?? 0;
  const rows = plan === null ? [] : stayingIn(plan);
  return judge('done', { left: 0, behindLinks: 0, unreadable }, rows).verdict;
}

function verdictOf(context: CommandContext, { dryRun, report }: Cleaned): Promise<Verdict> | Verdict | null {
  if (dryRun) return null;
  return report === null ? verdictNow(context) : (report.verification?.verdict ?? null);
}

/** In a session a copy of a guest's data would be a trace on the owner's computer. */
function usualMode(computer: Computer, inSession: boolean): RemovalMode {
  return inSession ? 'delete' : defaultMode('leave', computer);
}

/** What the clipboard still holds is no file, so no plan names it. It is emptied in the window only, by a press. */
function printClipboard(print: Printer, { texts }: CommandContext, system: SystemName): void {
  print.line();
  print.line(texts.cli.leave.clipboard);
  print.line(texts.common.clipboardBeyond[system]);
}

/**
 * The person's way out: signs out and deletes, and ends with whether the person can leave. Keeps a copy only on a
 * computer that the settings call the person's own. In an open session it reaches only what came since; `clean` is there
 * for more.
 */
export async function leave(context: CommandContext): Promise<CommandResult> {
  const { client, invocation } = context;
  const session = await call(client, 'session.get', {});
  const selection = { ...invocation.selection, sinceSession: session !== null };
  const { computer } = await call(client, 'settings.get', {});
  const mode = usualMode(computer, session !== null);
  const within = { ...context, invocation: { ...invocation, selection, mode } };
  const cleaned = await carryOut(within);
  const verdict = await verdictOf(within, cleaned);
  const { system } = await call(client, 'host.describe', {});
  return {
    exitCode: cleaned.exitCode,
    json: { schema: 'signoff.leave/1', ...cleanedJson(cleaned), verdict },
    render(print) {
      cleaned.render(print);
      // a receipt ends with its own
      if (verdict !== null && cleaned.report === null) printHeadline(print, context, verdict);
      if (!cleaned.dryRun && staysForOthers(computer, session !== null))
        printClipboard(print, context, system);
    },
  };
}
