import { SignOffError } from '../../../app/contract/errors.ts';
import type { PlanView } from '../../../app/contract/plan-views.ts';
import type { CommandContext } from './command.ts';
import { shown } from './display-text.ts';
import { countText, filesText, sizeText, timeText } from './wording.ts';

interface Question {
  readonly text: string;
  readonly answer: string;
}

/** What has to be typed: the deeper it goes, the less a reflex can answer it. */
function questionFor(context: CommandContext, plan: PlanView): Question {
  const { confirm } = context.texts.cli;
  const { files, bytes } = plan.total;
  if (plan.selection.level !== 'deep')
    return {
      text: confirm.ask({ files: filesText(context, files), size: sizeText(context, bytes) }),
      answer: 'yes',
    };
  const [account, ...others] = plan.accounts;
  if (account !== undefined && others.length === 0)
    return { text: confirm.askFolder({ folder: account.folder }), answer: account.folder };
  return {
    text: confirm.askDelete({ count: countText(context, plan.accounts.length) }),
    answer: 'DELETE',
  };
}

function declined(context: CommandContext, plan: PlanView): never {
  const time = timeText(context, plan.expiresAt);
  context.notes.line(context.texts.cli.confirm.planStays({ id: plan.id, time }), 'quiet');
  throw new SignOffError('confirmation-missing');
}

/** Returns only when the person has said yes, by `--yes` or at the terminal; nothing else counts as consent. */
export async function confirm(context: CommandContext, plan: PlanView): Promise<void> {
  if (context.invocation.yes) return;
  if (!context.terminal.interactive) declined(context, plan);
  const question = questionFor(context, plan);
  const typed = await context.terminal.ask(shown(question.text), context.signal);
  if (context.signal.aborted) throw new SignOffError('cancelled');
  if (typed?.trim() !== question.answer.trim()) declined(context, plan);
}
