import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { Dictionary } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import {
  formatAmount,
  formatBytes,
  formatCount,
  formatDuration,
  formatTime,
  freedBytes,
} from '../../../app/locale/format.ts';
import { noteDetail } from '../../../app/locale/note-detail.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { pathCell } from './printer.ts';
import type { Cell, Printer } from './printer.ts';

/** Words and number formats of one language, for the commands' texts. */
export interface Wording {
  readonly texts: Dictionary;
  readonly language: Language;
}

export function filesText({ texts, language }: Wording, count: number): string {
  return texts.common.files({ count: formatCount(count, language) });
}

export function countText({ language }: Wording, count: number): string {
  return formatCount(count, language);
}

export function sizeText({ language }: Wording, bytes: number): string {
  return formatBytes(bytes, language);
}

export function timeText({ language }: Wording, at: number): string {
  return formatTime(at, language);
}

export function durationText({ language }: Wording, ms: number): string {
  return formatDuration(ms, language);
}

/** The two numbers of an amount as table cells. */
export function amountCells(wording: Wording, amount: Amount): [string, string] {
  return [countText(wording, amount.files), sizeText(wording, amount.bytes)];
}

/** An amount in a sentence about removing. */
export function amountText(
  { language, texts }: Wording,
  amount: Pick<Amount, 'bytes' | 'allocated'>,
): string {
  return formatAmount(amount, language, texts.common.onDisk);
}

/** An amount that goes or has gone, as table cells: its number and what the disk gives back. */
export function freedCells(wording: Wording, amount: Amount): [string, string] {
  return [countText(wording, amount.files), sizeText(wording, freedBytes(amount))];
}

export function appText({ texts }: Wording, product: Product, line: string, packaging?: string): string {
  const kind = packaging === 'flatpak' || packaging === 'store' ? texts.common.packaging[packaging] : '';
  return [texts.common.products[product], line, kind].filter((part) => part !== '').join(' ');
}

/** How a row names its owner: the account's folder, or that no single account owns it. */
export function ownerCells(
  wording: Wording,
  discovery: Pick<DiscoveryView, 'accounts' | 'roots'> & Partial<Pick<DiscoveryView, 'measuredOnly'>>,
  owner: { readonly rootId: string; readonly accountId: string | null },
): [app: string, folder: string] {
  const measured = discovery.measuredOnly?.find((one) => one.id === owner.rootId);
  if (measured !== undefined) return [wording.texts.cli.words.named, measured.path];
  const account = discovery.accounts.find((one) => one.id === owner.accountId);
  const root = discovery.roots.find((one) => one.id === owner.rootId);
  const { product, line, packaging } = account ?? root ?? {};
  const app = product === undefined ? '' : appText(wording, product, line ?? '', packaging);
  return [app, account?.folder ?? owner.accountId ?? wording.texts.cli.words.shared];
}

/** The path of something below a data folder, in the spelling of its system. */
export function absolute(root: string, below: string): string {
  if (below === '') return root;
  const separator = /^([A-Za-z]:|\\\\)/.test(root) ? '\\' : '/';
  const tail = separator === '/' ? below : below.replaceAll('/', separator);
  return root.endsWith(separator) ? root + tail : root + separator + tail;
}

/** Groups rows by owner, in order of first appearance; each owner is named once. */
export function byOwner(
  rows: readonly { readonly owner: readonly [string, string]; readonly cells: readonly Cell[] }[],
): Cell[][] {
  const order = new Map<string, number>();
  const rank = (owner: readonly [string, string]): number => {
    const name = owner.join('|');
    if (!order.has(name)) order.set(name, order.size);
    return order.get(name) ?? 0;
  };
  const ranked = rows.map(({ owner, cells }) => ({ owner, cells, rank: rank(owner) }));
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ owner, cells, rank: own }, index, sorted) =>
      sorted[index - 1]?.rank === own ? ['', '', ...cells] : [...owner, ...cells],
    );
}

/** Searched and skipped places, so that an empty result explains itself. */
export function printLookedIn(print: Printer, { texts }: Wording, lookedIn: readonly string[]): void {
  print.line(texts.cli.nothingFound, 'strong');
  print.line(texts.cli.lookedIn);
  for (const path of lookedIn) print.path(path);
}

/** The part of a discovery that belongs to `apps`; all of it when none is named. */
export function discoveredFor(apps: readonly Product[], discovery: DiscoveryView): DiscoveryView {
  if (apps.length === 0) return discovery;
  const isChosen = (item: { readonly product: Product }): boolean => apps.includes(item.product);
  return {
    ...discovery,
    roots: discovery.roots.filter(isChosen),
    accounts: discovery.accounts.filter(isChosen),
    measuredOnly: [],
  };
}

/** For `--verbose`: searched places, and what named each data folder. */
export function printSearch(print: Printer, { texts }: Wording, { roots, lookedIn }: DiscoveryView): void {
  print.line(texts.cli.lookedIn);
  for (const path of lookedIn) print.path(path);
  if (roots.length === 0) return;
  print.line(texts.cli.foundBy);
  print.table(
    [{ align: 'left' }, { align: 'left' }],
    [],
    roots.flatMap((root) => root.foundBy.map(({ from }) => [pathCell(root.path), pathCell(from)])),
  );
}

export function printNotes(print: Printer, { texts }: Wording, notes: DiscoveryView['notes']): void {
  if (notes.length === 0) return;
  print.line();
  print.line(texts.cli.status.notes, 'strong');
  print.table(
    [{ align: 'left' }, { align: 'left' }, { align: 'left' }],
    [],
    notes.map((note) => {
      const detail = noteDetail(note, texts.common.noteDetails);
      const text = detail?.text ?? '';
      return [
        texts.cli.notes[note.kind],
        pathCell(note.path),
        detail?.isPath === true ? pathCell(text) : text,
      ];
    }),
  );
}

/** Says of each named folder that is only measured that it is, and what to do. */
export function printMeasuredOnly(
  print: Printer,
  { texts }: Wording,
  { measuredOnly }: Pick<DiscoveryView, 'measuredOnly'>,
): void {
  const { label, measuredOnly: sentence } = texts.cli;
  for (const { path } of measuredOnly) print.line(label.warning({ message: sentence({ path }) }), 'warn');
}

const nothing: Amount = { files: 0, bytes: 0, allocated: 0 };

function plus(a: Amount, b: Amount): Amount {
  return { files: a.files + b.files, bytes: a.bytes + b.bytes, allocated: a.allocated + b.allocated };
}

/** Sums of `items` by key, in order of first appearance. */
export function summed<Item extends Amount>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): { readonly first: Item; readonly amount: Amount }[] {
  const sums = new Map<string, { first: Item; amount: Amount }>();
  for (const item of items) {
    const key = keyOf(item);
    const sum = sums.get(key);
    sums.set(key, { first: sum?.first ?? item, amount: plus(sum?.amount ?? nothing, item) });
  }
  return [...sums.values()];
}
