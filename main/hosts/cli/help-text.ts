import type { Dictionary } from '../../../app/locale/dictionaries.ts';
import { exitCodes } from './exit-codes.ts';
import {
  commandNames,
  commandSpec,
  commandsOf,
  commonOptions,
  flagsOf,
  groups,
  optionSpec,
} from './options.ts';
import type { CommandName, GroupName, OptionName } from './options.ts';
import type { Printer } from './printer.ts';

const left = { align: 'left' } as const;

/** Describes an option and its values; the help and docs/cli.md share it. */
export function optionMeaning(texts: Dictionary, name: OptionName): string {
  const { help, options } = texts.cli;
  const spec = optionSpec(name);
  const parts: string[] = [options[name]];
  if (spec.values !== undefined) parts.push(help.values({ values: spec.values.join(texts.common.listJoin) }));
  if (spec.repeatable === true) parts.push(help.repeatable);
  return parts.join(help.joint);
}

/** `signoff verify [RUN]` */
export function commandUsage(name: CommandName): string {
  return ['signoff', name, ...commandSpec(name).arguments].join(' ');
}

function printOptions(print: Printer, texts: Dictionary, title: string, names: readonly OptionName[]): void {
  if (names.length === 0) return;
  print.line();
  print.line(title, 'strong');
  print.table(
    [left, left],
    [],
    names.map((name) => [flagsOf(name), optionMeaning(texts, name)]),
  );
}

function printCommands(print: Printer, texts: Dictionary, names: readonly CommandName[]): void {
  print.table(
    [left, left],
    [],
    names.map((name) => [[name, ...commandSpec(name).arguments].join(' '), texts.cli.commands[name]]),
  );
}

function printGroup(print: Printer, texts: Dictionary, group: GroupName): void {
  const { help } = texts.cli;
  print.line(texts.cli.groups[group]);
  print.line();
  print.line(help.usage, 'strong');
  print.line(`  signoff ${group} ${help.command} ${help.placeholder}`);
  print.line();
  print.line(help.commands, 'strong');
  printCommands(print, texts, commandsOf(group));
  printOptions(print, texts, help.common, commonOptions);
}

function printOverview(print: Printer, texts: Dictionary): void {
  const { help, exits } = texts.cli;
  print.line(help.summary);
  print.line();
  print.line(help.usage, 'strong');
  print.line(`  signoff ${help.command} ${help.placeholder}`);
  print.line();
  print.line(help.commands, 'strong');
  printCommands(print, texts, commandNames);
  printOptions(print, texts, help.common, commonOptions);
  print.line();
  print.line(help.exitCodes, 'strong');
  print.table(
    [{ align: 'right' }, left],
    [],
    Object.values(exitCodes).map((code) => [String(code), exits[code]]),
  );
  print.line();
  print.line(help.more);
}

function isGroup(topic: CommandName | GroupName): topic is GroupName {
  return groups.some((name) => name === topic);
}

/** The help of one command or group, or of all. */
export function printHelp(print: Printer, texts: Dictionary, about: CommandName | GroupName | null): void {
  if (about === null) printOverview(print, texts);
  else if (isGroup(about)) printGroup(print, texts, about);
  else printCommand(print, texts, about);
}

function printCommand(print: Printer, texts: Dictionary, about: CommandName): void {
  const { help, commands } = texts.cli;
  print.line(commands[about]);
  print.line();
  print.line(help.usage, 'strong');
  print.line(`  ${commandUsage(about)} ${help.placeholder}`);
  const names = commandSpec(about).arguments.map((name) => name.replaceAll(/[[\].]/g, ''));
  if (names.length > 0) {
    print.line();
    print.line(help.arguments, 'strong');
    const meanings: Readonly<Record<string, string>> = texts.cli.arguments;
    print.table(
      [left, left],
      [],
      names.map((name) => [name, meanings[name] ?? '']),
    );
  }
  printOptions(print, texts, help.options, commandSpec(about).options);
  printOptions(print, texts, help.common, commonOptions);
}
