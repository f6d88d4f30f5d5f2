import { besides } from '../../../../app/guides/guide-content.ts';
import { factById } from '../../../../app/guides/facts.ts';
import { forcedEnd } from '../../../../app/guides/forced-end.ts';
import { SignOffError } from '../../../../app/contract/errors.ts';
import type { QuitView } from '../../../../app/contract/messengers.ts';
import type { Product } from '../../../../app/platforms/platform.ts';
import { call, finishJob } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { confirmWithYes } from '../confirm.ts';
import type { Printer } from '../printer.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';

export type Answered = QuitView & { readonly state: Exclude<QuitView['state'], 'waiting'> };

async function answered(context: CommandContext, product: Product): Promise<Answered> {
  const view = await call(context.client, 'messengers.quitState', { product });
  if (view === null || view.state === 'waiting') throw new SignOffError('job-not-found');
  return { ...view, state: view.state };
}

/** The guide's warnings with their corrections, shown before the question. */
function printWarnings(context: CommandContext, product: Product): void {
  const { notes, texts, language } = context;
  const name = texts.common.products[product];
  notes.line(texts.cli.quit.warnings({ name }), 'strong');
  for (const id of [...forcedEnd.warnings, forcedEnd.after]) {
    const fact = factById[id];
    notes.line(`  ${fact.says[language]}`, 'warn');
    const beside = besides(fact)?.[language];
    if (beside !== undefined) notes.line(`    ${texts.frame.correction({ text: beside })}`);
  }
  if (product !== 'wechat') notes.line(texts.cli.quit.about({ name }));
}

/** Asks one app to quit, and waits until it is known whether it did. */
export async function quitOne(context: CommandContext, product: Product): Promise<Answered> {
  const { client, notes, texts } = context;
  notes.line(texts.cli.quit.asked({ name: texts.common.products[product] }), 'quiet');
  await finishJob(context, () => call(client, 'messengers.askToQuit', { product }));
  const view = await answered(context, product);
  if (!context.invocation.force || view.state !== 'still-running') return view;
  printWarnings(context, product);
  await confirmWithYes(context, texts.cli.quit.ask({ name: texts.common.products[product] }));
  await finishJob(context, () => call(client, 'messengers.forceEnd', { product, confirmed: true }));
  return answered(context, product);
}

function exitCodeFor(views: readonly Answered[]): ExitCode {
  if (views.some(({ state }) => state === 'still-running')) return exitCodes.someFailed;
  return views.some(({ state }) => state === 'unclear') ? exitCodes.refused : exitCodes.done;
}

export function printView(print: Printer, { texts }: CommandContext, view: Answered): void {
  const name = texts.common.products[view.product];
  const messages = texts.cli.quit.state;
  const pids = view.processes.map(({ pid }) => String(pid)).join(texts.common.listJoin);
  if (view.state === 'quit') print.line(messages.quit({ name }));
  else if (view.state === 'still-running') print.line(messages['still-running']({ name, pids }), 'warn');
  else {
    const reason = view.reason === null ? texts.cli.words.unknown : texts.common.quitReasons[view.reason];
    print.line(messages.unclear({ name, reason }), 'warn');
  }
}

/** One app in the JSON of `quit` and `leave`. */
export function appJson({ product, state, reason, forced, processes }: Answered) {
  return { product, state, reason, forced, processes };
}

/**
 * Asks each app to quit, one after the other. Ends it by force only with `--force`, after a failed request and a
 * confirmation.
 */
export async function quit(context: CommandContext): Promise<CommandResult> {
  const views: Answered[] = [];
  for (const product of context.invocation.apps) views.push(await quitOne(context, product));
  return {
    exitCode: exitCodeFor(views),
    json: { schema: 'signoff.quit/1', apps: views.map(appJson) },
    render(print) {
      for (const view of views) printView(print, context, view);
    },
  };
}
