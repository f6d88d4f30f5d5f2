import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { SignOffError } from '../../../../app/contract/errors.ts';
import type { KeepListView } from '../../../../app/contract/keep.ts';
import { call } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { pathCell } from '../printer.ts';
import type { Cell, Printer } from '../printer.ts';
import type { JsonOutput } from '../schemas.ts';

function printKept(print: Printer, { texts }: CommandContext, { kept, lost }: KeepListView): void {
  const { keep } = texts.cli;
  if (lost !== null) print.line(keep.lost({ path: lost }), 'warn');
  if (kept.length === 0) {
    print.line(keep.none);
    return;
  }
  print.line(keep.title, 'strong');
  print.table(
    [{ align: 'left' }, { align: 'left' }],
    [],
    kept.map(({ path, state }): Cell[] => [keep.states[state], pathCell(path)]),
  );
}

function result(context: CommandContext, json: JsonOutput & { readonly list: KeepListView }): CommandResult {
  return {
    exitCode: exitCodes.done,
    json,
    render: (print) => printKept(print, context, json.list),
  };
}

export async function keepList(context: CommandContext): Promise<CommandResult> {
  const list = await call(context.client, 'keep.list', {});
  return result(context, { schema: 'signoff.keep-list/1', list });
}

export async function keepAdd(context: CommandContext): Promise<CommandResult> {
  const places = context.invocation.keptPaths.map((path) => resolve(path));
  const list = await call(context.client, 'keep.add', { places });
  return result(context, { schema: 'signoff.keep-add/1', list });
}

function realOrNull(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/** The list has real paths; a person may name an entry through a link, or one that is gone. */
export async function keepRemove(context: CommandContext): Promise<CommandResult> {
  const { kept } = await call(context.client, 'keep.list', {});
  const paths = context.invocation.keptPaths.map((typed) => {
    const spellings = [typed, resolve(typed), realOrNull(typed)];
    const found = kept.find(({ path }) => spellings.includes(path));
    if (found === undefined) throw new SignOffError('keep-refused', { path: typed, why: 'not-kept' });
    return found.path;
  });
  const list = await call(context.client, 'keep.remove', { paths });
  return result(context, { schema: 'signoff.keep-remove/1', list });
}

export async function keepConfirm(context: CommandContext): Promise<CommandResult> {
  const list = await call(context.client, 'keep.confirm', {});
  return result(context, { schema: 'signoff.keep-confirm/1', list });
}
