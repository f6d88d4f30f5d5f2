import type { EntryStates } from '../journal/entry-states.ts';
import type { Ranges } from '../journal/journal-lines.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { nextTurn } from './next-turn.ts';

const entriesPerTurn = 20_000;

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
  ends: Uint32Array,
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
    const holding = holdings[owner[plan.folderOf(entry)] ?? -1];
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
      const folder = plan.folderOf(entry);
      if (folder >= from && folder < to) extend(within, entry);
    }
  return within;
}
