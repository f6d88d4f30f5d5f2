import { extras, levels } from '../../../app/cleanup/levels.ts';
import type { Extra, Level } from '../../../app/cleanup/levels.ts';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import { conflictRules } from '../../../app/contract/quarantine.ts';
import type { ConflictRule } from '../../../app/contract/quarantine.ts';
import { languageOf, languages } from '../../../app/locale/dictionary.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import { products } from '../../../app/platforms/platform.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { ageOf, listOf, oneOf, sizeOf, wholeNumber } from './option-values.ts';
import { commandSpec, flagsOf, optionSpec, selectionOptions } from './options.ts';
import type { CommandName, OptionName } from './options.ts';
import { settingOf } from './setting-words.ts';
import type { SettingWords } from './setting-words.ts';
import { UsageError } from './usage-error.ts';
import { sortWords } from './words.ts';
import type { Words } from './words.ts';

/** The selection as typed; account names are not resolved yet. */
export interface SelectionWords {
  readonly apps: readonly Product[];
  readonly accounts: readonly string[];
  readonly allAccounts: boolean;
  readonly level: Level;
  readonly include: readonly Extra[];
  readonly olderThanMs: number | null;
  readonly keep: readonly string[];
  readonly sinceSession: boolean;
}

/** Which batches to purge: by id, all, or by age and size. */
export interface PurgeWords {
  readonly batches: readonly string[];
  readonly all: boolean;
  readonly olderThanMs: number | null;
  readonly overBytes: number | null;
}

/** A parsed command line with checked values; no request has been sent yet. */
export interface Invocation {
  readonly command: CommandName | 'help' | 'version';
  /** the command to show help for */
  readonly about: CommandName | null;
  readonly operand: string | null;
  readonly json: boolean;
  readonly language: Language;
  readonly dataDir: string | null;
  readonly selection: SelectionWords;
  readonly list: boolean;
  readonly plan: string | null;
  readonly mode: RemovalMode;
  readonly conflict: ConflictRule;
  readonly purge: PurgeWords;
  readonly setting: SettingWords | null;
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

/** Options needed before parsing, so that a usage error has the right format and language. */
export function mannerOf(argv: readonly string[], env: Environment): { json: boolean; language: Language } {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const requested = words
    .map((word, index) => (word === '--lang' ? words[index + 1] : /^--lang=(.*)$/.exec(word)?.[1]))
    .findLast((value) => value !== undefined);
  const language = languages.find((one) => one === requested) ?? languageFrom(env);
  return { json: words.includes('--json'), language };
}

function checkOperands(command: CommandName, operands: readonly string[]): string | null {
  const expected: readonly string[] = commandSpec(command).arguments;
  const repeatable = expected.some((name) => name.includes('...'));
  const extra = repeatable ? undefined : operands[expected.length];
  if (extra !== undefined) throw new UsageError('extra-argument', { command, argument: extra });
  const needed = expected.find((name, index) => !name.startsWith('[') && (operands[index] ?? '') === '');
  if (needed !== undefined) throw new UsageError('missing-argument', { command, argument: needed });
  return operands[0] ?? null;
}

function selectionOf(words: Words): SelectionWords {
  const age = words.text('olderThan');
  return {
    apps: listOf('app', words.texts('app'), products),
    accounts: words.texts('account'),
    allAccounts: words.has('allAccounts'),
    level: oneOf('level', words.text('level') ?? 'basic', levels),
    include: listOf('include', words.texts('include'), extras),
    olderThanMs: age === null ? null : ageOf('olderThan', age),
    keep: words.texts('keep'),
    sinceSession: words.has('sinceSession'),
  };
}

/** A purge needs an explicit choice: an empty one is refused, and two ways of choosing conflict. */
function checkPurge(words: Words, conflict: (option: string, other: string) => never): void {
  const choices = (['all', 'olderThan', 'over'] as const satisfies OptionName[]).filter((name) =>
    words.has(name),
  );
  const [first] = choices;
  if (first === undefined && words.operands.length === 0) throw new UsageError('nothing-chosen', {});
  if (first !== undefined && words.operands.length > 0) conflict('BATCH', optionSpec(first).long);
  const [, second] = choices;
  if (first === 'all' && second !== undefined) conflict('--all', optionSpec(second).long);
}

function purgeOf(words: Words): PurgeWords {
  if (words.command !== 'quarantine purge') return noPurge;
  const age = words.text('olderThan');
  const size = words.text('over');
  return {
    batches: [...new Set(words.operands)],
    all: words.has('all'),
    olderThanMs: age === null ? null : ageOf('olderThan', age),
    overBytes: size === null ? null : sizeOf('over', size),
  };
}

function checkConflicts(words: Words): void {
  const conflict = (option: string, other: string): never => {
    throw new UsageError('option-conflict', { option, other });
  };
  const selecting = words.given().find((name) => (selectionOptions as readonly string[]).includes(name));
  if (words.has('plan') && selecting !== undefined) conflict('--plan', optionSpec(selecting).long);
  if (words.has('account') && words.has('allAccounts')) conflict('--account', '--all-accounts');
  if (words.command === 'quarantine purge') checkPurge(words, conflict);
}

const noSelection: SelectionWords = {
  apps: [],
  accounts: [],
  allAccounts: false,
  level: 'basic',
  include: [],
  olderThanMs: null,
  keep: [],
  sinceSession: false,
};

const noPurge: PurgeWords = { batches: [], all: false, olderThanMs: null, overBytes: null };

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

/** Parses `argv`, or throws a `UsageError` with the wrong word and the nearest valid one. */
export function readCommandLine(argv: readonly string[], env: Environment): Invocation {
  const words = sortWords(argv);
  const lang = words.text('lang');
  const { command, operand } = commandOf(words);
  const about = words.command;
  if (command !== 'help') checkConflicts(words);
  if (command === 'quit' && !words.has('app'))
    throw new UsageError('missing-argument', { command, argument: flagsOf('app') });
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
    mode: oneOf('mode', words.text('mode') ?? 'quarantine', removalModes),
    conflict: oneOf('conflict', words.text('conflict') ?? 'skip', conflictRules),
    purge: command === 'help' ? noPurge : purgeOf(words),
    setting: command === 'settings set' ? settingOf(words.operands[0] ?? '', words.operands[1] ?? '') : null,
    dryRun: words.has('dryRun'),
    yes: words.has('yes'),
    apps: about === 'quit' ? listOf('app', words.texts('app'), products) : [],
    force: words.has('force'),
    browser: words.text('browser'),
    launch: !words.has('noLaunch'),
    files: numberOf(words, 'files', 1, 10_000_000),
    seed: numberOf(words, 'seed', 0, 0x7fff_ffff),
  };
}
