import { isAbsolute } from 'node:path';
import { languageOf, languages } from '../../../app/locale/dictionary.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import type { SystemName } from '../../../app/platforms/platform.ts';
import { StartError } from './start-guard.ts';

const systems: Partial<Record<NodeJS.Platform, SystemName>> = { win32: 'windows', darwin: 'macos' };

export const systemName: SystemName = systems[process.platform] ?? 'linux';

export interface LaunchOptions {
  /** the assistant's own folder; null = the system's usual place */
  readonly dataDir: string | null;
  /** for the tray and the title until the settings are read; null = the system's language */
  readonly language: Language | null;
}

/** The last `--name=value`. `--name value` is an error, because Electron's switches require `=`. */
function valueOf(name: string, argv: readonly string[]): string | null {
  if (argv.includes(`--${name}`)) throw new StartError('option', `--${name}`);
  const given = argv.findLast((word) => word.startsWith(`--${name}=`));
  return given === undefined ? null : given.slice(name.length + 3);
}

/**
 * Parses the options of `npm start` and the tests. A relative folder is refused: it would depend on the start
 * folder, and the default folder could show another person's state.
 */
export function launchOptions(argv: readonly string[]): LaunchOptions {
  const dataDir = valueOf('data-dir', argv);
  if (dataDir !== null && !isAbsolute(dataDir)) throw new StartError('option', `--data-dir=${dataDir}`);
  const language = valueOf('language', argv);
  if (language !== null && !languages.some((known) => known === language))
    throw new StartError('option', `--language=${language}`);
  return { dataDir, language: language === null ? null : languageOf(language) };
}
