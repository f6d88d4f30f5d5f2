import type { FrozenPlan } from '../planning/frozen-plan.ts';
import type { EntryStates } from '../journal/entry-states.ts';
import type { Ranges } from '../journal/journal-lines.ts';
import { nextTurn } from './next-turn.ts';

const entriesPerTurn = 20_000;

function isBelow(plan: FrozenPlan, folder: number, top: number): boolean {
  const one = plan.folder(folder);
  const above = plan.folder(top);
  return (
    one.root === above.root &&
    one.segments.length > above.segments.length &&
    above.segments.every((segment, index) => one.segments[index] === segment)
  );
}

/** For each folder the index behind its last descendant: a folder stands before what is in it, without gaps. */
export function subtreeEnds(plan: FrozenPlan): Int32Array {
  const ends = new Int32Array(plan.folderCount).fill(plan.folderCount);
  const open: number[] = [];
  for (let index = 0; index < plan.folderCount; index += 1) {
    for (let top = open.at(-1); top !== undefined && !isBelow(plan, index, top); top = open.at(-1)) {
      ends[top] = index;
      open.pop();
    }
    open.push(index);
  }
  return ends;
}

/** Top-most folders with nothing in or below them that must stay: only these may ever leave as wholes. */
export function wholeFolders(plan: FrozenPlan, ends: Int32Array): readonly number[] {
  const isWhole = (index: number): boolean => {
    const folder = plan.folder(index);
    return folder.removable && folder.complete && folder.segments.length > 0;
  };
  const lastBad = new Int32Array(plan.folderCount + 1).fill(plan.folderCount);
  for (let index = plan.folderCount - 1; index >= 0; index -= 1)
    lastBad[index] = isWhole(index) ? (lastBad[index + 1] ?? 0) : index;
  const tops: number[] = [];
  for (let index = 0; index < plan.folderCount;) {
    const end = ends[index] ?? plan.folderCount;
    if ((lastBad[index] ?? 0) >= end) {
      tops.push(index);
      index = end;
    } else index += 1;
  }
  return tops;
}

/** Adds an entry to ranges that grow upwards. */
function extend(ranges: [number, number][], entry: number): void {
  const last = ranges.at(-1);
  if (last?.[1] === entry) last[1] = entry + 1;
  else ranges.push([entry, entry + 1]);
}

/** What lies in one folder and below it: entries that may still be tried, and whether others stand in the way. */
export interface Holding {
  readonly folder: number;
  readonly end: number;
  readonly ranges: Ranges;
  /** an entry that was tried and is still there */
  readonly isBlocked: boolean;
}

/** The entries of several folders that do not overlap, in one walk over the plan. */
export async function holdingsOf(
  plan: FrozenPlan,
  folders: readonly number[],
  ends: Int32Array,
  states: EntryStates,
  isRemoved: (entry: number) => boolean,
): Promise<readonly Holding[]> {
  const owner = new Int32Array(plan.folderCount).fill(-1);
  folders.forEach((folder, at) => owner.fill(at, folder, ends[folder]));
  const holdings = folders.map((folder) => ({
    folder,
    end: ends[folder] ?? folder + 1,
    ranges: [] as [number, number][],
    isBlocked: false,
  }));
  for (let entry = 0; entry < plan.entryCount; entry += 1) {
    if (entry % entriesPerTurn === entriesPerTurn - 1) await nextTurn();
    const holding = holdings[owner[plan.entry(entry).folder] ?? -1];
    if (holding === undefined) continue;
    if (states.isOpen(entry)) extend(holding.ranges, entry);
    else if (!isRemoved(entry)) holding.isBlocked = true;
  }
  return holdings;
}

/** The part of these ranges that lies in folder `from` up to, not including, folder `to`. */
export function rangesWithin(plan: FrozenPlan, ranges: Ranges, from: number, to: number): Ranges {
  const within: [number, number][] = [];
  for (const [first, end] of ranges)
    for (let entry = first; entry < end; entry += 1) {
      const { folder } = plan.entry(entry);
      if (folder >= from && folder < to) extend(within, entry);
    }
  return within;
}
