import type { Category } from '../../../app/cleanup/categories.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { PlanGroup } from '../../../app/contract/plans.ts';
import { folderForest } from '../ledger/folder-contents.ts';
import type { FolderForest } from '../ledger/folder-contents.ts';
import { lastFolders, noAccount } from '../ledger/emptied-folders.ts';
import { isRemoval, outcomeOf } from '../ledger/outcomes.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import type { PlannedContents } from './compare-folders.ts';
import { WorkerLost } from './protocol.ts';
import type { MovableFolder, RemovalRequest } from './protocol.ts';

/** Folders per comparison: few enough that threads finish together, enough that checking the top is cheap. */
const foldersPerComparison = 512;
const foldersPerMove = 32;
/** milliseconds; the coarsest timestamp of a supported file system, within which a later change may not show */
const coarseMs = 2_000;

/** Categories that the app rebuilds by itself: the folder's mtime is enough. All other entries are always compared. */
const rebuilt: ReadonlySet<Category> = new Set(['cache', 'logs', 'media', 'binary']);

/** Only modes that can restore move whole folders; delete and erase go entry by entry. */
export function movesWholeFolders(mode: RemovalMode): boolean {
  return mode === 'quarantine' || mode === 'trash';
}

/** True for databases in an account's folder: discovery recognises the account by them. */
export function isOwnDatabase({ category, accountId }: PlanGroup): boolean {
  return category === 'database' && accountId !== null;
}

/** By group: 1 where the test holds. Groups that the plan does not describe stay 0. */
function groupsWhere({ view }: FrozenPlan, test: (group: PlanGroup) => boolean): Uint8Array {
  const marks = new Uint8Array(view.groups.reduce((most, { id }) => Math.max(most, id + 1), 0));
  for (const group of view.groups) if (test(group)) marks[group.id] = 1;
  return marks;
}

function sharedNumbers(count: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(count * Uint32Array.BYTES_PER_ELEMENT));
}

/** Turns counts, stored one position after their folder, into start positions. */
function sumUp(counts: Uint32Array): void {
  for (let at = 1; at < counts.length; at += 1) counts[at] = (counts[at] ?? 0) + (counts[at - 1] ?? 0);
}

/**
 * Groups the plan's entries by folder. Sign-ins are left out: they are removed first, so one that is still there is an
 * extra name, and the mtime of its folder has changed.
 */
function contentsOf(plan: FrozenPlan, { ends }: FolderForest): PlannedContents {
  const isSignIn = groupsWhere(plan, ({ category }) => category === 'credentials');
  const isRebuilt = groupsWhere(plan, ({ category }) => rebuilt.has(category));
  const mustList = new Uint8Array(new SharedArrayBuffer(plan.folderCount));
  const starts = sharedNumbers(plan.folderCount + 1);
  const alwaysEnds = sharedNumbers(plan.folderCount);
  plan.eachEntry((_entry, folder, group) => {
    if (isSignIn[group] === 1) mustList[folder] = 1;
    else starts[folder + 1] = (starts[folder + 1] ?? 0) + 1;
  });
  sumUp(starts);
  alwaysEnds.set(starts.subarray(0, plan.folderCount));
  const entries = sharedNumbers(starts[plan.folderCount] ?? 0);
  const restStarts = starts.slice(1);
  plan.eachEntry((entry, folder, group) => {
    if (isSignIn[group] === 1) return;
    if (isRebuilt[group] === 1) {
      const at = (restStarts[folder] ?? 0) - 1;
      restStarts[folder] = at;
      entries[at] = entry;
    } else {
      const at = alwaysEnds[folder] ?? 0;
      entries[at] = entry;
      alwaysEnds[folder] = at + 1;
    }
  });
  const sharedEnds = sharedNumbers(plan.folderCount);
  sharedEnds.set(ends);
  const trustedBefore = plan.view.createdAt - coarseMs;
  return { entries, starts, alwaysEnds, ends: sharedEnds, mustList, trustedBefore };
}

/**
 * By folder: 1 = moves only together with the account's whole folder, because discovery recognises the account by it
 * or by something in it.
 */
function boundFolders(plan: FrozenPlan): Uint8Array {
  const isDatabase = groupsWhere(plan, isOwnDatabase);
  const isBound = new Uint8Array(plan.folderCount);
  plan.eachEntry((_entry, folder, group) => {
    if (isDatabase[group] === 1) isBound[folder] = 1;
  });
  const { parents } = plan.tree;
  const last = lastFolders(plan);
  for (let index = plan.folderCount - 1; index >= 0; index -= 1) {
    if (last[index] !== noAccount.any) isBound[index] = 1;
    if (isBound[index] !== 1) continue;
    const parent = parents[index] ?? -1;
    if (!plan.folderPath(index).includes('/')) isBound[index] = 0;
    else if (parent >= 0) isBound[parent] = 1;
  }
  return isBound;
}

/** Of the requested folders, those that the plan allows to move as wholes, none inside another. */
function allowedTops(
  plan: FrozenPlan,
  forest: FolderForest,
  requested: readonly number[],
): readonly number[] {
  const tops: number[] = [];
  let end = 0;
  for (const index of [...new Set(requested)].sort((a, b) => a - b)) {
    if (index < end || index >= plan.folderCount || forest.whole[index] !== 1) continue;
    tops.push(index);
    end = forest.ends[index] ?? plan.folderCount;
  }
  return tops;
}

type Ask = (request: RemovalRequest) => Promise<Uint8Array>;

/** Compares all folders below `tops`. Returns one number per folder of the plan, 1 = as planned. */
async function compareBelow(
  ask: Ask,
  contents: PlannedContents,
  tops: readonly number[],
): Promise<Uint8Array> {
  const same = new Uint8Array(contents.ends.length);
  const compare = async (top: number, from: number, to: number): Promise<void> => {
    try {
      same.set(await ask({ kind: 'compare', part: { contents, top, from, to } }), from);
    } catch (error) {
      // a lost thread was only reading; folders without an answer do not count as planned
      if (!(error instanceof WorkerLost)) throw error;
    }
  };
  const parts: Promise<void>[] = [];
  for (const top of tops) {
    const end = contents.ends[top] ?? 0;
    for (let from = top; from < end; from += foldersPerComparison)
      parts.push(compare(top, from, Math.min(end, from + foldersPerComparison)));
  }
  await Promise.all(parts);
  return same;
}

/** The largest folders that hold an entry, are as planned throughout, and may be moved by themselves. */
function largestSame(
  { starts, ends }: PlannedContents,
  tops: readonly number[],
  same: Uint8Array,
  isBound: Uint8Array,
): readonly number[] {
  const differing = new Uint32Array(same.length + 1);
  same.forEach((one, index) => (differing[index + 1] = one === 1 ? 0 : 1));
  sumUp(differing);
  const folders: number[] = [];
  for (const top of tops)
    for (let index = top; index < (ends[top] ?? 0);) {
      const end = ends[index] ?? index + 1;
      if (differing[end] === differing[index] && isBound[index] !== 1) {
        if ((starts[end] ?? 0) > (starts[index] ?? 0)) folders.push(index);
        index = end;
      } else index += 1;
    }
  return folders;
}

function movableFolder(plan: FrozenPlan, { parents }: FolderForest, index: number): MovableFolder {
  const { root, segments, identity } = plan.folder(index);
  const above = parents[index] ?? -1;
  const parent = segments.length === 1 ? plan.roots[root] : above < 0 ? undefined : plan.folder(above);
  return { root, segments, identity, parent: parent?.identity ?? null, folder: index };
}

/** A plan folder that was moved as a whole, and the outcome of everything in it. */
export interface MovedFolder {
  readonly folder: number;
  readonly outcome: Outcome;
}

export interface WholeFolders {
  /**
   * The largest folders at or below the requested ones that are as planned throughout and may be moved. Read-only;
   * folders of a lost thread are not among them.
   */
  find(requested: readonly number[]): Promise<readonly number[]>;
  /**
   * Moves the folders and returns those that moved. Rejects with `WorkerLost`, after all started requests have ended,
   * when it is unknown which folders a lost thread moved.
   */
  move(folders: readonly number[]): Promise<readonly MovedFolder[]>;
}

/**
 * Moves each whole folder with one rename. A folder qualifies only if it and everything below it was planned, may go,
 * and matched the disk right before. If one differs, its siblings and children are tried alone.
 */
export function createWholeFolders(plan: FrozenPlan, ask: Ask): WholeFolders {
  const forest = folderForest(plan);
  const contents = contentsOf(plan, forest);
  const isBound = boundFolders(plan);
  const moveSome = async (folders: readonly number[]): Promise<readonly MovedFolder[]> => {
    const items = folders.map((folder) => movableFolder(plan, forest, folder));
    const answer = await ask({ kind: 'move-folders', items });
    return folders.map((folder, at) => ({ folder, outcome: outcomeOf(answer[at]) }));
  };
  return {
    async find(requested) {
      const tops = allowedTops(plan, forest, requested);
      return largestSame(contents, tops, await compareBelow(ask, contents, tops), isBound);
    },
    async move(folders) {
      const requests: Promise<readonly MovedFolder[]>[] = [];
      for (let from = 0; from < folders.length; from += foldersPerMove)
        requests.push(moveSome(folders.slice(from, from + foldersPerMove)));
      await Promise.allSettled(requests);
      const moved = (await Promise.all(requests)).flat();
      return moved.filter(({ outcome }) => isRemoval(outcome));
    },
  };
}
