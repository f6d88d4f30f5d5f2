import type { DiscoveryView } from '../../../../app/contract/accounts.ts';
import type { WatchEvent, WatchView } from '../../../../app/contract/watch.ts';
import { SignOffError } from '../../../../app/contract/errors.ts';
import { call } from '../call.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { shown, shownJson } from '../display-text.ts';
import { exitCodes } from '../exit-codes.ts';
import { createLineFeed } from '../line-feed.ts';
import type { LineFeed } from '../line-feed.ts';
import type { WatchLine } from '../schemas.ts';
import { eventText } from '../watch-text.ts';
import { countText } from '../wording.ts';

type Item = WatchEvent | { readonly state: WatchView['state'] };

/** Lines that may wait for a slow reader; the rest is counted and left out. */
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

/** Looks the accounts up again when an event names one that was not there before; without names ids are shown. */
function namesOf(context: CommandContext): (event: WatchEvent) => Promise<Names> {
  let names: Names | null = null;
  const asked = new Set<string>();
  return async ({ rootId, accountId }) => {
    const id = accountId ?? rootId;
    const isKnown = [...(names?.accounts ?? []), ...(names?.roots ?? [])].some((one) => one.id === id);
    if (names !== null && (isKnown || asked.has(id))) return names;
    asked.add(id);
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
      if ('kind' in item) return `${shown(eventText(context, await names(item), item))}\n`;
      if (item.state === 'live') notes.line(texts.cli.watch.states.live, 'quiet');
      if (item.state === 'degraded') notes.line(texts.cli.watch.states.degraded, 'warn');
      return '';
    },
    droppedText: (dropped) => `${shown(texts.cli.watch.dropped({ count: countText(context, dropped) }))}\n`,
  });
}

/** The state as it is at first: the first line of the JSON, a note for a person. */
function printHead(context: CommandContext, { state, since, hotEntries, troubles }: WatchView): void {
  const { invocation, terminal, notes, texts } = context;
  if (invocation.json)
    terminal.out.write(jsonLine({ schema: 'signoff.watch/1', state, since, hotEntries, troubles }));
  else notes.line(texts.cli.watch.states[state], 'quiet');
}

/** Resolves when the person interrupts or nobody reads any more. */
function untilEnded({ terminal, signal }: CommandContext): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || terminal.out.closed()) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    terminal.out.onClosed(resolve);
  });
}

/** Tells until it is ended; false = the watch ended by itself, and nobody wanted that. */
async function follow(context: CommandContext, feed: LineFeed<Item>): Promise<boolean> {
  const { client, invocation, terminal } = context;
  let state: WatchView['state'] | null = null;
  let fail = (): void => undefined;
  const failed = new Promise<false>((resolve) => (fail = () => resolve(false)));
  const tell = (next: WatchView['state']): void => {
    if (state === null || next === state) return;
    state = next;
    if (next === 'off') fail();
    else feed.push({ state });
  };
  const ended = untilEnded(context).then((): true => true);
  const off = [
    client.on('watch.event', (event) => feed.push(event)),
    client.on('watch.changed', (changed) => tell(changed.state)),
  ];
  // A pipe tells that its reader has gone only when something is written; a space between two objects is none of them.
  const nudging = setInterval(() => feed.nudge(' '), nudgeMs);
  if (!invocation.json || terminal.out.isTty) clearInterval(nudging);
  try {
    const view = await Promise.race([call(client, 'watch.start', {}), ended]);
    if (view === true) return true;
    printHead(context, view);
    state = view.state;
    feed.open();
    tell((await call(client, 'watch.get', {})).state);
    return await Promise.race([ended, failed]);
  } finally {
    clearInterval(nudging);
    for (const stop of off) stop();
  }
}

/**
 * Writes a line for each change until it is interrupted or nobody reads any more; both are its regular end. A watch that
 * ends by itself is an error, never silence. A slow reader costs lines, which are counted, and never memory.
 */
export async function watch(context: CommandContext): Promise<CommandResult> {
  const { client, invocation, terminal } = context;
  const feed = invocation.json ? jsonFeed(context) : textFeed(context);
  const isWanted = await follow(context, feed);
  await call(client, 'watch.stop', {});
  // the last line ends the spaces that were written to learn whether anybody reads
  feed.push({ state: 'off' });
  if (!(await feed.finish(graceMs))) terminal.out.abandon();
  if (!isWanted) throw new SignOffError('watch-ended');
  const { ended } = context.texts.cli.watch;
  if (!invocation.json) context.notes.line(ended, 'quiet');
  return { exitCode: exitCodes.done, json: null, render: () => undefined };
}
