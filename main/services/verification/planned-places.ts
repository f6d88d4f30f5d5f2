import { lstat, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { diskName, diskPath, mayHaveLostBytes } from '../../disk-names.ts';
import { nextTurn } from '../removal/next-turn.ts';
import type { FrozenPlan, PlanRoot } from '../planning/frozen-plan.ts';

/** What the disk says of one planned folder: the names in it now, nothing there any more, or no answer. */
export type FolderNow =
  | { readonly kind: 'names'; readonly path: string; readonly names: ReadonlySet<string> }
  | { readonly kind: 'gone' }
  | { readonly kind: 'could-not-tell' };

/** So many plan entries are walked through before the main loop gets its turn. */
export const entriesPerTurn = 5_000;

const couldNotTell: FolderNow = { kind: 'could-not-tell' };

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

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

/** False when the root itself is away (an unplugged disk proves nothing) or is another folder now. */
async function isRootThere(root: PlanRoot): Promise<boolean> {
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
    const code = codeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'gone' } : couldNotTell;
  }
}

/** Reads planned folders from the disk anew, and looks at each root once. */
export function createFolderReader(plan: FrozenPlan): (folder: number) => Promise<FolderNow> {
  const roots = new Map<number, Promise<boolean>>();
  return async (index) => {
    const folder = plan.folder(index);
    const root = plan.roots[folder.root];
    if (root === undefined) return couldNotTell;
    const isThere = roots.get(folder.root) ?? isRootThere(root);
    roots.set(folder.root, isThere);
    return (await isThere) ? readNow(join(root.realPath, ...folder.segments)) : couldNotTell;
  };
}

/** The plan's entries by folder: a folder's entries may lie in several groups. */
export async function entriesByFolder(plan: FrozenPlan): Promise<ReadonlyMap<number, readonly number[]>> {
  const byFolder = new Map<number, number[]>();
  for (let index = 0; index < plan.entryCount; index += 1) {
    if (index % entriesPerTurn === 0) await nextTurn();
    const { folder } = plan.entry(index);
    const entries = byFolder.get(folder);
    if (entries === undefined) byFolder.set(folder, [index]);
    else entries.push(index);
  }
  return byFolder;
}

/** A key that two plans share for the same folder. */
export function folderKey(plan: FrozenPlan, index: number): string {
  const folder = plan.folder(index);
  return [plan.roots[folder.root]?.realPath ?? '', ...folder.segments].join('\0');
}
