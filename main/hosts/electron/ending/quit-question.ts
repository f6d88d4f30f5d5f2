import type { BrowserWindow, MessageBoxOptions, MessageBoxReturnValue } from 'electron';
import { dictionaries } from '../../../../app/locale/dictionaries.ts';
import type { Language } from '../../../../app/locale/dictionary.ts';
import type { QuitAnswer } from './guard-quit.ts';

/** The buttons in their order. The middle one loses nothing, so Enter and Escape must not press the first. */
const answers: readonly QuitAnswer[] = ['stop', 'background', 'cancel'];

export interface QuestionParts {
  /** null: the window is hidden or gone, and the question stands alone */
  readonly parent: () => BrowserWindow | null;
  readonly showMessageBox: (
    parent: BrowserWindow | null,
    options: MessageBoxOptions,
  ) => Promise<Pick<MessageBoxReturnValue, 'response'>>;
  readonly language: () => Language;
}

/** Asks a person who quits in mid-run. */
export async function askBeforeQuit(parts: QuestionParts): Promise<QuitAnswer> {
  const language = parts.language();
  const { host, common } = dictionaries[language];
  const words = host.quit;
  const { response } = await parts.showMessageBox(parts.parent(), {
    type: 'question',
    title: common.product,
    message: words.message,
    detail: words.detail,
    buttons: answers.map((answer) => words.answers[answer]),
    defaultId: 1,
    cancelId: 2,
    noLink: true,
  });
  return answers[response] ?? 'cancel';
}
