import type { DiscoveryView } from '../../../../app/contract/accounts.ts';
import type { WatchEvent, WatchView } from '../../../../app/contract/watch.ts';
import { SignOffError } from '../../../../app/contract/errors.ts';
import { call } from '../command.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { lineText, shownJson } from '../printer.ts';
import { exitCodes } from '../exit-codes.ts';
import type { WatchLine } from '../schemas.ts';
import { appText, countText, filesText, ownerCells, sizeText } from '../wording.ts';
import type { Wording } from '../wording.ts';
import { createLineFeed } from './line-feed.ts';
import type { LineFeed } from './line-feed.ts';

type Item = WatchEvent | { readonly state: WatchView['state'] };

/** Lines queued for a slow reader; further lines are counted and dropped. */
const mostWaiting = 1000;
const nudgeMs = 2000;
const graceMs = 500;

function jsonLine(line: WatchLine | Readonly<Record<string, unknown>>): string {
  return shownJson(`${JSON.stringify(line)}\n`);
}

function jsonFeed(context: CommandContext): LineFeed<Item> {
  const { terminal, now } = context;
  return createLineFeed<Item>({
    output: terminal.out,
    limit: mostWaiting,
    textOf: (item) => jsonLine('kind' in item ? item : { kind: 'state', at: now(), ...item }),
    droppedText: (dropped) => jsonLine({ kind: 'dropped', at: now(), dropped }),
  });
}

type Names = Pick<DiscoveryView, 'accounts' | 'roots'>;

/** Account names for events. Reloads them when an event names an unknown account; shows ids if that fails. */
function namesOf(context: CommandContext): (event: WatchEvent) => Promise<Names> {
  let names: Names | null = null;
  const lookedUp = new Set<string>();
  return async ({ rootId, accountId }) => {
    const id = accountId ?? rootId;
    const isKnown = [...(names?.accounts ?? []), ...(names?.roots ?? [])].some((one) => one.id === id);
    if (names !== null && (isKnown || lookedUp.has(id))) return names;
    lookedUp.add(id);
    const reply = await context.client.call('accounts.discover', {});
    if (!reply.ok) context.notes.line(context.texts.errors[reply.error.code](reply.error.params), 'warn');
    names = reply.ok ? reply.value : (names ?? { accounts: [], roots: [] });
    return names;
  };
}

function textFeed(context: CommandContext): LineFeed<Item> {
  const { terminal, notes, texts } = context;
  const names = namesOf(context);
  return createLineFeed<Item>({
    output: terminal.out,
    limit: mostWaiting,
    async textOf(item) {
      if ('kind' in item) return lineText(terminal.out, eventText(context, await names(item), item));
      if (item.state === 'live') notes.line(texts.cli.watch.states.live, 'quiet');
      if (item.state === 'degraded') notes.line(texts.cli.watch.states.degraded, 'warn');
      return '';
    },
    droppedText: (dropped) =>
      lineText(terminal.out, texts.cli.watch.dropped({ count: countText(context, dropped) })),
  });
}

/** The initial state: the first JSON line, or a note as text. */
function printHead(context: CommandContext, { state, since, hotEntries, troubles }: WatchView): void {
  const { invocation, terminal, notes, texts } = context;
  if (invocation.json)
    terminal.out.write(jsonLine({ schema: 'signoff.watch/1', state, since, hotEntries, troubles }));
  else notes.line(texts.cli.watch.states[state], 'quiet');
}

/** Resolves when the user interrupts or the reader closes the output. */
function untilEnded({ terminal, signal }: CommandContext): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || terminal.out.closed()) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    terminal.out.onClosed(resolve);
  });
}

/** Writes events until the watch ends; false = the watch ended unexpectedly. */
async function follow(context: CommandContext, feed: LineFeed<Item>): Promise<boolean> {
  const { client, invocation, terminal } = context;
  const { apps } = invocation;
  let state: WatchView['state'] | null = null;
  let fail = (): void => undefined;
  const failed = new Promise<false>((resolve) => (fail = () => resolve(false)));
  const report = (next: WatchView['state']): void => {
    if (state === null || next === state) return;
    state = next;
    if (next === 'off') fail();
    else feed.push({ state });
  };
  const ended = untilEnded(context).then((): true => true);
  const off = [
    client.on('watch.event', (event) => {
      if (apps.length === 0 || apps.includes(event.product)) feed.push(event);
    }),
    client.on('watch.changed', (changed) => report(changed.state)),
  ];
  // A closed pipe shows only on a write. Whitespace between two JSON objects is a harmless one.
  const nudging = setInterval(() => feed.nudge(' '), nudgeMs);
  if (!invocation.json || terminal.out.isTty) clearInterval(nudging);
  try {
    const view = await Promise.race([call(client, 'watch.start', {}), ended]);
    if (view === true) return true;
    printHead(context, view);
    state = view.state;
    feed.open();
    report((await call(client, 'watch.get', {})).state);
    return await Promise.race([ended, failed]);
  } finally {
    clearInterval(nudging);
    for (const stop of off) stop();
  }
}

/**
 * Writes one line per change until the user interrupts or the reader closes the output; both exit normally. An
 * unexpected end is an error. A slow reader loses lines, which are counted, so that memory stays bounded.
 */
export async function watch(context: CommandContext): Promise<CommandResult> {
  const { client, invocation, terminal } = context;
  const feed = invocation.json ? jsonFeed(context) : textFeed(context);
  const isWanted = await follow(context, feed);
  await call(client, 'watch.stop', {});
  // ends the line of probe spaces
  feed.push({ state: 'off' });
  if (!(await feed.finish(graceMs))) terminal.out.abandon();
  if (!isWanted) throw new SignOffError('watch-ended');
  const { ended } = context.texts.cli.watch;
  if (!invocation.json) context.notes.line(ended, 'quiet');
  return { exitCode: exitCodes.done, json: null, render: () => undefined };
}

function amountText(wording: Wording, { files, bytes }: WatchEvent): string {
  const size = sizeText(wording, Math.abs(bytes));
  if (files === 0 || Math.sign(files) !== Math.sign(bytes)) return size;
  return wording.texts.cli.watch.amount({ files: filesText(wording, Math.abs(files)), size });
}

function whatText(wording: Wording, event: WatchEvent): string {
  const { common, cli } = wording.texts;
  const { kinds, troubles } = cli.watch;
  return kinds[event.kind]({
    category: event.category === null ? cli.words.unknown : common.categories[event.category],
    amount: amountText(wording, event),
    size: sizeText(wording, Math.abs(event.bytes)),
    name: event.name ?? cli.words.unknown,
    trouble: event.trouble === null ? cli.words.unknown : troubles[event.trouble],
  });
}

/** One change as text: time, account, event. */
function eventText(
  wording: Wording,
  names: Pick<DiscoveryView, 'accounts' | 'roots'>,
  event: WatchEvent,
): string {
  const time = new Intl.DateTimeFormat(wording.language, { timeStyle: 'medium' }).format(event.at);
  const [app, folder] = ownerCells(wording, names, event);
  const name = app === '' ? appText(wording, event.product, '') : app;
  const owner = event.accountId === null ? name : `${name} ${folder}`;
  return `${time}  ${owner}  ${whatText(wording, event)}`;
}
