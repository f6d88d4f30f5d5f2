import type { Dictionary } from '../../../app/locale/dictionaries.ts';
import { exitCodes } from './exit-codes.ts';
import { commandNames, commandSpec, commonOptions, flagsOf, optionSpec } from './options.ts';
import type { CommandName, OptionName } from './options.ts';
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

function printOverview(print: Printer, texts: Dictionary): void {
  const { help, commands, exits } = texts.cli;
  print.line(help.summary);
  print.line();
  print.line(help.usage, 'strong');
  print.line(`  signoff ${help.command} ${help.placeholder}`);
  print.line();
  print.line(help.commands, 'strong');
  print.table(
    [left, left],
    [],
    commandNames.map((name) => [[name, ...commandSpec(name).arguments].join(' '), commands[name]]),
  );
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

/** The help of one command, or of all. */
export function printHelp(print: Printer, texts: Dictionary, about: CommandName | null): void {
  if (about === null) {
    printOverview(print, texts);
    return;
  }
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
