import { join } from 'node:path';
import { listFolder } from '../fs/disk-names.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import type { EntryStates } from './entry-states.ts';

/** By plan folder: the account's folder that it is removed with, or a value of `noAccount`. */
type LastFolders = Int32Array;

/** `any`: remove the folder as soon as it is empty. `missing`: the account's folder is not planned, so keep it. */
export const noAccount = { any: -1, missing: -2 } as const;

const known = new WeakMap<FrozenPlan, LastFolders>();

/** Whether `path`, below an account's folder, is a listed folder or a parent of one. */
function isListed(path: string, listed: readonly string[]): boolean {
  const wanted = path.toLowerCase();
  return listed.some((one) => one.toLowerCase() === wanted || one.toLowerCase().startsWith(`${wanted}/`));
}

/**
 * The folders by which discovery recognises an account. They must stay while anything of the account is left, or the
 * next run could not find it.
 */
export function lastFolders(plan: FrozenPlan): LastFolders {
  const cached = known.get(plan);
  if (cached !== undefined) return cached;
  const last = new Int32Array(plan.folderCount).fill(noAccount.any);
  const longest = Math.max(
    0,
    ...plan.roots.flatMap((root) => (root.lastFolders ?? []).map((one) => one.length)),
  );
  const accounts = new Map<string, number>();
  for (let index = 0; longest > 0 && index < plan.folderCount; index += 1) {
    const path = plan.folderPath(index);
    const end = path.indexOf('/');
    if (path === '' || path.length - end - 1 > longest + (end < 0 ? path.length : 0)) continue;
    const { root } = plan.folder(index);
    if (end < 0) accounts.set(`${root} ${path}`, index);
    else if (isListed(path.slice(end + 1), plan.roots[root]?.lastFolders ?? []))
      last[index] = accounts.get(`${root} ${path.slice(0, end)}`) ?? noAccount.missing;
  }
  known.set(plan, last);
  return last;
}

/** True when an account's folder holds only last folders at this moment; false when it is unreadable. */
function holdsOnlyLast(plan: FrozenPlan, account: number): boolean {
  const last = lastFolders(plan);
  const { root } = plan.folder(account);
  const waiting = new Set<string>();
  for (let index = account + 1; index < plan.folderCount; index += 1)
    if (last[index] === account && plan.isRemovable(index)) waiting.add(plan.folderPath(index));
  const isOnlyLast = (path: string): boolean =>
    listFolder(join(plan.roots[root]?.realPath ?? '', ...path.split('/'))).names.every((name) => {
      const below = `${path}/${name}`;
      return waiting.has(below) && isOnlyLast(below);
    });
  try {
    return isOnlyLast(plan.folderPath(account));
  } catch {
    return false;
  }
}

/**
 * Tracks which folders are ready for removal: all entries have outcomes and all removable subfolders were tried.
 * Removing a folder right after its entries costs the disk far less than at the end.
 */
interface EmptiedFolders {
  /** The entries `[from, to)` have their outcomes. */
  settled(from: number, to: number): void;
  readonly ready: number;
  /** Returns up to `most` folders to try now. Their parents may become ready after `tried`. */
  take(most: number): Uint32Array;
  tried(folders: Uint32Array): void;
  /** Releases folders that wait for an account's folder without other content; false when there is none. */
  release(): boolean;
}

interface Waiting {
  /** by folder: entries without an outcome and removable subfolders not yet tried */
  readonly open: Uint32Array;
  readonly isRemovable: Uint8Array;
  /** by folder: the nearest removable parent, -1 = none */
  readonly above: Int32Array;
}

function countOpen(plan: FrozenPlan, states: EntryStates, gone: Uint8Array): Waiting {
  const { parents } = plan.tree;
  const open = new Uint32Array(plan.folderCount);
  const isRemovable = new Uint8Array(plan.folderCount);
  const above = new Int32Array(plan.folderCount).fill(-1);
  for (let index = 0; index < plan.folderCount; index += 1) {
    isRemovable[index] = plan.isRemovable(index) && gone[index] !== 1 && !plan.isRoot(index) ? 1 : 0;
    const parent = parents[index] ?? -1;
    const waits = parent < 0 || isRemovable[parent] === 1 ? parent : (above[parent] ?? -1);
    above[index] = waits;
    if (isRemovable[index] === 1 && waits >= 0) open[waits] = (open[waits] ?? 0) + 1;
  }
  const entries = states.openCount() === 0 ? 0 : plan.entryCount;
  for (let entry = 0; entry < entries; entry += 1) {
    if (!states.isOpen(entry)) continue;
    const folder = plan.folderOf(entry);
    open[folder] = (open[folder] ?? 0) + 1;
  }
  return { open, isRemovable, above };
}

/** `gone`, by folder: 1 = removed as part of a whole folder. Waits only for entries that are open now. */
export function createEmptiedFolders(
  plan: FrozenPlan,
  states: EntryStates,
  gone: Uint8Array,
): EmptiedFolders {
  const { open, isRemovable, above } = countOpen(plan, states, gone);
  const ready: number[] = [];
  const last = lastFolders(plan);
  const waiting: number[] = [];
  const released = new Set<number>([noAccount.any]);
  const becomeReady = (folder: number): void => {
    const isFree = released.has(last[folder] ?? noAccount.any);
    (isFree ? ready : waiting).push(folder);
  };
  for (let index = plan.folderCount - 1; index >= 0; index -= 1)
    if (isRemovable[index] === 1 && open[index] === 0) becomeReady(index);

  const countDown = (folder: number): void => {
    open[folder] = (open[folder] ?? 1) - 1;
    if (open[folder] === 0 && isRemovable[folder] === 1) becomeReady(folder);
  };

  return {
    get ready() {
      return ready.length;
    },
    settled(from, to) {
      for (let entry = from; entry < to; entry += 1) countDown(plan.folderOf(entry));
    },
    take: (most) => Uint32Array.from(ready.splice(0, most)),
    release() {
      for (const account of new Set(waiting.map((folder) => last[folder] ?? noAccount.missing)))
        if (account >= 0 && plan.isRemovable(account) && holdsOnlyLast(plan, account)) released.add(account);
      for (const folder of waiting.splice(0)) becomeReady(folder);
      return ready.length > 0;
    },
    tried(folders) {
      for (const folder of folders) {
        const holder = above[folder] ?? -1;
        if (holder >= 0) countDown(holder);
      }
    },
  };
}
