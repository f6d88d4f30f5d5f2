import { extras, levels } from '../../../app/cleanup/levels.ts';
import type { Extra, Level } from '../../../app/cleanup/levels.ts';
import { languageOf, languages } from '../../../app/locale/dictionary.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { ageOf, listOf, oneOf, wholeNumber } from './option-values.ts';
import { apps, commandSpec, flagsOf, modes, optionSpec, selectionOptions } from './options.ts';
import type { CommandName } from './options.ts';
import { UsageError } from './usage-error.ts';
import { sortWords } from './words.ts';
import type { Words } from './words.ts';

/** The selection as it was typed; accounts are still words that discovery has to recognise. */
export interface SelectionWords {
  readonly apps: readonly Product[];
  readonly accounts: readonly string[];
  readonly allAccounts: boolean;
  readonly level: Level;
  readonly include: readonly Extra[];
  readonly olderThanMs: number | null;
  readonly keep: readonly string[];
}

/** A command line that was understood. Every value is checked; nothing was asked of the assistant yet. */
export interface Invocation {
  readonly command: CommandName | 'help' | 'version';
  /** the command that help was asked for */
  readonly about: CommandName | null;
  readonly operand: string | null;
  readonly json: boolean;
  readonly language: Language;
  readonly dataDir: string | null;
  readonly selection: SelectionWords;
  readonly list: boolean;
  readonly plan: string | null;
  readonly mode: 'delete' | null;
  readonly dryRun: boolean;
  readonly yes: boolean;
  /** the messengers to quit */
  readonly apps: readonly Product[];
  readonly force: boolean;
  readonly browser: string | null;
  readonly launch: boolean;
  readonly files: number | null;
  readonly seed: number | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

function languageFrom(env: Environment): Language {
  return languageOf([env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((tag) => (tag ?? '') !== ''));
}

/** What has to be known before the line is understood, so that the complaint about it comes in the right form. */
export function mannerOf(argv: readonly string[], env: Environment): { json: boolean; language: Language } {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const asked = words
    .map((word, index) => (word === '--lang' ? words[index + 1] : /^--lang=(.*)$/.exec(word)?.[1]))
    .findLast((value) => value !== undefined);
  const language = languages.find((one) => one === asked) ?? languageFrom(env);
  return { json: words.includes('--json'), language };
}

function checkOperands(command: CommandName, operands: readonly string[]): string | null {
  const expected: readonly string[] = commandSpec(command).arguments;
  const [first = null, ...rest] = operands;
  const extra = expected.length === 0 ? first : rest[0];
  if (extra !== undefined && extra !== null)
    throw new UsageError('extra-argument', { command, argument: extra });
  const needed = expected.find((name) => !name.startsWith('['));
  if (needed !== undefined && (first === null || first === ''))
    throw new UsageError('missing-argument', { command, argument: needed });
  return first;
}

function selectionOf(words: Words): SelectionWords {
  const age = words.text('olderThan');
  return {
    apps: listOf('app', words.texts('app'), apps),
    accounts: words.texts('account'),
    allAccounts: words.has('allAccounts'),
    level: oneOf('level', words.text('level') ?? 'basic', levels),
    include: listOf('include', words.texts('include'), extras),
    olderThanMs: age === null ? null : ageOf('olderThan', age),
    keep: words.texts('keep'),
  };
}

function checkConflicts(words: Words): void {
  const conflict = (option: string, other: string): never => {
    throw new UsageError('option-conflict', { option, other });
  };
  const selecting = words.given().find((name) => (selectionOptions as readonly string[]).includes(name));
  if (words.has('plan') && selecting !== undefined) conflict('--plan', optionSpec(selecting).long);
  if (words.has('account') && words.has('allAccounts')) conflict('--account', '--all-accounts');
}

const noSelection: SelectionWords = {
  apps: [],
  accounts: [],
  allAccounts: false,
  level: 'basic',
  include: [],
  olderThanMs: null,
  keep: [],
};

function numberOf(words: Words, name: 'files' | 'seed', least: number, most: number): number | null {
  const text = words.text(name);
  return text === null ? null : wholeNumber(name, text, least, most);
}

function commandOf(words: Words): { command: Invocation['command']; operand: string | null } {
  if (words.has('help')) return { command: 'help', operand: null };
  if (words.has('version')) return { command: 'version', operand: null };
  if (words.command === null) return { command: 'help', operand: null };
  if (words.command === 'report' && words.operands[0] === 'list')
    return { command: 'report list', operand: checkOperands('report list', words.operands.slice(1)) };
  return { command: words.command, operand: checkOperands(words.command, words.operands) };
}

/** Understands `argv`, or throws a `UsageError` that names the wrong word and the nearest right one. */
export function readCommandLine(argv: readonly string[], env: Environment): Invocation {
  const words = sortWords(argv);
  const lang = words.text('lang');
  const { command, operand } = commandOf(words);
  const about = words.command;
  if (command !== 'help') checkConflicts(words);
  if (command === 'clean' && !words.has('mode')) throw new UsageError('mode-missing', { option: '--mode' });
  if (command === 'quit' && !words.has('app'))
    throw new UsageError('missing-argument', { command, argument: flagsOf('app') });
  const mode = words.text('mode');
  return {
    command,
    about,
    operand,
    json: words.has('json'),
    language: lang === null ? mannerOf([], env).language : oneOf('lang', lang, languages),
    dataDir: words.text('dataDir'),
    selection: about === 'plan' || about === 'clean' ? selectionOf(words) : noSelection,
    list: words.has('list'),
    plan: words.text('plan'),
    mode: mode === null ? null : oneOf('mode', mode, modes),
    dryRun: words.has('dryRun'),
    yes: words.has('yes'),
    apps: about === 'quit' ? listOf('app', words.texts('app'), apps) : [],
    force: words.has('force'),
    browser: words.text('browser'),
    launch: !words.has('noLaunch'),
    files: numberOf(words, 'files', 1, 10_000_000),
    seed: numberOf(words, 'seed', 0, 0x7fff_ffff),
  };
}
