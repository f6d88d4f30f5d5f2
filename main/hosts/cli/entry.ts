import { isFileLimit, typedError } from '../../../app/contract/errors.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { languages } from '../../../app/locale/dictionary.ts';
import type { Language } from '../../../app/locale/dictionary.ts';

/** What the program can read and say before the rest of it is loaded. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** Chinese where the first variable that is set asks for it; a script without a locale, or with C, reads English. */
function languageFrom(env: Environment): Language {
  const tag = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => (value ?? '') !== '') ?? '';
  return tag.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en-US';
}

/** Options needed before parsing, so that a usage error has the right format and language. */
export function earlyOptionsOf(
  argv: readonly string[],
  env: Environment,
): { json: boolean; language: Language } {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const requested = words
    .map((word, index) => (word === '--lang' ? words[index + 1] : /^--lang=(.*)$/.exec(word)?.[1]))
    .findLast((value) => value !== undefined);
  const language = languages.find((one) => one === requested) ?? languageFrom(env);
  return { json: words.includes('--json'), language };
}

/**
 * Loads the program, which opens many files at once, and runs it. Where that is more than the computer allows, the limit
 * is named instead of a stack of calls.
 */
export async function loadAndRun(load: () => Promise<() => Promise<never>>): Promise<never> {
  let run: () => Promise<never>;
  try {
    run = await load();
  } catch (error) {
    if (!isFileLimit(error)) throw error;
    const { code, params } = typedError(error);
    const { json, language } = earlyOptionsOf(process.argv.slice(2), process.env);
    const { cli, errors } = dictionaries[language];
    const message = errors[code](params);
    if (json) console.log(JSON.stringify({ schema: 'signoff.error/1', code, message, params }));
    else console.error(cli.label.error({ message }));
    process.exit(1);
  }
  return run();
}
