import { SignOffError } from '../../../../app/contract/errors.ts';
import type {
  PurgeView,
  QuarantineBatchView,
  RestoreView,
  StoredEntry,
} from '../../../../app/contract/quarantine.ts';
import { call, followJob } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { confirmWithYes } from '../confirm.ts';
import { pathCell } from '../printer.ts';
import type { Cell, Printer } from '../printer.ts';
import { absolute, amountText, countText, filesText, freedCells, sizeText, timeText } from '../wording.ts';
import type { Wording } from '../wording.ts';
import type { PurgeOptions } from '../command-line.ts';

/** Lists the restorable batches, newest first. */
export async function quarantineList(context: CommandContext): Promise<CommandResult> {
  const listed = await call(context.client, 'quarantine.list', {});
  const batches = listed.toSorted((a, b) => b.at - a.at);
  const { quarantine } = context.texts.cli;
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.quarantine-list/1', batches },
    render(print) {
      if (batches.length === 0) {
        print.line(quarantine.none);
        return;
      }
      print.line(quarantine.title, 'strong');
      printBatches(print, context, batches);
      print.line(quarantine.hints);
    },
  };
}

const pageSize = 1000;

async function* storedPages(context: CommandContext): AsyncGenerator<readonly StoredEntry[]> {
  const { operand, find } = context.invocation;
  const query = { batchId: operand ?? '', ...(find === null ? {} : { text: find }), limit: pageSize };
  for (let offset = 0, total = 1; offset < total;) {
    if (context.signal.aborted) throw new SignOffError('cancelled');
    const page = await call(context.client, 'quarantine.entries', { ...query, offset });
    if (page.entries.length === 0) return;
    ({ total } = page);
    offset += page.entries.length;
    yield page.entries;
  }
}

/** Shows what a batch holds. Standard output holds only the paths, as `quarantine restore --path` takes them. */
export async function quarantineShow(context: CommandContext): Promise<CommandResult> {
  const { invocation, terminal, notes, texts } = context;
  const items: StoredEntry[] = [];
  // the first page before anything is written: an unknown batch is an error
  const pages = storedPages(context);
  const first = await pages.next();
  if (invocation.json && first.done !== true) {
    items.push(...first.value);
    for await (const page of pages) items.push(...page);
  }
  const print = async (out: Printer): Promise<void> => {
    for (let page = first; page.done !== true; page = await pages.next()) {
      if (terminal.out.closed()) return;
      for (const { root, path } of page.value) out.whole(absolute(root, path));
      await terminal.out.drained();
    }
    notes.line(
      first.done === true
        ? texts.cli.quarantine.nothingInside
        : texts.cli.quarantine.showHint({ batch: invocation.operand ?? '' }),
    );
  };
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.quarantine-show/1', batchId: invocation.operand ?? '' },
    list: { key: 'entries', items },
    render: print,
  };
}

function exitCodeOfRestore(view: RestoreView, isCancelled: boolean): ExitCode {
  if (isCancelled) return exitCodes.cancelled;
  return view.kept.length + view.failed.length > 0 ? exitCodes.someFailed : exitCodes.done;
}

/** Restores one batch, or the given paths of it; leaves existing files alone unless `--conflict` says otherwise. */
export async function quarantineRestore(context: CommandContext): Promise<CommandResult> {
  const { client, invocation } = context;
  const { started, end } = await followJob(context, () =>
    call(client, 'quarantine.restore', {
      batchId: invocation.operand ?? '',
      conflict: invocation.conflict,
      ...(invocation.paths.length === 0 ? {} : { paths: invocation.paths }),
    }),
  );
  if (end.outcome === 'failed')
    throw new SignOffError(end.error?.code ?? 'internal', end.error?.params ?? {});
  const view = await call(client, 'quarantine.restored', { jobId: started.jobId });
  const isCancelled = end.outcome === 'cancelled' || context.signal.aborted;
  if (view === null) throw new SignOffError(isCancelled ? 'cancelled' : 'internal');
  return {
    exitCode: exitCodeOfRestore(view, isCancelled),
    json: { schema: 'signoff.quarantine-restore/1', restored: view },
    render: (print) => printRestored(print, context, view),
  };
}

const nothing: PurgeView = { batches: [], files: 0, bytes: 0, allocated: 0, failed: [] };

async function confirmPurge(context: CommandContext, chosen: readonly QuarantineBatchView[]): Promise<void> {
  const { invocation, terminal, notes, texts } = context;
  if (!invocation.json || (terminal.interactive && !invocation.yes)) {
    printBatches(notes, context, chosen);
    notes.line(texts.cli.quarantine.purgeCost, 'warn');
  }
  const sum = (of: 'files' | 'bytes' | 'allocated'): number =>
    chosen.reduce((total, batch) => total + batch[of], 0);
  const question = texts.cli.confirm.askPurge({
    batches: countText(context, chosen.length),
    files: filesText(context, sum('files')),
    size: amountText(context, { bytes: sum('bytes'), allocated: sum('allocated') }),
  });
  await confirmWithYes(context, question);
}

export function printPurged(print: Printer, context: CommandContext, view: PurgeView): void {
  const { cli, common } = context.texts;
  print.line(
    cli.quarantine.purged({
      batches: countText(context, view.batches.length),
      files: filesText(context, view.files),
      size: amountText(context, view),
    }),
  );
  for (const { batchId, code } of view.failed)
    print.line(cli.quarantine.notPurged({ batch: batchId, reason: common.failures[code] }), 'bad');
}

export async function purge(
  context: CommandContext,
  chosen: readonly QuarantineBatchView[],
): Promise<{ view: PurgeView; exitCode: ExitCode }> {
  const { client } = context;
  const batches = chosen.map(({ id }) => id);
  const { started, end } = await followJob(context, () =>
    call(client, 'quarantine.purge', { batches, confirmed: true }),
  );
  if (end.outcome === 'failed')
    throw new SignOffError(end.error?.code ?? 'internal', end.error?.params ?? {});
  const view = await call(client, 'quarantine.purged', { jobId: started.jobId });
  const isCancelled = end.outcome === 'cancelled' || context.signal.aborted;
  if (view === null) throw new SignOffError(isCancelled ? 'cancelled' : 'internal');
  if (isCancelled) return { view, exitCode: exitCodes.cancelled };
  return { view, exitCode: view.failed.length > 0 ? exitCodes.someFailed : exitCodes.done };
}

/** Deletes the chosen batches for good after confirmation; an empty choice is refused earlier. */
export async function quarantinePurge(context: CommandContext): Promise<CommandResult> {
  const listed = await call(context.client, 'quarantine.list', {});
  const chosen = chooseBatches(context.invocation.purge, listed, context.now());
  if (chosen.length === 0)
    return {
      exitCode: exitCodes.done,
      json: { schema: 'signoff.quarantine-purge/1', purged: nothing },
      render: (print) => print.line(context.texts.cli.quarantine.nothing),
    };
  await confirmPurge(context, chosen);
  const { view, exitCode } = await purge(context, chosen);
  return {
    exitCode,
    json: { schema: 'signoff.quarantine-purge/1', purged: view },
    render: (print) => printPurged(print, context, view),
  };
}

/** The oldest batches to purge so that the rest is at most `most` bytes; never the newest. */
function beyondSize(oldestFirst: readonly QuarantineBatchView[], most: number): QuarantineBatchView[] {
  let size = oldestFirst.reduce((sum, batch) => sum + batch.allocated, 0);
  const gone: QuarantineBatchView[] = [];
  for (const batch of oldestFirst.slice(0, -1)) {
    if (size <= most) break;
    if (batch.state !== 'whole') continue;
    gone.push(batch);
    size -= batch.allocated;
  }
  return gone;
}

/**
 * The selected batches, oldest first. A rule of age or size never selects a damaged or unfinished batch; the user
 * selects those by id or with `--all`.
 */
export function chooseBatches(
  options: PurgeOptions,
  batches: readonly QuarantineBatchView[],
  now: number,
): QuarantineBatchView[] {
  const oldestFirst = batches.toSorted((a, b) => a.at - b.at);
  if (options.all) return oldestFirst;
  if (options.batches.length > 0) {
    const unknown = options.batches.find((id) => batches.every((batch) => batch.id !== id));
    if (unknown !== undefined) throw new SignOffError('quarantine-not-found', { batch: unknown });
    return oldestFirst.filter(({ id }) => options.batches.includes(id));
  }
  const { olderThanMs, overBytes } = options;
  const isOld = (batch: QuarantineBatchView): boolean =>
    olderThanMs !== null && batch.state === 'whole' && now - batch.at >= olderThanMs;
  const old = oldestFirst.filter(isOld);
  const rest = oldestFirst.filter((batch) => !isOld(batch));
  return overBytes === null ? old : [...old, ...beyondSize(rest, overBytes)];
}

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
      ...freedCells(wording, batch),
      batch.accounts.map(({ folder }) => folder).join(common.listJoin) || words.none,
      batch.expiresAt === null ? words.never : timeText(wording, batch.expiresAt),
      { text: quarantine.states[batch.state], tone: batch.state === 'whole' ? 'plain' : 'bad' },
    ]),
  );
}

/** What was restored, what was not with reasons, and what to do about it. */
function printRestored(print: Printer, wording: Wording, view: RestoreView): void {
  const { common, cli } = wording.texts;
  const { quarantine } = cli;
  const { files, bytes } = view.restored;
  const batch = view.batchId;
  const size = sizeText(wording, bytes);
  print.line(quarantine.restored({ files: filesText(wording, files), size, batch }), 'strong');
  if (view.renamed > 0) print.line(`  ${quarantine.renamed({ files: filesText(wording, view.renamed) })}`);
  if (view.overwritten > 0)
    print.line(`  ${quarantine.overwritten({ files: filesText(wording, view.overwritten) })}`);
  if (view.signIns > 0)
    print.line(`  ${quarantine.signIns({ files: filesText(wording, view.signIns) })}`, 'warn');
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
    view.examples.map(({ path, why }): Cell[] => [pathCell(path), words[why]]),
  );
}
