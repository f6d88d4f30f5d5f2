import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { App, Dialog } from 'electron';
import { SignOffError } from '../../../../app/contract/errors.ts';
import { dictionaries } from '../../../../app/locale/dictionaries.ts';
import { languageOf, languages } from '../../../../app/locale/dictionary.ts';
import type { Language } from '../../../../app/locale/dictionary.ts';
import { removeTreeSync } from '../../../engine/fs/remove-tree.ts';
import { folderPins } from '../../../system/folder-pins.ts';
import { keptLanguage } from './kept-language.ts';
import { firstLineOf, LockedError, StartError } from './start-error.ts';

function contentOf(error: unknown, language: Language): string {
  const { errors, host } = dictionaries[language];
  if (error instanceof SignOffError) return errors[error.code](error.params);
  if (error instanceof StartError) return host.start[error.why]({ what: error.what });
  if (error instanceof LockedError) {
    const { path, host: computer, pid } = error.holder;
    return host.start.locked({ path, computer, pid: String(pid) });
  }
  return host.start.unexpected({ what: firstLineOf(error) });
}

/** Texts of the error box: the problem and its remedy, without a stack. */
function startErrorTexts(error: unknown, language: Language): { title: string; content: string } {
  return { title: dictionaries[language].host.start.title, content: contentOf(error, language) };
}

/** As in the CLI: 2 for a wrong option, else 1. */
function exitCodeOf(error: unknown): number {
  return error instanceof StartError && (error.why === 'option' || error.why === 'switch') ? 2 : 1;
}

/** Time limit for the window to show, in seconds. */
const startLimitSeconds = 60;
/** How long a failed start waits until Electron can show a box. */
const boxLimitMs = 10_000;

type StartingApp = Pick<App, 'exit' | 'getLocale' | 'isReady' | 'once' | 'setPath' | 'whenReady'>;

export interface StartGuard {
  /** Shows the error box and ends the program. Only the first failure counts, and none after `succeed`. */
  fail(error: unknown): void;
  /** The folder with the settings, whose language the box speaks. */
  speakAs(stateFolder: string): void;
  /** The window shows: later errors are not start failures. */
  succeed(): void;
}

/** The language of `--language=`, or null; works even if other options are invalid. */
function requestedLanguage(argv: readonly string[]): Language | null {
  return languages.find((language) => argv.includes(`--language=${language}`)) ?? null;
}

/**
 * The system's language. Once Electron is ready it is the one that Chromium shows to the page, so that tray and window
 * agree; before that, when Electron's own functions may throw, from the environment or the runtime.
 */
export function systemLanguage(app: Pick<App, 'getLocale' | 'isReady'>, env: NodeJS.ProcessEnv): Language {
  if (app.isReady()) return languageOf(app.getLocale());
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
  let stateFolder: string | null = null;
  const languageNow = async (): Promise<Language> => {
    const kept = stateFolder === null ? null : await keptLanguage(stateFolder);
    return requestedLanguage(argv) ?? kept ?? systemLanguage(app, env);
  };
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
    void untilBoxCanShow(app).then(async () => {
      // a disk that does not answer holds its settings back as well
      const language = isSlow ? (requestedLanguage(argv) ?? systemLanguage(app, env)) : await languageNow();
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
    speakAs: (folder) => {
      stateFolder = folder;
    },
    succeed: () => {
      settle();
      process.off('uncaughtException', fail);
      process.off('unhandledRejection', fail);
    },
  };
}
