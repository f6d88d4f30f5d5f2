import type { Amount } from '../../../app/contract/shapes.ts';
import type { EntryFacts } from '../fs/walk.ts';
import type { EntryTable } from './entry-table.ts';
import type { LinkedEntries } from './frozen-plan.ts';

/*
 * Files with several names (hard links). `bytes` counts every name, as a listing of the folders does. `allocated` is
 * what the disk gives back: the content once, and only when no name of it is left. Copies that share blocks in another
 * way (reflinks, snapshots) cannot be seen here and count as separate files.
 */

/** A plan without any such file. */
export const noLinkedEntries: LinkedEntries = { elsewhere: [], together: [] };

/** The number of names by file, of files with more than one. They are few, so a map costs less than a column. */
export type LinkCounts = ReadonlyMap<string, number>;

/** True for a file that has other names as well. */
export function hasOtherNames(facts: EntryFacts): boolean {
  return facts.links > 1 && facts.kind !== 'folder';
}

/** One key per file, whatever its name. */
export function fileKey(dev: number | bigint, ino: number | bigint): string {
  return `${dev}:${ino}`;
}

/** A name of a file with several, and where its amount is counted. */
export interface LinkedName<Row extends Amount> {
  readonly file: string;
  readonly links: number;
  /** no files and no bytes, only the blocks of the content */
  readonly row: Row;
}

/**
 * The rows that count each content once: the first in order, so that threads cannot change the result. With `whole` a
 * content counts only when all its names are here.
 */
export function contentRows<Row extends Amount>(
  names: readonly LinkedName<Row>[],
  compare: (one: Row, other: Row) => number,
  whole: boolean,
): readonly Row[] {
  const files = new Map<string, { row: Row; names: number; links: number }>();
  for (const { file, links, row } of names) {
    const known = files.get(file);
    if (known === undefined) files.set(file, { row, names: 1, links });
    else {
      known.names += 1;
      if (compare(row, known.row) < 0) known.row = row;
    }
  }
  return [...files.values()].flatMap(({ row, names: count, links }) => (whole && count < links ? [] : [row]));
}

/** Adds an entry to ascending ranges. */
function extend(ranges: [number, number][], entry: number): void {
  const last = ranges.at(-1);
  if (last?.[1] === entry) last[1] = entry + 1;
  else ranges.push([entry, entry + 1]);
}

/** Ascending entries as ranges. */
function rangesOf(entries: readonly number[]): LinkedEntries['elsewhere'] {
  const ranges: [number, number][] = [];
  for (const entry of entries.toSorted((a, b) => a - b)) extend(ranges, entry);
  return ranges;
}

/**
 * Leaves in a plan's rows only what the disk gives back, and returns the linked entries. `onLess` receives the group of
 * each entry that gives back less than its blocks.
 */
export function settleLinkedFiles(
  entries: EntryTable,
  devOf: (folder: number) => bigint,
  links: LinkCounts,
  onLess: (group: number, allocated: number) => void,
): LinkedEntries {
  if (links.size === 0) return noLinkedEntries;
  const names = new Map<string, number[]>();
  for (const entry of entries.withLowInos(links.keys())) {
    const file = fileKey(devOf(entries.folderOf(entry)), entries.entry(entry).ino);
    if (!links.has(file)) continue;
    const known = names.get(file);
    if (known === undefined) names.set(file, [entry]);
    else known.push(entry);
  }
  const elsewhere: number[] = [];
  const together: number[][] = [];
  for (const [file, own] of names) {
    const isWhole = own.length >= (links.get(file) ?? Infinity);
    if (isWhole) together.push(own);
    else elsewhere.push(...own);
    for (const entry of isWhole ? own.slice(0, -1) : own)
      onLess(entries.groupOf(entry), entries.takeAllocated(entry));
  }
  return { elsewhere: rangesOf(elsewhere), together };
}

/** A smaller plan's linked entries. */
export interface ReducedLinks {
  /** by entry of the original plan: what it gives back now, where that has changed */
  readonly allocated: ReadonlyMap<number, number>;
  /** in the numbers of the smaller plan */
  readonly linked: LinkedEntries;
}

/** Names that stay keep their content: the blocks of a file move from the plan to what is kept. */
export function reduceLinks(
  { elsewhere, together }: LinkedEntries,
  isDropped: (entry: number) => boolean,
  allocatedOf: (entry: number) => number,
  entryCount: number,
): ReducedLinks {
  const allocated = new Map<number, number>();
  if (elsewhere.length === 0 && together.length === 0) return { allocated, linked: noLinkedEntries };
  const numbers = new Int32Array(entryCount);
  for (let entry = 0, next = 0; entry < entryCount; entry += 1)
    numbers[entry] = isDropped(entry) ? -1 : next++;
  const numberOf = (entry: number): number => numbers[entry] ?? -1;
  const outside: number[] = [];
  for (const [from, to] of elsewhere)
    for (let entry = from; entry < to; entry += 1) if (!isDropped(entry)) outside.push(numberOf(entry));
  const whole: number[][] = [];
  for (const file of together) {
    const left = file.filter((entry) => !isDropped(entry));
    if (left.length === file.length) whole.push(left.map(numberOf));
    else outside.push(...left.map(numberOf));
    const [dropped] = file.filter(isDropped);
    const last = file.at(-1);
    if (dropped === undefined || last === undefined || isDropped(last)) continue;
    allocated.set(dropped, allocatedOf(last));
    allocated.set(last, 0);
  }
  return { allocated, linked: { elsewhere: rangesOf(outside), together: whole } };
}

/** True when the lists fit a plan of this many entries, as a stored plan may hold anything. */
export function areLinkedEntries(value: unknown, entryCount: number): value is LinkedEntries {
  const isEntry = (entry: unknown): boolean =>
    typeof entry === 'number' && Number.isSafeInteger(entry) && entry >= 0 && entry <= entryCount;
  const { elsewhere, together } = (value ?? {}) as Partial<Record<keyof LinkedEntries, unknown>>;
  const areLists = (lists: unknown): boolean =>
    Array.isArray(lists) && lists.every((list) => Array.isArray(list) && list.every(isEntry));
  return areLists(elsewhere) && areLists(together);
}
