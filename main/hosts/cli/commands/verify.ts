import type { CommandContext, CommandResult } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { printVerification } from '../report-text.ts';
import { reportOf, runToShow, verificationOf, verified } from '../runs.ts';

/** Checks the disk again for what a clean planned to remove; removes nothing. */
export async function verify(context: CommandContext): Promise<CommandResult> {
  const { runId } = await reportOf(context, await runToShow(context));
  const verification = verificationOf(await verified(context, runId));
  return {
    exitCode: verification.verdict === 'all-gone' ? exitCodes.done : exitCodes.someFailed,
    json: { schema: 'signoff.verify/1', runId, verification },
    render(print) {
      print.line(context.texts.cli.report.title({ run: runId }), 'strong');
      printVerification(print, context, verification);
    },
  };
}
