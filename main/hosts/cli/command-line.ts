import { extras, levels } from '../../../app/cleanup/levels.ts';
import type { Extra, Level } from '../../../app/cleanup/levels.ts';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import { conflictRules } from '../../../app/contract/quarantine.ts';
import type { ConflictRule } from '../../../app/contract/quarantine.ts';
import { languages } from '../../../app/locale/dictionary.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import { products } from '../../../app/platforms/platform.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { ageOf, listOf, oneOf, settingOf, shellOf, sizeOf, wholeNumber } from './option-values.ts';
import type { SettingChange } from './option-values.ts';
import { commandSpec, commandsOf, flagsOf, optionSpec, selectionOptions } from './options.ts';
import type { CommandName, GroupName, OptionName, Shell } from './options.ts';
import { UsageError } from './usage-error.ts';
import { earlyOptionsOf } from './entry.ts';
import type { Environment } from './entry.ts';
import { parseArgv, topicOf } from './argv.ts';
import type { ParsedArgv } from './argv.ts';

/** The selection as typed; account names are not resolved yet. */
export interface SelectionOptions {
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
export interface PurgeOptions {
  readonly batches: readonly string[];
  readonly all: boolean;
  readonly olderThanMs: number | null;
  readonly overBytes: number | null;
}

/** An option that changes nothing on its command line, and the reason. */
export interface UnusedOption {
  readonly option: string;
  readonly reason:
    | 'include-below-deep'
    | 'mode-of-dry-run'
    | 'browser-not-started'
    | 'accounts-of-session'
    | 'no-json'
    | 'no-data-folder';
}

/** A parsed command line with checked values; no request has been sent yet. */
export interface Invocation {
  readonly command: CommandName;
  /** the command or group to show help for; null: all */
  readonly about: CommandName | GroupName | null;
  readonly operand: string | null;
  readonly json: boolean;
  readonly language: Language;
  readonly dataDir: string | null;
  readonly allowForeignHome: boolean;
  /** data folders that the person named, as typed */
  readonly roots: readonly string[];
  readonly selection: SelectionOptions;
  readonly list: boolean;
  readonly plan: string | null;
  readonly mode: RemovalMode;
  readonly conflict: ConflictRule;
  /** what to put back of a batch; none: all of it */
  readonly paths: readonly string[];
  /** part of the paths to show; null: all */
  readonly find: string | null;
  readonly purge: PurgeOptions;
  /** what is in the quarantine goes as well */
  readonly forgetsQuarantine: boolean;
  readonly setting: SettingChange | null;
  /** files and folders of the keep-list, as typed */
  readonly keptPaths: readonly string[];
  /** whose completion script to write */
  readonly shell: Shell | null;
  readonly dryRun: boolean;
  readonly yes: boolean;
  /** only warnings and questions besides the result */
  readonly quiet: boolean;
  /** also where was searched, and how each data folder was found */
  readonly verbose: boolean;
  /** the messengers to quit, or to show; none: all */
  readonly apps: readonly Product[];
  readonly force: boolean;
  readonly browser: string | null;
  readonly launch: boolean;
  /** the host stays in the tray after its window is closed */
  readonly resident: boolean;
  readonly files: number | null;
  readonly seed: number | null;
  /** reported before the command runs */
  readonly unused: readonly UnusedOption[];
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

/** `leave` signs out, so it begins where sign-ins go; `clean` begins at the caches. */
function levelOf(parsed: ParsedArgv): Level {
  if (parsed.command === 'leave') return parsed.has('deep') ? 'deep' : 'system';
  return oneOf('level', parsed.text('level') ?? 'basic', levels);
}

const selecting: readonly (CommandName | GroupName | null)[] = ['plan', 'clean', 'leave'];

function selectionOf(parsed: ParsedArgv): SelectionOptions {
  const age = parsed.text('olderThan');
  return {
    apps: listOf('app', parsed.texts('app'), products),
    accounts: parsed.texts('account'),
    allAccounts: parsed.has('allAccounts'),
    level: levelOf(parsed),
    include: listOf('include', parsed.texts('include'), extras),
    olderThanMs: age === null ? null : ageOf('olderThan', age),
    keep: parsed.texts('keep'),
    sinceSession: parsed.has('sinceSession'),
  };
}

/** A purge needs an explicit choice: an empty one is refused, and two ways of choosing conflict. */
function checkPurge(parsed: ParsedArgv, conflict: (option: string, other: string) => never): void {
  const choices = (['all', 'olderThan', 'over'] as const satisfies OptionName[]).filter((name) =>
    parsed.has(name),
  );
  const [first] = choices;
  if (first === undefined && parsed.operands.length === 0) throw new UsageError('nothing-chosen', {});
  if (first !== undefined && parsed.operands.length > 0) conflict('BATCH', optionSpec(first).long);
  const [, second] = choices;
  if (first === 'all' && second !== undefined) conflict('--all', optionSpec(second).long);
}

function purgeOf(parsed: ParsedArgv): PurgeOptions {
  if (parsed.command !== 'quarantine purge') return noPurge;
  const age = parsed.text('olderThan');
  const size = parsed.text('over');
  return {
    batches: [...new Set(parsed.operands)],
    all: parsed.has('all'),
    olderThanMs: age === null ? null : ageOf('olderThan', age),
    overBytes: size === null ? null : sizeOf('over', size),
  };
}

function checkConflicts(parsed: ParsedArgv): void {
  const conflict = (option: string, other: string): never => {
    throw new UsageError('option-conflict', { option, other });
  };
  const selecting = parsed.given().find((name) => (selectionOptions as readonly string[]).includes(name));
  if (parsed.has('plan') && selecting !== undefined) conflict('--plan', optionSpec(selecting).long);
  if (parsed.has('account') && parsed.has('allAccounts')) conflict('--account', '--all-accounts');
  if (parsed.has('quiet') && parsed.has('verbose')) conflict('--quiet', '--verbose');
  if (parsed.command === 'quarantine purge') checkPurge(parsed, conflict);
}

const noSelection: SelectionOptions = {
  apps: [],
  accounts: [],
  allAccounts: false,
  level: 'basic',
  include: [],
  olderThanMs: null,
  keep: [],
  sinceSession: false,
};

const noPurge: PurgeOptions = { batches: [], all: false, olderThanMs: null, overBytes: null };

function numberOf(parsed: ParsedArgv, name: 'files' | 'seed', least: number, most: number): number | null {
  const text = parsed.text(name);
  return text === null ? null : wholeNumber(name, text, least, most);
}

function commandOf(parsed: ParsedArgv): Pick<Invocation, 'command' | 'about' | 'operand'> {
  const isList = parsed.command === 'report' && parsed.operands[0] === 'list';
  const about = isList ? 'report list' : (parsed.command ?? parsed.group);
  if (parsed.has('help')) return { command: 'help', about, operand: null };
  if (parsed.has('version')) return { command: 'version', about, operand: null };
  if (parsed.command === 'help') return { command: 'help', about: topicOf(parsed.operands), operand: null };
  if (parsed.group !== null)
    throw new UsageError('missing-command', { command: parsed.group, known: commandsOf(parsed.group) });
  if (parsed.command === null) return { command: 'help', about: null, operand: null };
  const command = isList ? 'report list' : parsed.command;
  const operands = isList ? parsed.operands.slice(1) : parsed.operands;
  return { command, about, operand: checkOperands(command, operands) };
}

function unusedOf(parsed: ParsedArgv, command: CommandName, selection: SelectionOptions): UnusedOption[] {
  const { level, include } = selection;
  const isText = command === 'help' || command === 'completion';
  const needsNoFolder = isText || command === 'version' || command === 'demo create';
  const cases: readonly [OptionName, UnusedOption['reason'], boolean][] = [
    ['include', 'include-below-deep', include.includes('phone-backups') && level !== 'deep'],
    ['mode', 'mode-of-dry-run', parsed.has('dryRun')],
    ['browser', 'browser-not-started', parsed.has('noLaunch')],
    ['allAccounts', 'accounts-of-session', selection.sinceSession],
    ['json', 'no-json', isText],
    ['dataDir', 'no-data-folder', needsNoFolder],
    ['allowForeignHome', 'no-data-folder', needsNoFolder],
  ];
  return cases
    .filter(([name, , isUnused]) => isUnused && parsed.has(name))
    .map(([name, reason]) => ({ option: optionSpec(name).long, reason }));
}

/** A copy that can be restored would be a trace, so `leave` keeps none unless the computer is the person's own. */
function usualMode(command: CommandName): RemovalMode {
  return command === 'leave' ? 'delete' : 'quarantine';
}

/** Parses `argv`, or throws a `UsageError` with the wrong word and the nearest valid one. */
export function readCommandLine(argv: readonly string[], env: Environment): Invocation {
  const parsed = parseArgv(argv);
  const lang = parsed.text('lang');
  const { command, about, operand } = commandOf(parsed);
  if (command !== 'help') checkConflicts(parsed);
  if (command === 'quit' && !parsed.has('app'))
    throw new UsageError('missing-argument', { command, argument: flagsOf('app') });
  const selection = selecting.includes(about) ? selectionOf(parsed) : noSelection;
  return {
    command,
    about,
    operand,
    json: parsed.has('json'),
    language: lang === null ? earlyOptionsOf([], env).language : oneOf('lang', lang, languages),
    dataDir: parsed.text('dataDir'),
    allowForeignHome: parsed.has('allowForeignHome'),
    roots: parsed.texts('root'),
    selection,
    list: parsed.has('list'),
    plan: parsed.text('plan'),
    mode: oneOf('mode', parsed.text('mode') ?? usualMode(command), removalModes),
    conflict: oneOf('conflict', parsed.text('conflict') ?? 'skip', conflictRules),
    paths: parsed.texts('path'),
    find: parsed.text('find'),
    purge: command === 'help' ? noPurge : purgeOf(parsed),
    forgetsQuarantine: listOf('includeOwn', parsed.texts('includeOwn'), ['quarantine']).length > 0,
    setting:
      command === 'settings set' ? settingOf(parsed.operands[0] ?? '', parsed.operands.slice(1)) : null,
    keptPaths: command === 'keep add' || command === 'keep remove' ? parsed.operands : [],
    shell: command === 'completion' ? shellOf(operand ?? '') : null,
    dryRun: parsed.has('dryRun'),
    yes: parsed.has('yes'),
    quiet: parsed.has('quiet'),
    verbose: parsed.has('verbose'),
    apps: listOf('app', parsed.texts('app'), products),
    force: parsed.has('force'),
    browser: parsed.text('browser'),
    launch: !parsed.has('noLaunch'),
    resident: parsed.has('resident'),
    files: numberOf(parsed, 'files', 1, 10_000_000),
    seed: numberOf(parsed, 'seed', 0, 0x7fff_ffff),
    unused: unusedOf(parsed, command, selection),
  };
}
