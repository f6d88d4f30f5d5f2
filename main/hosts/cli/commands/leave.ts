import { staysForOthers } from '../../../../app/cleanup/computers.ts';
import type { Computer } from '../../../../app/cleanup/computers.ts';
import { extras } from '../../../../app/cleanup/levels.ts';
import { judge } from '../../../../app/cleanup/verdict.ts';
import type { Staying, Verdict } from '../../../../app/cleanup/verdict.ts';
import type { RemovalMode } from '../../../../app/cleanup/outcomes.ts';
import type { SystemName } from '../../../../app/platforms/platform.ts';
import { defaultMode } from '../../../../app/wizard/removal-mode.ts';
import type { PlanView } from '../../../../app/contract/plans.ts';
import type { ReportView } from '../../../../app/contract/runs.ts';
import { phoneSteps } from '../../../../app/guides/phone-steps.ts';
import type { Product } from '../../../../app/platforms/platform.ts';
import { productsOnPhone } from '../../../../app/wizard/leaving-card.ts';
import { call } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { planFor } from '../make-plan.ts';
import type { Printer } from '../printer.ts';
import { printHeadline } from '../report-text.ts';
import { carryOut, cleanedJson } from './clean.ts';
import type { Cleaned } from './clean.ts';
import { appJson, printView, quitOne } from './quit.ts';
import type { Answered } from './quit.ts';

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

/** Whether the person can leave as things are, where nothing was to be cleaned; the accounts marked as theirs count too. */
async function verdictNow(context: CommandContext): Promise<Verdict> {
  const { invocation, client } = context;
  const { accounts: chosen, sinceSession } = invocation.selection;
  const marks = chosen.length === 0 || sinceSession ? [] : await call(client, 'accounts.marks', {});
  const mine = marks.flatMap(({ accountId, isMine }) => (isMine ? [accountId] : []));
  const { accounts: known } = await call(client, 'accounts.discover', {});
  const accounts = [...chosen, ...mine.filter((mark) => known.some(({ id }) => id === mark))];
  const selection = { ...invocation.selection, accounts, level: 'deep' as const, include: extras, keep: [] };
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
 * The accounts that the person marked as theirs, where several are there and none was named. Empty: the choice stays as
 * it is. Marks may be a former user's, and they leave accounts out, so they count only where the question is asked.
 */
async function markedAccounts(context: CommandContext, computer: Computer): Promise<readonly string[]> {
  const { client, invocation, terminal } = context;
  const { accounts: named, allAccounts, sinceSession, apps } = invocation.selection;
  if (named.length > 0 || allAccounts || sinceSession || computer === 'unanswered') return [];
  if (invocation.yes || !terminal.interactive) return [];
  const { accounts } = await call(client, 'accounts.discover', {});
  const within = accounts.filter(({ product }) => apps.length === 0 || apps.includes(product));
  if (within.length < 2) return [];
  const marks = await call(client, 'accounts.marks', {});
  const mine = new Map(
    marks.flatMap(({ accountId, isMine, name }) => (isMine ? [[accountId, name] as const] : [])),
  );
  const own = within.filter(({ id }) => mine.has(id));
  if (own.length > 0) {
    const names = own.map(({ id, folder }) => mine.get(id) ?? folder).join(context.texts.common.listJoin);
    context.notes.line(context.texts.cli.leave.marked({ accounts: names }), 'strong');
  }
  return own.map(({ id }) => id);
}

/** The running messengers whose files the plan takes; they would have the clean refused. */
async function runningOf({ client }: CommandContext, plan: PlanView): Promise<readonly Product[]> {
  const { roots, accounts } = await call(client, 'accounts.discover', {});
  const session = await call(client, 'session.get', {});
  const own = accounts.filter(({ id }) => session === null || session.arrived.includes(id));
  const ids = new Set(plan.groups.map(({ rootId }) => rootId));
  const touched = new Set(roots.filter(({ id }) => ids.has(id)).map(({ product }) => product));
  const { products } = await call(client, 'signin.check', {});
  return (
    products
      .filter(({ product, running }) => running === 'yes' && touched.has(product))
      // in a session a messenger in which no account came since is the owner's
      .filter(({ product }) => session === null || own.some((account) => account.product === product))
      .map(({ product }) => product)
  );
}

/** Says before the question which messengers will be closed, and asks them to quit after it. */
function closing(context: CommandContext, closed: Answered[]) {
  const { texts, notes } = context;
  return {
    async asking(plan: PlanView): Promise<void> {
      const running = await runningOf(context, plan);
      if (running.length === 0) return;
      const names = running.map((product) => texts.common.products[product]).join(texts.common.listJoin);
      notes.line(texts.cli.leave.closes({ names }), 'warn');
    },
    async confirmed(plan: PlanView): Promise<void> {
      for (const product of await runningOf(context, plan)) {
        const view = await quitOne(context, product);
        printView(notes, context, view);
        closed.push(view);
      }
    },
  };
}

/** What only the phone can do, which nothing here can see. */
function printPhone(print: Printer, { texts, language }: CommandContext, report: ReportView): void {
  const products = productsOnPhone(report);
  if (products.length === 0) return;
  print.line();
  print.line(texts.cli.leave.phone, 'strong');
  for (const product of products) {
    if (products.length > 1) print.line(`  ${texts.common.products[product]}`);
    for (const [index, { title, taps }] of phoneSteps[product].entries()) {
      const way = taps.map((tap) => tap[language]).join(' → ');
      const step = { at: String(index + 1), title: title[language], taps: way };
      print.line(`  ${texts.cli.leave.phoneStep(step)}`);
    }
  }
}

/**
 * The person's way out: signs out and deletes, and ends with whether the person can leave and what is left to do on the
 * phone. Keeps a copy only on a computer that the settings call the person's own; on one that they call shared or
 * another's, running messengers are asked to quit first. In an open session it reaches only what came since; `clean` is
 * there for more.
 */
export async function leave(context: CommandContext): Promise<CommandResult> {
  const { client, invocation } = context;
  const session = await call(client, 'session.get', {});
  const inSession = session !== null;
  const { computer } = await call(client, 'settings.get', {});
  const asked = { ...invocation.selection, sinceSession: inSession };
  const mode = usualMode(computer, inSession);
  const whole = { ...context, invocation: { ...invocation, selection: asked, mode } };
  const marked = await markedAccounts(whole, computer);
  const selection = marked.length === 0 ? asked : { ...asked, accounts: marked };
  const within = { ...whole, invocation: { ...whole.invocation, selection } };
  const closed: Answered[] = [];
  const mayClose = computer === 'shared' || computer === 'others';
  const cleaned = await carryOut(within, mayClose ? closing(within, closed) : {});
  const verdict = await verdictOf(within, cleaned);
  const { system } = await call(client, 'host.describe', {});
  return {
    exitCode: cleaned.exitCode,
    json: {
      ...{ schema: 'signoff.leave/1', ...cleanedJson(cleaned), verdict },
      closed: closed.map(appJson),
    },
    render(print) {
      cleaned.render(print);
      // a receipt ends with its own
      if (verdict !== null && cleaned.report === null) printHeadline(print, context, verdict);
      if (cleaned.report !== null) printPhone(print, context, cleaned.report);
      if (!cleaned.dryRun && staysForOthers(computer, inSession)) printClipboard(print, context, system);
    },
  };
}
