import { Command } from 'commander';
import type { Option } from 'commander';
import { nearest, UsageError } from './usage-error.ts';
import {
  commandNames,
  commandSpec,
  commonOptions,
  flagsOf,
  groups,
  optionNames,
  optionSpec,
} from './options.ts';
import type { CommandName, GroupName, OptionName } from './options.ts';

/** The command, operands and options of a command line; their values are not checked yet. */
export interface ParsedArgv {
  /** null: only common options were given */
  readonly command: CommandName | null;
  /** a group without one of its commands */
  readonly group: GroupName | null;
  readonly operands: readonly string[];
  has(option: OptionName): boolean;
  text(option: OptionName): string | null;
  texts(option: OptionName): readonly string[];
  /** every option that was given */
  given(): readonly OptionName[];
}

function optionsOf(command: CommandName | null): readonly OptionName[] {
  return command === null ? commonOptions : [...commandSpec(command).options, ...commonOptions];
}

function unknownOption(flag: string, command: CommandName | null): UsageError {
  const long = flag.replace(/=.*$/s, '');
  const owners = commandNames.filter((name) =>
    optionsOf(name).some((one) => optionSpec(one).long === long || optionSpec(one).short === long),
  );
  if (owners.length > 0)
    return new UsageError('option-elsewhere', { option: long, command: command ?? '', commands: owners });
  const known = optionsOf(command).map((one) => optionSpec(one).long);
  const everywhere = optionNames.map((one) => optionSpec(one).long);
  const near = nearest(long, known) ?? nearest(long, everywhere) ?? '';
  return new UsageError('unknown-option', { option: long, nearest: near, command: command ?? '' });
}

function unknownCommand(word: string, within: string): UsageError {
  const names = commandNames
    .filter((name) => within === '' || name.startsWith(`${within} `))
    .map((name) => (within === '' ? (name.split(' ')[0] ?? name) : name.slice(within.length + 1)));
  const known = [...new Set(names)];
  const near = nearest(word, known);
  return new UsageError('unknown-command', {
    command: within === '' ? word : `${within} ${word}`,
    nearest: near === null ? '' : `${within} ${near}`.trim(),
    known: known.map((name) => `${within} ${name}`.trim()),
  });
}

/** The command or group that `help` names; a usage error with the nearest one for anything else. */
export function topicOf(words: readonly string[]): CommandName | GroupName | null {
  const [head, next] = words;
  if (head === undefined) return null;
  const topic = words.join(' ');
  const found = [...commandNames, ...groups].find((name) => name === topic);
  if (found !== undefined) return found;
  if (next !== undefined && groups.some((name) => name === head)) throw unknownCommand(next, head);
  if (next !== undefined && commandNames.some((name) => name === head))
    throw new UsageError('extra-argument', { command: 'help', argument: next });
  throw unknownCommand(head, '');
}

/** commander only splits the command line; the CLI reports errors itself, typed and in both languages. */
class CliCommand extends Command {
  about: CommandName | null = null;

  override createCommand(name?: string): CliCommand {
    return new CliCommand(name);
  }

  unknownOption(flag: string): never {
    throw unknownOption(flag, this.about);
  }

  optionMissingArgument(option: Option): never {
    throw new UsageError('missing-value', { option: option.long ?? option.flags });
  }
}

/** Refuses a second value: which of the two was meant is unknown. */
function onlyOnce(name: OptionName): (value: string, before: string | undefined) => string {
  return (value, before) => {
    if (before !== undefined) throw new UsageError('option-repeated', { option: optionSpec(name).long });
    return value;
  };
}

function prepared(line: CliCommand, names: readonly OptionName[]): CliCommand {
  line.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  line.helpOption(false).helpCommand(false).allowExcessArguments();
  for (const name of names) {
    const option = line.createOption(flagsOf(name));
    if (optionSpec(name).repeatable === true)
      option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
    else if (optionSpec(name).value !== undefined) option.argParser(onlyOnce(name));
    line.addOption(option);
  }
  return line;
}

/** commander stores `--no-launch` as `launch: false`; every other option under its own name. */
function valueOf(values: Readonly<Record<string, unknown>>, name: OptionName): unknown {
  const key = optionSpec(name)
    .long.slice(2)
    .replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (name === 'noLaunch') return values['launch'] === false ? true : undefined;
  return values[key];
}

/** Refuses an option as another option's value, and an empty value: both mean a forgotten value. */
function checkText(name: OptionName, text: string): string {
  const option = optionSpec(name).long;
  const isOption = optionNames.some((one) => text === optionSpec(one).long || text === optionSpec(one).short);
  if (text === '' || isOption) throw new UsageError('missing-value', { option });
  return text;
}

function argvFrom(line: CliCommand, command: CommandName | null): ParsedArgv {
  const values = line.optsWithGlobals<Record<string, unknown>>();
  const given = optionsOf(command).filter((name) => valueOf(values, name) !== undefined);
  const texts = (name: OptionName): string[] => {
    const value = given.includes(name) ? valueOf(values, name) : undefined;
    const all: unknown[] = Array.isArray(value) ? value : [value];
    return all.filter((one) => typeof one === 'string').map((one) => checkText(name, one));
  };
  for (const name of given) texts(name);
  return {
    command,
    group: command === null ? (groups.find((name) => name === line.name()) ?? null) : null,
    operands: line.args,
    has: (name) => given.includes(name),
    text: (name) => texts(name).at(-1) ?? null,
    texts,
    given: () => given,
  };
}

/** Parses `argv`; throws a `UsageError` for an unknown command or option, or an option without its value. */
export function parseArgv(argv: readonly string[]): ParsedArgv {
  const found: ParsedArgv[] = [];
  const keep = (line: CliCommand): void => {
    found.push(argvFrom(line, line.about));
  };
  const program = prepared(new CliCommand('signoff'), commonOptions).allowUnknownOption();
  program.action(() => {
    const [first] = program.args;
    if (first?.startsWith('-') === true) throw unknownOption(first, null);
    if (first !== undefined) throw unknownCommand(first, '');
    keep(program);
  });
  const parents = new Map<string, CliCommand>();
  for (const name of commandNames.filter((one) => one !== 'report list')) {
    const [head = '', tail] = name.split(' ');
    let line = parents.get(head) ?? program.command(head);
    if (tail !== undefined) {
      parents.set(head, line);
      line = line.command(tail);
    }
    line.about = name;
    prepared(line, commandSpec(name).options).action(() => keep(line));
  }
  for (const [head, line] of parents) {
    prepared(line, []).action(() => {
      const [first] = line.args;
      if (first !== undefined) throw unknownCommand(first, head);
      keep(line);
    });
  }
  program.parse([...argv], { from: 'user' });
  const [parsed] = found;
  if (parsed === undefined) throw new UsageError('bad-input', { what: argv.join(' ') });
  return parsed;
}
