import { SignOffError } from '../../../../app/contract/errors.ts';
import type { SessionView } from '../../../../app/contract/session.ts';
import { call, finishJob } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Cell, Printer } from '../printer.ts';
import type { NamedSession, SessionAccount } from '../schemas.ts';
import { appText, filesText, sizeText, timeText } from '../wording.ts';

/** The session with the account names that users know. */
async function named(context: CommandContext, session: SessionView): Promise<NamedSession> {
  const { accounts } = await call(context.client, 'accounts.discover', {});
  const nameOf = (accountId: string): SessionAccount => {
    const account = accounts.find((one) => one.id === accountId);
    return {
      accountId,
      product: account?.product ?? null,
      line: account?.line ?? '',
      folder: account?.folder ?? null,
    };
  };
  return { ...session, owners: session.owners.map(nameOf), arrived: session.arrived.map(nameOf) };
}

function printAccounts(
  print: Printer,
  context: CommandContext,
  accounts: readonly SessionAccount[],
  texts: { title: string; none: string },
): void {
  if (accounts.length === 0) {
    print.line(texts.none);
    return;
  }
  print.line(texts.title, 'strong');
  print.table(
    [{ align: 'left' }, { align: 'left' }],
    [],
    accounts.map(({ accountId, product, line, folder }): Cell[] => [
      product === null ? '' : appText(context, product, line),
      folder ?? accountId,
    ]),
  );
}

function printSession(print: Printer, context: CommandContext, session: NamedSession): void {
  const texts = context.texts.cli.session;
  const { files, bytes, storedBytes } = session.baseline;
  print.line(texts.since({ time: timeText(context, session.startedAt) }), 'strong');
  print.line(
    texts.baseline({
      files: filesText(context, files),
      size: sizeText(context, bytes),
      stored: sizeText(context, storedBytes),
    }),
  );
  printAccounts(print, context, session.owners, { title: texts.owners, none: texts.noOwners });
  printAccounts(print, context, session.arrived, { title: texts.arrived, none: texts.noArrived });
  if (session.state === 'undecided') print.line(texts.undecided, 'warn');
  else print.line(texts.next);
}

/** Records the baseline: everything here now belongs to the owner. */
export async function sessionStart(context: CommandContext): Promise<CommandResult> {
  const { client } = context;
  await finishJob(context, () => call(client, 'session.start', {}));
  const started = await call(client, 'session.get', {});
  if (started === null) throw new SignOffError('internal');
  const session = await named(context, started);
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.session-start/1', session },
    render: (print) => printSession(print, context, session),
  };
}

/** The active session, if any. */
export async function sessionStatus(context: CommandContext): Promise<CommandResult> {
  const running = await call(context.client, 'session.get', {});
  const session = running === null ? null : await named(context, running);
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.session-status/1', session },
    render(print) {
      if (session === null) print.line(context.texts.cli.session.none);
      else printSession(print, context, session);
    },
  };
}

/** Confirms that an old session still belongs to the same user. */
export async function sessionConfirm(context: CommandContext): Promise<CommandResult> {
  const session = await named(context, await call(context.client, 'session.confirm', {}));
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.session-confirm/1', session },
    render(print) {
      print.line(context.texts.cli.session.confirmed);
      printSession(print, context, session);
    },
  };
}

/** Deletes the baseline; cleans nothing. */
export async function sessionEnd(context: CommandContext): Promise<CommandResult> {
  const session = await named(context, await call(context.client, 'session.end', {}));
  return {
    exitCode: exitCodes.done,
    json: { schema: 'signoff.session-end/1', session },
    render: (print) => print.line(context.texts.cli.session.ended),
  };
}
