import { SignOffError } from '../../../../app/contract/errors.ts';
import type { InterruptedRun } from '../../../../app/contract/runs.ts';
import { isRestorable } from '../../../../app/wizard/removal-way.ts';
import { call } from '../call.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { confirmWithYes } from '../confirm.ts';
import { exitCodes } from '../exit-codes.ts';
import { printReceipt, runToReceipt } from '../finish-run.ts';
import { printReport } from '../report-text.ts';
import { interruptedRun } from '../runs.ts';
import { countText, timeText } from '../wording.ts';

/** The run's progress and what happens to the rest, shown before the confirmation. */
function sayWhat(context: CommandContext, run: InterruptedRun): void {
  const { notes, texts } = context;
  const { what, way, credentials } = texts.cli.resume;
  notes.line(
    what({
      run: run.runId,
      level: texts.common.levels[run.level],
      time: timeText(context, run.startedAt),
      removed: countText(context, run.removed),
      planned: countText(context, run.planned),
    }),
    'warn',
  );
  notes.line(way[run.mode], 'warn');
  if (isRestorable(run.mode) && run.level !== 'basic') notes.line(credentials, 'warn');
}

/** Resumes an interrupted clean: confirmation, removal, check, receipt, as for a new clean. */
export async function resume(context: CommandContext): Promise<CommandResult> {
  const { client, invocation, terminal, texts } = context;
  const run = await interruptedRun(context);
  if (!run.resumable) throw new SignOffError('run-not-resumable', { run: run.runId });
  const isSilent = invocation.json && (invocation.yes || !terminal.interactive);
  if (!isSilent) sayWhat(context, run);
  const left = countText(context, Math.max(0, run.planned - run.removed));
  await confirmWithYes(context, texts.cli.confirm.askResume[run.mode]({ left }));
  const { report, exitCode } = await runToReceipt(context, () =>
    call(client, 'runs.resume', { runId: run.runId, confirmed: true }),
  );
  return {
    exitCode,
    json: { schema: 'signoff.resume/1', report },
    render: (print) => printReceipt(print, context, report),
  };
}

/** Ends an interrupted clean as it is: removes nothing more and writes the receipt. */
export async function close(context: CommandContext): Promise<CommandResult> {
  const { runId } = await interruptedRun(context);
  const report = await call(context.client, 'runs.close', { runId });
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.close/1', report },
    render: (print) => printReport(print, context, report),
  };
}
