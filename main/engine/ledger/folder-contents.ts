import type { Amount } from '../../../app/contract/shapes.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { nextTurn } from '../fs/turns.ts';
import type { EntryStates, Ranges } from './entry-states.ts';
import { nothing, plus } from './tally.ts';

/** The plan's folders as trees, from the plan alone. */
export interface FolderForest {
  /** by folder: one past the last folder below it */
  readonly ends: Uint32Array;
  /** by folder: the nearest planned parent, -1 = none */
  readonly parents: Int32Array;
  /** by folder: 1 = the folder and everything below it may be removed and nothing in it stays */
  readonly whole: Uint8Array;
}

const forests = new WeakMap<FrozenPlan, FolderForest>();

/**
 * Marks no folder as whole where the plan is out of order or skips a folder in between, because unplanned folders
 * cannot be compared.
 */
export function folderForest(plan: FrozenPlan): FolderForest {
  const known = forests.get(plan);
  if (known !== undefined) return known;
  const { ends, parents, isDirect, isOrdered } = plan.tree;
  const whole = new Uint8Array(plan.folderCount);
  for (let index = 0; index < plan.folderCount; index += 1) {
    const mayGo = plan.isRemovable(index) && plan.isComplete(index) && !plan.isRoot(index);
    whole[index] = mayGo && isOrdered ? 1 : 0;
  }
  for (const { identity } of plan.roots)
    for (const root of plan.foldersWithIno(identity.ino)) whole[root] = 0;
  for (let index = plan.folderCount - 1; index >= 0; index -= 1) {
    const parent = parents[index] ?? -1;
    if (parent >= 0 && (whole[index] === 0 || isDirect[index] === 0)) whole[parent] = 0;
  }
  const forest = { ends, parents, whole };
  forests.set(plan, forest);
  return forest;
}

/** The top-most folders that the plan allows to remove as wholes. The disk decides at removal. */
export function wholeFolders(plan: FrozenPlan): readonly number[] {
  const { ends, whole } = folderForest(plan);
  const tops: number[] = [];
  for (let index = 0; index < plan.folderCount;)
    if (whole[index] === 1) {
      tops.push(index);
      index = ends[index] ?? plan.folderCount;
    } else index += 1;
  return tops;
}

const entriesPerTurn = 20_000;

/** Adds an entry to ascending ranges. */
function extend(ranges: [number, number][], entry: number): void {
  const last = ranges.at(-1);
  if (last?.[1] === entry) last[1] = entry + 1;
  else ranges.push([entry, entry + 1]);
}

/**
 * The content of one folder and everything below it: entries that may still be tried, and whether others block its
 * removal.
 */
export interface FolderContents {
  readonly folder: number;
  readonly end: number;
  readonly ranges: Ranges;
  /** amount of the ranges, by group */
  readonly amounts: ReadonlyMap<number, Amount>;
  /** an entry that was tried still exists */
  readonly isBlocked: boolean;
}

interface OpenContents extends FolderContents {
  readonly ranges: [number, number][];
  readonly amounts: Map<number, OpenAmount>;
  isBlocked: boolean;
}

type OpenAmount = { -readonly [Key in keyof Amount]: Amount[Key] };

/** Sums by group. It remembers the last group, because consecutive entries mostly share one. */
function createSums() {
  let content: OpenContents | null = null;
  let group = -1;
  let sum: OpenAmount = { ...nothing };
  return (next: OpenContents, nextGroup: number): OpenAmount => {
    if (next === content && nextGroup === group) return sum;
    sum = next.amounts.get(nextGroup) ?? { ...nothing };
    next.amounts.set(nextGroup, sum);
    content = next;
    group = nextGroup;
    return sum;
  };
}

/** Collects the contents of several distinct folders in one pass over the plan. */
export async function folderContentsOf(
  plan: FrozenPlan,
  folders: readonly number[],
  ends: Uint32Array,
  states: EntryStates,
  isRemoved: (entry: number) => boolean,
): Promise<readonly FolderContents[]> {
  const owner = new Int32Array(plan.folderCount).fill(-1);
  folders.forEach((folder, at) => owner.fill(at, folder, ends[folder]));
  const contents = folders.map((folder): OpenContents => {
    const end = ends[folder] ?? folder + 1;
    return { folder, end, ranges: [], amounts: new Map(), isBlocked: false };
  });
  const sumOf = createSums();
  const visit = (entry: number, folder: number, group: number, bytes: number, allocated: number): void => {
    const content = contents[owner[folder] ?? -1];
    if (content === undefined) return;
    if (!states.isOpen(entry)) {
      if (!isRemoved(entry)) content.isBlocked = true;
      return;
    }
    extend(content.ranges, entry);
    const sum = sumOf(content, group);
    sum.files += 1;
    sum.bytes += bytes;
    sum.allocated += allocated;
  };
  for (let from = 0; from < plan.entryCount; from += entriesPerTurn) {
    if (from > 0) await nextTurn();
    plan.eachEntry(visit, from, Math.min(plan.entryCount, from + entriesPerTurn));
  }
  return contents;
}

/** The sum over all groups of a folder's contents. */
export function amountIn(content: Pick<FolderContents, 'amounts'>): Amount {
  return [...content.amounts.values()].reduce(plus, nothing);
}

/** The part of these ranges inside folders `[from, to)`. */
export function rangesWithin(plan: FrozenPlan, ranges: Ranges, from: number, to: number): Ranges {
  const within: [number, number][] = [];
  const visit = (entry: number, folder: number): void => {
    if (folder >= from && folder < to) extend(within, entry);
  };
  for (const [first, end] of ranges) plan.eachEntry(visit, first, end);
  return within;
}
