import { extras, levels } from '../../../app/cleanup/levels.ts';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import { conflictRules } from '../../../app/contract/quarantine.ts';
import { products } from '../../../app/platforms/platform.ts';

/** One option; the parser, the help, docs/cli.md and its test share this table. */
export interface OptionSpec {
  readonly long: `--${string}`;
  readonly short?: `-${string}`;
  /** value name shown in the help; absent for a switch */
  readonly value?: string;
  readonly repeatable?: true;
  /** the allowed values; a repeatable option also takes several of them separated by commas */
  readonly values?: readonly string[];
  /** what a shell completes as its value, when that is a path */
  readonly completes?: 'file' | 'folder';
}

export const options = {
  json: { long: '--json' },
  lang: { long: '--lang', value: 'LANGUAGE', values: ['zh-CN', 'en-US'] },
  dataDir: { long: '--data-dir', value: 'DIR', completes: 'folder' },
  allowForeignHome: { long: '--allow-foreign-home' },
  help: { long: '--help', short: '-h' },
  version: { long: '--version', short: '-V' },
  app: { long: '--app', value: 'APP', repeatable: true, values: products },
  root: { long: '--root', value: 'DIR', repeatable: true, completes: 'folder' },
  account: { long: '--account', value: 'ID|FOLDER', repeatable: true },
  allAccounts: { long: '--all-accounts' },
  deep: { long: '--deep' },
  level: { long: '--level', value: 'LEVEL', values: levels },
  include: { long: '--include', value: 'LIST', repeatable: true, values: extras },
  includeOwn: { long: '--include', value: 'LIST', repeatable: true, values: ['quarantine'] },
  olderThan: { long: '--older-than', value: 'AGE' },
  keep: { long: '--keep', value: 'GLOB', repeatable: true, completes: 'file' },
  sinceSession: { long: '--since-session' },
  list: { long: '--list' },
  plan: { long: '--plan', value: 'ID' },
  mode: { long: '--mode', value: 'MODE', values: removalModes },
  dryRun: { long: '--dry-run', short: '-n' },
  yes: { long: '--yes', short: '-y' },
  quiet: { long: '--quiet', short: '-q' },
  verbose: { long: '--verbose', short: '-v' },
  force: { long: '--force' },
  conflict: { long: '--conflict', value: 'RULE', values: conflictRules },
  path: { long: '--path', value: 'PATH', repeatable: true, completes: 'file' },
  find: { long: '--find', value: 'TEXT' },
  over: { long: '--over', value: 'SIZE' },
  all: { long: '--all' },
  browser: { long: '--browser', value: 'PATH', completes: 'file' },
  resident: { long: '--resident' },
  noLaunch: { long: '--no-launch' },
  files: { long: '--files', value: 'N' },
  seed: { long: '--seed', value: 'N' },
} as const satisfies Readonly<Record<string, OptionSpec>>;
export type OptionName = keyof typeof options;

export const commonOptions = [
  'json',
  'lang',
  'dataDir',
  'allowForeignHome',
  'yes',
  'quiet',
  'help',
  'version',
] as const satisfies OptionName[];
export const selectionOptions = [
  'app',
  'account',
  'allAccounts',
  'level',
  'include',
  'olderThan',
  'keep',
  'sinceSession',
] as const satisfies OptionName[];

export interface CommandSpec {
  /** names of positional arguments; `[X]` is optional, `[X...]` also repeatable */
  readonly arguments: readonly string[];
  readonly options: readonly OptionName[];
}

export const commands = {
  status: { arguments: [], options: ['app', 'root', 'verbose'] },
  scan: { arguments: [], options: ['app', 'root', 'verbose'] },
  plan: { arguments: [], options: [...selectionOptions, 'root', 'list', 'verbose'] },
  leave: {
    arguments: [],
    options: ['app', 'account', 'allAccounts', 'deep', 'include', 'keep', 'root', 'dryRun', 'verbose'],
  },
  clean: { arguments: [], options: ['plan', ...selectionOptions, 'root', 'mode', 'dryRun', 'verbose'] },
  verify: { arguments: ['[RUN]'], options: ['root'] },
  report: { arguments: ['[RUN]'], options: [] },
  'report list': { arguments: [], options: [] },
  resume: { arguments: ['[RUN]'], options: ['root'] },
  close: { arguments: ['[RUN]'], options: [] },
  'quarantine list': { arguments: [], options: [] },
  'quarantine show': { arguments: ['BATCH'], options: ['find'] },
  'quarantine restore': { arguments: ['BATCH'], options: ['path', 'conflict', 'root'] },
  'quarantine purge': { arguments: ['[BATCH...]'], options: ['olderThan', 'over', 'all'] },
  'session start': { arguments: [], options: ['root'] },
  'session status': { arguments: [], options: ['root'] },
  'session confirm': { arguments: [], options: ['root'] },
  'session end': { arguments: [], options: ['root'] },
  watch: { arguments: [], options: ['app', 'root'] },
  'settings list': { arguments: [], options: [] },
  'settings set': { arguments: ['NAME', 'VALUE...'], options: [] },
  'keep list': { arguments: [], options: ['root'] },
  'keep add': { arguments: ['PATH...'], options: ['root'] },
  'keep remove': { arguments: ['PATH...'], options: [] },
  'keep confirm': { arguments: [], options: [] },
  forget: { arguments: [], options: ['includeOwn'] },
  quit: { arguments: [], options: ['app', 'root', 'force'] },
  open: { arguments: [], options: ['root', 'resident', 'browser', 'noLaunch'] },
  'demo create': { arguments: ['DIR'], options: ['files', 'seed'] },
  completion: { arguments: ['SHELL'], options: [] },
  help: { arguments: ['[COMMAND...]'], options: [] },
  version: { arguments: [], options: [] },
} as const satisfies Readonly<Record<string, CommandSpec>>;
export type CommandName = keyof typeof commands;

/** Words that only lead to commands; `report` is itself one. */
export const groups = ['quarantine', 'session', 'settings', 'keep', 'demo'] as const;
export type GroupName = (typeof groups)[number];

/** Shells that `completion` writes a script for. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

export const commandNames = Object.keys(commands) as CommandName[];
export const optionNames = Object.keys(options) as OptionName[];

export function optionSpec(name: OptionName): OptionSpec {
  return options[name];
}

export function commandSpec(name: CommandName): CommandSpec {
  return commands[name];
}

/** `quarantine` → `quarantine list` and its neighbours. */
export function commandsOf(group: GroupName): readonly CommandName[] {
  return commandNames.filter((name) => name.startsWith(`${group} `));
}

/** `-h, --help` or `--app <APP>`: the option as printed in help and documentation. */
export function flagsOf(name: OptionName): string {
  const spec = optionSpec(name);
  const flags = spec.short === undefined ? spec.long : `${spec.short}, ${spec.long}`;
  return spec.value === undefined ? flags : `${flags} <${spec.value}>`;
}
