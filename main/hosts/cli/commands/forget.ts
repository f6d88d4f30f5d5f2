import { SignOffError } from '../../../../app/contract/errors.ts';
import type { ForgottenView } from '../../../../app/contract/host.ts';
import type { PurgeView, QuarantineBatchView } from '../../../../app/contract/quarantine.ts';
import { call } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { confirmWithYes, isAlsoWanted } from '../confirm.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Printer } from '../printer.ts';
import { countText, filesText, sizeText } from '../wording.ts';
import { printBatches, printPurged, purge } from './quarantine.ts';

function totalsOf(context: CommandContext, batches: readonly QuarantineBatchView[]) {
  const sum = (of: 'files' | 'bytes'): number => batches.reduce((total, batch) => total + batch[of], 0);
  return {
    batches: countText(context, batches.length),
    files: filesText(context, sum('files')),
    size: sizeText(context, sum('bytes')),
  };
}

/** What goes and what it costs, before the question. */
async function printCost(context: CommandContext, batches: readonly QuarantineBatchView[]): Promise<void> {
  const { client, notes, texts } = context;
  const { dataDir, interrupted } = await call(client, 'status.get', {});
  const receipts = countText(context, (await call(client, 'reports.list', {})).length);
  notes.line(texts.cli.forget.goes({ folder: dataDir, receipts }), 'warn');
  if (interrupted.length > 0) notes.line(texts.cli.forget.interrupted, 'warn');
  if (batches.length === 0) return;
  notes.line(texts.cli.forget.inQuarantine(totalsOf(context, batches)), 'warn');
  printBatches(notes, context, batches);
}

function exitCodeOf({ stayed }: ForgottenView, purged: PurgeView | null): ExitCode {
  const isLeft = stayed.some(({ reason }) => reason === 'open-window' || reason === 'not-removable');
  return isLeft || (purged?.failed.length ?? 0) > 0 ? exitCodes.someFailed : exitCodes.done;
}

function printForgotten(
  print: Printer,
  context: CommandContext,
  view: ForgottenView,
  rest: readonly QuarantineBatchView[],
): void {
  const { forget } = context.texts.cli;
  print.line(forget.done({ receipts: countText(context, view.receipts) }), 'strong');
  if (view.folderGone) print.line(forget.folderGone({ folder: view.dataDir }));
  for (const { path, reason } of view.stayed) {
    const words =
      reason === 'quarantine' ? forget.quarantineStays(totalsOf(context, rest)) : forget.stays[reason];
    print.line(forget.stayed({ path, reason: words }), reason === 'foreign' ? 'plain' : 'warn');
  }
  print.line(forget.program);
}

/** Removes SignOff's own records and settings; the quarantine only with a consent of its own. */
export async function forget(context: CommandContext): Promise<CommandResult> {
  const { client, invocation, terminal, texts } = context;
  // refused before anything is asked
  const session = await call(client, 'session.get', {});
  if (session !== null)
    throw new SignOffError('session-running', { since: new Date(session.startedAt).toISOString() });
  const batches = await call(client, 'quarantine.list', {});
  if (!invocation.json || (terminal.interactive && !invocation.yes)) await printCost(context, batches);
  await confirmWithYes(context, texts.cli.forget.ask);
  const withQuarantine =
    batches.length > 0 &&
    (invocation.forgetsQuarantine ||
      (await isAlsoWanted(context, texts.cli.forget.askQuarantine(totalsOf(context, batches)))));
  let view = await call(client, 'own.forget', { confirmed: true });
  const purged = withQuarantine ? await purge(context, batches) : null;
  if (purged !== null) {
    const { receipts, files } = view;
    const after = await call(client, 'own.forget', { confirmed: true });
    view = { ...after, receipts: receipts + after.receipts, files: files + after.files };
  }
  const isKept = view.stayed.some(({ reason }) => reason === 'quarantine');
  const quarantine = isKept ? await call(client, 'quarantine.list', {}) : [];
  const purgeView = purged?.view ?? null;
  const exitCode = purged?.exitCode === exitCodes.cancelled ? purged.exitCode : exitCodeOf(view, purgeView);
  return {
    exitCode,
    json: { schema: 'signoff.forget/1', forgotten: view, purged: purgeView, quarantine },
    render(print) {
      if (purgeView !== null) printPurged(print, context, purgeView);
      printForgotten(print, context, view, quarantine);
    },
  };
}
