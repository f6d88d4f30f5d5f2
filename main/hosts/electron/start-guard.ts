import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { App, Dialog } from 'electron';
import { SignOffError } from '../../../app/contract/errors.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { languageOf, languages } from '../../../app/locale/dictionary.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import { removeTreeSync } from '../../engine/fs/remove-tree.ts';
import { folderPins } from '../../system/folder-pins.ts';

/** Why the desktop app cannot open; `what` fills the dictionary's sentence for `why`. */
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

/** The first line of an error's message, without the stack. */
export function firstLineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').trim().slice(0, 300);
}

function contentOf(error: unknown, language: Language): string {
  const { errors, host } = dictionaries[language];
  if (error instanceof SignOffError) return errors[error.code](error.params);
  if (error instanceof StartError) return host.start[error.why]({ what: error.what });
  return host.start.unexpected({ what: firstLineOf(error) });
}

/** Texts of the error box: the problem and its remedy, without a stack. */
function startErrorTexts(error: unknown, language: Language): { title: string; content: string } {
  return { title: dictionaries[language].host.start.title, content: contentOf(error, language) };
}

/** As in the CLI: 2 for a wrong option, else 1. */
function exitCodeOf(error: unknown): number {
  return error instanceof StartError && error.why === 'option' ? 2 : 1;
}

/** Time limit for the window to show, in seconds. */
const startLimitSeconds = 60;
/** How long a failed start waits until Electron can show a box. */
const boxLimitMs = 10_000;

type StartingApp = Pick<
  App,
  'exit' | 'getPreferredSystemLanguages' | 'getSystemLocale' | 'isReady' | 'once' | 'setPath' | 'whenReady'
>;

export interface StartGuard {
  /** Shows the error box and ends the program. Only the first failure counts, and none after `succeed`. */
  fail(error: unknown): void;
  /** The window shows: later errors are not start failures. */
  succeed(): void;
}

/** The language of `--language=`, or null; works even if other options are invalid. */
function requestedLanguage(argv: readonly string[]): Language | null {
  return languages.find((language) => argv.includes(`--language=${language}`)) ?? null;
}

/** The system's language: from Electron once it is ready, before that from the environment or the runtime. */
export function systemLanguage(
  app: Pick<App, 'getPreferredSystemLanguages' | 'getSystemLocale' | 'isReady'>,
  env: NodeJS.ProcessEnv,
): Language {
  if (app.isReady()) return languageOf(app.getPreferredSystemLanguages()[0] ?? app.getSystemLocale());
  const set = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value);
  return languageOf(set ?? Intl.DateTimeFormat().resolvedOptions().locale);
}

function removeProfile(folder: string): void {
  try {
    removeTreeSync(folderPins(), dirname(folder), basename(folder));
  } catch (error) {
    console.error(firstLineOf(error));
  }
}

/** Electron writes a profile once it is ready; a failed start must leave none in the home folder. */
function useThrowAwayProfile(app: Pick<App, 'setPath'>): void {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'signoff-start-'));
    process.once('exit', () => removeProfile(folder));
    app.setPath('userData', folder);
    app.setPath('sessionData', folder);
  } catch (error) {
    console.error(firstLineOf(error));
  }
}

/** Before `ready` Linux prints the box's text to stderr, which a start from the desktop does not show. */
async function untilBoxCanShow(app: StartingApp): Promise<void> {
  if (app.isReady()) return;
  const limit = new Promise<void>((resolve) => setTimeout(resolve, boxLimitMs));
  await Promise.race([app.whenReady(), limit]);
}

/**
 * Ends every failed start alike: an error box and a non-zero exit code. Without it Electron shows a stack or
 * nothing, and stays alive without a window.
 */
export function guardStart(
  app: StartingApp,
  dialog: Pick<Dialog, 'showErrorBox'>,
  { argv, env }: Pick<NodeJS.Process, 'argv' | 'env'>,
): StartGuard {
  let isStarting = true;
  const settle = (): void => {
    isStarting = false;
    clearTimeout(limit);
  };
  const fail = (error: unknown): void => {
    console.error(firstLineOf(error));
    if (!isStarting) return;
    settle();
    const isSlow = error instanceof StartError && error.why === 'slow';
    if (!isSlow && !app.isReady()) useThrowAwayProfile(app);
    void untilBoxCanShow(app).then(() => {
      const language = requestedLanguage(argv) ?? systemLanguage(app, env);
      const { title, content } = startErrorTexts(error, language);
      dialog.showErrorBox(title, content);
      // a disk that never answers would block an orderly exit too
      if (isSlow) process.kill(process.pid, 'SIGKILL');
      else app.exit(exitCodeOf(error));
    });
  };
  const limit = setTimeout(
    () => fail(new StartError('slow', String(startLimitSeconds))),
    startLimitSeconds * 1000,
  );
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  // closing the window while it loads also fails, but it is the user's wish to quit
  app.once('before-quit', settle);
  return {
    fail,
    succeed: () => {
      settle();
      process.off('uncaughtException', fail);
      process.off('unhandledRejection', fail);
    },
  };
}
