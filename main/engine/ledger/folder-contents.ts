import type { Amount } from '../../../app/contract/shapes.ts';
import type { EntryStates } from './entry-states.ts';
import type { Ranges } from './journal-lines.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { nothing, plus } from './tally.ts';
import { nextTurn } from '../fs/turns.ts';

const entriesPerTurn = 20_000;

/** Adds an entry to ranges that grow upwards. */
function extend(ranges: [number, number][], entry: number): void {
  const last = ranges.at(-1);
  if (last?.[1] === entry) last[1] = entry + 1;
  else ranges.push([entry, entry + 1]);
}

/** What lies in one folder and below it: entries that may still be tried, and whether others stand in the way. */
export interface FolderContents {
  readonly folder: number;
  readonly end: number;
  readonly ranges: Ranges;
  /** what the ranges hold, by group */
  readonly amounts: ReadonlyMap<number, Amount>;
  /** an entry that was tried and is still there */
  readonly isBlocked: boolean;
}

interface Growing extends FolderContents {
  readonly ranges: [number, number][];
  readonly amounts: Map<number, Growable>;
  isBlocked: boolean;
}

type Growable = { -readonly [Key in keyof Amount]: Amount[Key] };

/** The one sum of a group in a holding; neighbours mostly share it, so the last one is remembered. */
function createSums() {
  let holding: Growing | null = null;
  let group = -1;
  let sum: Growable = { ...nothing };
  return (of: Growing, ofGroup: number): Growable => {
    if (of === holding && ofGroup === group) return sum;
    sum = of.amounts.get(ofGroup) ?? { ...nothing };
    of.amounts.set(ofGroup, sum);
    holding = of;
    group = ofGroup;
    return sum;
  };
}

/** The entries of several folders that do not overlap, in one walk over the plan. */
export async function folderContentsOf(
  plan: FrozenPlan,
  folders: readonly number[],
  ends: Uint32Array,
  states: EntryStates,
  isRemoved: (entry: number) => boolean,
): Promise<readonly FolderContents[]> {
  const owner = new Int32Array(plan.folderCount).fill(-1);
  folders.forEach((folder, at) => owner.fill(at, folder, ends[folder]));
  const holdings = folders.map((folder): Growing => {
    const end = ends[folder] ?? folder + 1;
    return { folder, end, ranges: [], amounts: new Map(), isBlocked: false };
  });
  const sumOf = createSums();
  const visit = (entry: number, folder: number, group: number, bytes: number, allocated: number): void => {
    const holding = holdings[owner[folder] ?? -1];
    if (holding === undefined) return;
    if (!states.isOpen(entry)) {
      if (!isRemoved(entry)) holding.isBlocked = true;
      return;
    }
    extend(holding.ranges, entry);
    const sum = sumOf(holding, group);
    sum.files += 1;
    sum.bytes += bytes;
    sum.allocated += allocated;
  };
  for (let from = 0; from < plan.entryCount; from += entriesPerTurn) {
    if (from > 0) await nextTurn();
    plan.eachEntry(visit, from, Math.min(plan.entryCount, from + entriesPerTurn));
  }
  return holdings;
}

/** All groups of a holding together. */
export function amountIn(holding: Pick<FolderContents, 'amounts'>): Amount {
  return [...holding.amounts.values()].reduce(plus, nothing);
}

/** The part of these ranges that lies in folder `from` up to, not including, folder `to`. */
export function rangesWithin(plan: FrozenPlan, ranges: Ranges, from: number, to: number): Ranges {
  const within: [number, number][] = [];
  const visit = (entry: number, folder: number): void => {
    if (folder >= from && folder < to) extend(within, entry);
  };
  for (const [first, end] of ranges) plan.eachEntry(visit, first, end);
  return within;
}
