import { isAbsolute } from 'node:path';
import type { Language } from '../../../app/locale/dictionary.ts';
import { languageOf } from '../../../app/locale/dictionary.ts';

export interface LaunchOptions {
  /** the assistant's own folder; null = the system's usual place */
  readonly dataDir: string | null;
  /** for the tray and the window's title, before the window has read the settings */
  readonly language: Language;
}

function valueOf(name: string, argv: readonly string[]): string | null {
  const given = argv.findLast((word) => word.startsWith(`--${name}=`));
  return given === undefined ? null : given.slice(name.length + 3);
}

/** Reads what `npm start` and the tests hand over. A relative folder is ignored: it would depend on the start folder. */
export function launchOptions(argv: readonly string[], systemLanguage: string): LaunchOptions {
  const dataDir = valueOf('data-dir', argv);
  return {
    dataDir: dataDir !== null && isAbsolute(dataDir) ? dataDir : null,
    language: languageOf(valueOf('language', argv) ?? systemLanguage),
  };
}
