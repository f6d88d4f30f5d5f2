import type { AccountView, DiscoveryView } from '../../../../app/contract/accounts.ts';
import type { StatusView } from '../../../../app/contract/host.ts';
import type { SignInView } from '../../../../app/contract/sign-in.ts';
import { call } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { pathCell } from '../printer.ts';
import type { Cell, Printer } from '../printer.ts';
import {
  appText,
  countText,
  discoveredFor,
  printLookedIn,
  printNotes,
  printSearch,
  timeText,
} from '../wording.ts';
import type { Wording } from '../wording.ts';

const left = { align: 'left' } as const;

function rootRemark({ texts }: Wording, root: DiscoveryView['roots'][number]): Cell {
  if (root.access === 'no-permission') return { text: texts.cli.words.noPermission, tone: 'warn' };
  if (root.layout === 'unknown') return { text: texts.cli.notes['unknown-layout'], tone: 'warn' };
  if (root.support === 'detect-only') return texts.common.keepReasons['report-only'];
  if (root.support === 'basic-only') return texts.home.basicOnly;
  return '';
}

function printAccounts(print: Printer, wording: Wording, discovery: DiscoveryView): void {
  const { words, status } = wording.texts.cli;
  print.line();
  print.line(status.accounts, 'strong');
  const row = (account: AccountView): Cell[] => [
    appText(wording, account.product, account.line, account.packaging),
    account.folder,
    account.displayName ?? '—',
    account.id,
    account.access === 'ok' ? '' : { text: words.noPermission, tone: 'warn' },
  ];
  if (discovery.accounts.length === 0) print.line(`  ${status.noAccounts}`);
  else
    print.table(
      [left, left, left, left, left],
      [words.app, words.account, words.name, words.accountId],
      discovery.accounts.map(row),
    );
  print.line();
  print.line(status.roots, 'strong');
  print.table(
    [left, left, left],
    [],
    discovery.roots.map((root): Cell[] => [
      appText(wording, root.product, root.line, root.packaging),
      pathCell(root.path),
      rootRemark(wording, root),
    ]),
  );
}

function printRunning(print: Printer, { texts }: Wording, products: SignInView['products']): void {
  print.line();
  print.line(texts.cli.status.running, 'strong');
  for (const { product, running, processes } of products) {
    const name = texts.common.products[product];
    const pids = processes.map((process) => String(process.pid)).join(texts.common.listJoin);
    if (running === 'yes') print.line(`  ${texts.cli.status.isRunning({ name, pids })}`, 'warn');
    else if (running === 'no') print.line(`  ${texts.cli.status.notRunning({ name })}`);
    else print.line(`  ${texts.cli.status.runningUnknown({ name })}`, 'warn');
  }
}

function printRuns(print: Printer, wording: Wording, view: StatusView): void {
  const { cli, common } = wording.texts;
  const { status, outcomes, modes } = cli;
  print.line();
  const { lastRun } = view;
  if (lastRun === null) print.line(status.noRun);
  else
    print.line(
      status.lastRun({
        run: lastRun.runId,
        time: timeText(wording, lastRun.endedAt),
        outcome: outcomes[lastRun.outcome],
      }),
    );
  if (lastRun !== null)
    print.line(
      `  ${common.verdict.headlines[lastRun.headline]}`,
      lastRun.headline === 'nothing-left' ? 'plain' : 'warn',
    );
  for (const run of view.interrupted) {
    const message = run.stopped ? status.stopped : status.interrupted;
    print.line(
      (run.resumable ? message : status.interruptedFinal)({
        run: run.runId,
        time: timeText(wording, run.startedAt),
        level: common.levels[run.level],
        mode: modes[run.mode],
        removed: countText(wording, run.removed),
        planned: countText(wording, run.planned),
      }),
      'warn',
    );
  }
  for (const path of view.setAside) print.line(status.setAside({ path }), 'warn');
  for (const { path, format } of view.otherFormats)
    print.line(wording.texts.errors['other-format']({ path, format }), 'warn');
}

function printSystemCalls(print: Printer, { texts }: Wording, { systemCalls }: StatusView): void {
  const { title, native, portable } = texts.common.systemCalls;
  const { reason } = systemCalls;
  print.line(`${title}  ${reason === null ? native : portable({ reason })}`);
}

/** Shows accounts, running programs, the last clean and open problems, without measuring sizes. */
export async function status(context: CommandContext): Promise<CommandResult> {
  const { client } = context;
  const host = await call(client, 'host.describe', {});
  const { apps } = context.invocation;
  const discovery = discoveredFor(apps, await call(client, 'accounts.discover', {}));
  if (context.invocation.verbose) printSearch(context.notes, context, discovery);
  const signIn = await call(client, 'signin.check', {});
  const running = signIn.products.filter(({ product }) => apps.length === 0 || apps.includes(product));
  const view = await call(client, 'status.get', {});
  const { roots, accounts, measuredOnly, notes, lookedIn } = discovery;
  const { version, dataDir, lastRun, interrupted, setAside, otherFormats, systemCalls } = view;
  const { system, home, locationsCheckedOn } = host;
  return {
    exitCode: exitCodes.done,
    json: {
      schema: 'signoff.status/1',
      version,
      system,
      home,
      dataDir,
      locationsCheckedOn,
      roots,
      accounts,
      measuredOnly,
      notes,
      lookedIn,
      running,
      lastRun,
      interrupted,
      setAside,
      otherFormats,
      systemCalls,
    },
    render(print) {
      print.line(`${context.texts.common.product} ${version}`, 'strong');
      print.line(`${context.texts.cli.words.folder}  ${dataDir}`);
      print.line(context.texts.cli.status.locations({ date: locationsCheckedOn }));
      printSystemCalls(print, context, view);
      if (discovery.roots.length === 0) {
        print.line();
        printLookedIn(print, context, discovery.lookedIn);
      } else printAccounts(print, context, discovery);
      printRunning(print, context, running);
      printRuns(print, context, view);
      printNotes(print, context, discovery.notes);
    },
  };
}
