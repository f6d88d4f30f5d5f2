import { SignOffError } from '../../../../app/contract/errors.ts';
import type { RestoreView } from '../../../../app/contract/quarantine.ts';
import { call } from '../call.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { followJob } from '../follow-job.ts';
import { printBatches, printRestored } from '../quarantine-text.ts';

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

function exitCodeOf(view: RestoreView, isCancelled: boolean): ExitCode {
  if (isCancelled) return exitCodes.cancelled;
  return view.kept.length + view.failed.length > 0 ? exitCodes.someFailed : exitCodes.done;
}

/** Restores one batch; leaves existing files alone unless `--conflict` says otherwise. */
export async function quarantineRestore(context: CommandContext): Promise<CommandResult> {
  const { client, invocation } = context;
  const { started, end } = await followJob(context, () =>
    call(client, 'quarantine.restore', {
      batchId: invocation.operand ?? '',
      conflict: invocation.conflict,
    }),
  );
  if (end.outcome === 'failed')
    throw new SignOffError(end.error?.code ?? 'internal', end.error?.params ?? {});
  const view = await call(client, 'quarantine.restored', { jobId: started.jobId });
  const isCancelled = end.outcome === 'cancelled' || context.signal.aborted;
  if (view === null) throw new SignOffError(isCancelled ? 'cancelled' : 'internal');
  return {
    exitCode: exitCodeOf(view, isCancelled),
    json: { schema: 'signoff.quarantine-restore/1', restored: view },
    render: (print) => printRestored(print, context, view),
  };
}
