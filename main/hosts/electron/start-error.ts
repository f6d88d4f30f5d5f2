import { SignOffError } from '../../../app/contract/errors.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';

/** Why the desktop app cannot open; `what` fills the sentence of the same name in the dictionary. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly why: 'option' | 'files' | 'window' | 'slow';
  readonly what: string;

  constructor(why: StartError['why'], what: string, options?: { cause?: unknown }) {
    super(`${why}: ${what}`, options);
    this.why = why;
    this.what = what;
  }
}

/** The first line of an error's message, without its stack. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').trim().slice(0, 300);
}

function contentOf(error: unknown, language: Language): string {
  const { errors, host } = dictionaries[language];
  if (error instanceof SignOffError) return errors[error.code](error.params);
  if (error instanceof StartError) return host.start[error.why]({ what: error.what });
  return host.start.unexpected({ what: reasonOf(error) });
}

/** What the error box shows: what went wrong and the way out, never a stack. */
export function startErrorTexts(error: unknown, language: Language): { title: string; content: string } {
  return { title: dictionaries[language].host.start.title, content: contentOf(error, language) };
}

/** As on the command line: 2 for a wrong option, 1 for everything else. */
export function exitCodeOf(error: unknown): number {
  return error instanceof StartError && error.why === 'option' ? 2 : 1;
}
