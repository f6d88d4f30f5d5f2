import type { QuarantineBatchView, RestoreView } from '../../../app/contract/quarantine.ts';
import type { Cell, Printer } from './printer.ts';
import { amountCells, countText, filesText, sizeText, timeText } from './wording.ts';
import type { Wording } from './wording.ts';

const left = { align: 'left' } as const;
const right = { align: 'right' } as const;

/** One line per batch: time, size, owner and expiry. */
export function printBatches(
  print: Printer,
  wording: Wording,
  batches: readonly QuarantineBatchView[],
): void {
  const { common, cli } = wording.texts;
  const { words, quarantine } = cli;
  print.table(
    [left, left, right, right, right, left, left, left],
    [words.run, words.time, words.items, words.files, words.size, words.account, words.expires, words.state],
    batches.map((batch): Cell[] => [
      batch.id,
      timeText(wording, batch.at),
      countText(wording, batch.items),
      ...amountCells(wording, batch),
      batch.accounts.map(({ folder }) => folder).join(common.listJoin) || words.none,
      batch.expiresAt === null ? words.never : timeText(wording, batch.expiresAt),
      { text: quarantine.states[batch.state], tone: batch.state === 'whole' ? 'plain' : 'bad' },
    ]),
  );
}

/** What was restored, what was not with reasons, and what to do about it. */
export function printRestored(print: Printer, wording: Wording, view: RestoreView): void {
  const { common, cli } = wording.texts;
  const { quarantine } = cli;
  const { files, bytes } = view.restored;
  const batch = view.batchId;
  const size = sizeText(wording, bytes);
  print.line(quarantine.restored({ files: filesText(wording, files), size, batch }), 'strong');
  if (view.renamed > 0) print.line(`  ${quarantine.renamed({ files: filesText(wording, view.renamed) })}`);
  if (view.overwritten > 0)
    print.line(`  ${quarantine.overwritten({ files: filesText(wording, view.overwritten) })}`);
  const rows = [
    ...view.kept.map((kept): Cell[] => [
      quarantine.kept,
      countText(wording, kept.files),
      quarantine.stays[kept.reason],
    ]),
    ...view.failed.map((failed): Cell[] => [
      { text: quarantine.failed, tone: 'bad' },
      countText(wording, failed.files),
      common.failures[failed.code],
    ]),
  ];
  print.table([left, right, left], [], rows);
  printExamples(print, wording, view);
  if (view.kept.some(({ reason }) => reason === 'in-the-way')) print.line(quarantine.conflict);
  print.line(view.isEmptied ? quarantine.emptied : quarantine.remains({ batch }));
}

function printExamples(print: Printer, { texts }: Wording, view: RestoreView): void {
  if (view.examples.length === 0) return;
  const { quarantine } = texts.cli;
  const words: Readonly<Record<RestoreView['examples'][number]['why'], string>> = {
    ...texts.common.failures,
    ...quarantine.stays,
  };
  print.line(quarantine.examples);
  print.table(
    [left, left],
    [],
    view.examples.map(({ path, why }): Cell[] => [path, words[why]]),
  );
}
