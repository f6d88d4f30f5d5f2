import { join } from 'node:path';
import { languages } from '../../../../app/locale/dictionary.ts';
import type { Language } from '../../../../app/locale/dictionary.ts';
import { readRegular } from '../../../engine/fs/regular-file.ts';

/** Bytes of a settings file that are read for its language; larger ones are not SignOff's. */
const largestSettings = 1024 * 1024;

/**
 * The language that the person chose, for the box of a start that failed before the settings were open. Null when it is
 * to follow the system or cannot be read.
 */
export async function keptLanguage(stateFolder: string): Promise<Language | null> {
  try {
    const text = (await readRegular(join(stateFolder, 'settings.json'), largestSettings)).toString('utf8');
    const { language } = JSON.parse(text) as { readonly language?: unknown };
    return languages.find((known) => known === language) ?? null;
  } catch {
    return null;
  }
}
