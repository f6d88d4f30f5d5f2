import { SignOffError } from '../../../app/contract/errors.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import { othersWhoMustScan } from '../../../app/wizard/impact.ts';
import type { CommandContext } from './command.ts';
import { questionText } from './printer.ts';
import { amountText, countText, filesText, timeText } from './wording.ts';

interface Question {
  readonly text: string;
  readonly answer: string;
}

/** The text to type: the more a clean removes, the more deliberate it is. */
function questionFor(context: CommandContext, plan: PlanView, mode: RemovalMode): Question {
  const { confirm } = context.texts.cli;
  const { total } = plan;
  const isKept = mode === 'quarantine' || mode === 'trash';
  if (plan.selection.level !== 'deep' || plan.accounts.length === 0)
    return {
      text: confirm.ask[mode]({ files: filesText(context, total.files), size: amountText(context, total) }),
      answer: 'yes',
    };
  const [account, ...others] = plan.accounts;
  if (account !== undefined && others.length === 0) {
    const ask = isKept ? confirm.askFolderKept : confirm.askFolder;
    return { text: ask({ folder: account.folder }), answer: account.folder };
  }
  const ask = isKept ? confirm.askDeleteKept : confirm.askDelete;
  return { text: ask({ count: countText(context, plan.accounts.length) }), answer: 'DELETE' };
}

/**
 * What a plan outside the session means for the owner. Null: the plan is limited to the session, or none is open. An
 * unreadable record is said, because then the owner's data cannot be told apart.
 */
export async function sessionNote(context: CommandContext, plan: PlanView): Promise<string | null> {
  if (plan.selection.sinceSession) return null;
  const { cli, errors } = context.texts;
  const reply = await context.client.call('session.get', {});
  if (!reply.ok) return cli.confirm.session.unclear({ why: errors[reply.error.code](reply.error.params) });
  const session = reply.value;
  if (session === null) return null;
  return cli.confirm.session[session.state]({ time: timeText(context, session.startedAt) });
}

/** Names the accounts outside the choice that must sign in again. */
function othersNote(context: CommandContext, plan: PlanView): string | null {
  const others = othersWhoMustScan(plan);
  const { cli, common } = context.texts;
  if (others.length === 0) return null;
  return cli.confirm.others({ names: others.map(({ folder }) => folder).join(common.listJoin) });
}

async function isAnswered(context: CommandContext, question: Question): Promise<boolean> {
  const { invocation, terminal, signal } = context;
  if (invocation.yes) return true;
  if (!terminal.interactive) return false;
  const typed = await terminal.ask(questionText(terminal.err, question.text), signal);
  if (signal.aborted) throw new SignOffError('cancelled');
  return typed?.trim() === question.answer.trim();
}

/** Returns only after confirmation, by `--yes` or at the terminal. */
export async function confirm(context: CommandContext, plan: PlanView, mode: RemovalMode): Promise<void> {
  const note = await sessionNote(context, plan);
  const isAsked = !context.invocation.yes && context.terminal.interactive;
  if (note !== null && !isAsked) context.notes.line(note, 'warn');
  const { text, answer } = questionFor(context, plan, mode);
  const parts = [note, othersNote(context, plan), text].filter((part) => part !== null);
  if (await isAnswered(context, { text: parts.join(' '), answer })) return;
  const time = timeText(context, plan.expiresAt);
  context.notes.line(context.texts.cli.confirm.planStays({ id: plan.id, time }), 'quiet');
  throw new SignOffError('confirmation-missing');
}

/** The same without a plan: only `yes` confirms. */
export async function confirmWithYes(context: CommandContext, text: string): Promise<void> {
  if (!(await isAnswered(context, { text, answer: 'yes' }))) throw new SignOffError('confirmation-missing');
}

/** A second consent, for something that stays otherwise: only `yes` at the terminal counts, never `--yes`. */
export async function isAlsoWanted(context: CommandContext, text: string): Promise<boolean> {
  if (context.invocation.yes || !context.terminal.interactive) return false;
  return isAnswered(context, { text, answer: 'yes' });
}
