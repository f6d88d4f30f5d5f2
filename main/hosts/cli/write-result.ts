import type { CommandResult } from './command.ts';
import { shownJson } from './display-text.ts';
import { createPrinter } from './printer.ts';
import type { Output } from './terminal.ts';

const itemsAtOnce = 1000;

/** One JSON object on one line; long lists are written in pieces, so that no string holds them whole. */
async function writeJson(output: Output, { json, list }: CommandResult): Promise<void> {
  if (json === null) return;
  const head = JSON.stringify(json);
  if (list === undefined) {
    output.write(shownJson(`${head}\n`));
    return;
  }
  output.write(shownJson(`${head.slice(0, -1)},${JSON.stringify(list.key)}:[`));
  for (let start = 0; start < list.items.length && !output.closed(); start += itemsAtOnce) {
    const piece = list.items.slice(start, start + itemsAtOnce).map((item) => JSON.stringify(item));
    output.write(shownJson(`${start === 0 ? '' : ','}${piece.join(',')}`));
    await output.drained();
  }
  output.write(']}\n');
}

/** Writes a command's result to standard output, as JSON or text. */
export async function writeResult(output: Output, json: boolean, result: CommandResult): Promise<void> {
  if (json) await writeJson(output, result);
  else await result.render(createPrinter(output));
}
