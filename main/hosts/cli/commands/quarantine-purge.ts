import { SignOffError } from '../../../../app/contract/errors.ts';
import type { PurgeView, QuarantineBatchView } from '../../../../app/contract/quarantine.ts';
import { call } from '../call.ts';
import { chooseBatches } from '../choose-batches.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { confirmWithYes } from '../confirm.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { followJob } from '../follow-job.ts';
import type { Printer } from '../printer.ts';
import { printBatches } from '../quarantine-text.ts';
import { countText, filesText, sizeText } from '../wording.ts';

const nothing: PurgeView = { batches: [], files: 0, bytes: 0, allocated: 0, failed: [] };

async function confirmPurge(context: CommandContext, chosen: readonly QuarantineBatchView[]): Promise<void> {
  const { invocation, terminal, notes, texts } = context;
  if (!invocation.json || (terminal.interactive && !invocation.yes)) {
    printBatches(notes, context, chosen);
    notes.line(texts.cli.quarantine.purgeCost, 'warn');
  }
  const sum = (of: 'files' | 'bytes'): number => chosen.reduce((total, batch) => total + batch[of], 0);
  const question = texts.cli.confirm.askPurge({
    batches: countText(context, chosen.length),
    files: filesText(context, sum('files')),
    size: sizeText(context, sum('bytes')),
  });
  await confirmWithYes(context, question);
}

function printPurged(print: Printer, context: CommandContext, view: PurgeView): void {
  const { cli, common } = context.texts;
  print.line(
    cli.quarantine.purged({
      batches: countText(context, view.batches.length),
      files: filesText(context, view.files),
      size: sizeText(context, view.bytes),
    }),
  );
  for (const { batchId, code } of view.failed)
    print.line(cli.quarantine.notPurged({ batch: batchId, reason: common.failures[code] }), 'bad');
}

async function purged(
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
  const { view, exitCode } = await purged(context, chosen);
  return {
    exitCode,
    json: { schema: 'signoff.quarantine-purge/1', purged: view },
    render: (print) => printPurged(print, context, view),
  };
}
