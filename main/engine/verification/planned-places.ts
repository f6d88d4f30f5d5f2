import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { diskName, diskPath, mayHaveLostBytes } from '../fs/disk-names.ts';
import type { FrozenPlan, PlanRoot } from '../plans/frozen-plan.ts';
import { errorCode } from '../fs/errors.ts';
import { nextTurn } from '../fs/turns.ts';

/** Current state of a planned folder: its names, gone, or unknown. */
export type FolderNow =
  | { readonly kind: 'names'; readonly path: string; readonly names: ReadonlySet<string> }
  | { readonly kind: 'gone' }
  | { readonly kind: 'could-not-tell' };

/** Plan entries processed before yielding to the event loop. */
const entriesPerTurn = 20_000;

const couldNotTell: FolderNow = { kind: 'could-not-tell' };
const gone: FolderNow = { kind: 'gone' };

async function realPathOf(path: string): Promise<string> {
  return diskName(await realpath(diskPath(path), 'buffer'));
}

async function namesIn(path: string): Promise<readonly string[]> {
  const place = diskPath(path);
  const names = await readdir(place, 'utf8');
  return names.some(mayHaveLostBytes)
    ? (await readdir(place, 'buffer')).map((name) => diskName(name))
    : names;
}

/** False when the root is missing or another folder: an unplugged disk does not prove a removal. */
export async function isRootThere(root: PlanRoot): Promise<boolean> {
  try {
    const stats = await lstat(diskPath(root.realPath), { bigint: true });
    const isSame = stats.dev === root.identity.dev && stats.ino === root.identity.ino;
    return isSame && (await realPathOf(root.realPath)) === root.realPath;
  } catch {
    return false;
  }
}

async function readNow(path: string): Promise<FolderNow> {
  try {
    if ((await realPathOf(path)) !== path) return couldNotTell;
    return { kind: 'names', path, names: new Set(await namesIn(path)) };
  } catch (error) {
    const code = errorCode(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? gone : couldNotTell;
  }
}

/**
 * Reads planned folders from the disk. Checks each root once and skips everything below a folder that is gone.
 */
export function createFolderReader(plan: FrozenPlan): (folder: number) => Promise<FolderNow> {
  const roots = new Map<number, Promise<boolean>>();
  const isGone = new Uint8Array(plan.folderCount);
  const { parents, isOrdered } = plan.tree;

  const read = async (index: number): Promise<FolderNow> => {
    const folder = plan.folder(index);
    const root = plan.roots[folder.root];
    if (root === undefined) return couldNotTell;
    const isThere = roots.get(folder.root) ?? isRootThere(root);
    roots.set(folder.root, isThere);
    return (await isThere) ? readNow(join(root.realPath, ...folder.segments)) : couldNotTell;
  };

  return async (index) => {
    const above = isOrdered ? (parents[index] ?? -1) : -1;
    const now = above >= 0 && isGone[above] === 1 ? gone : await read(index);
    if (now.kind === 'gone') isGone[index] = 1;
    return now;
  };
}

/** Index of the plan's entries by folder; a folder's entries may belong to several groups. */
export interface EntriesByFolder {
  /** entry indexes of one folder */
  of(folder: number): Uint32Array;
}

export async function entriesByFolder(plan: FrozenPlan): Promise<EntriesByFolder> {
  const ends = new Uint32Array(plan.folderCount + 1);
  for (let index = 0; index < plan.entryCount; index += 1) {
    if (index % entriesPerTurn === 0) await nextTurn();
    const next = plan.folderOf(index) + 1;
    ends[next] = (ends[next] ?? 0) + 1;
  }
  for (let folder = 1; folder < ends.length; folder += 1)
    ends[folder] = (ends[folder] ?? 0) + (ends[folder - 1] ?? 0);
  const entries = new Uint32Array(plan.entryCount);
  for (let index = 0; index < plan.entryCount; index += 1) {
    if (index % entriesPerTurn === 0) await nextTurn();
    const folder = plan.folderOf(index);
    const place = ends[folder] ?? 0;
    entries[place] = index;
    ends[folder] = place + 1;
  }
  return { of: (folder) => entries.subarray(folder === 0 ? 0 : ends[folder - 1], ends[folder]) };
}

/** A key that two plans share for the same folder. */
function folderKey(plan: FrozenPlan, index: number): string {
  return `${plan.roots[plan.folder(index).root]?.realPath ?? ''}\0${plan.folderPath(index)}`;
}

/** For each folder of `fresh`, the index of the same folder in `plan`; -1 = not in the plan. */
export async function twinFolders(plan: FrozenPlan, fresh: FrozenPlan): Promise<Int32Array> {
  const twins = new Int32Array(fresh.folderCount).fill(-1);
  const places = new Map<string, number>();
  for (let index = 0; index < fresh.folderCount; index += 1) places.set(folderKey(fresh, index), index);
  for (let index = 0; index < plan.folderCount; index += 1) {
    if (index % entriesPerTurn === 0) await nextTurn();
    const place = places.get(folderKey(plan, index));
    if (place !== undefined) twins[place] = index;
  }
  return twins;
}
