import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that removal could damage, by path below `top`: kind, mode, mtime, inode, content or link target. */
export type TreeState = ReadonlyMap<string, string>;

function describe(path: string): string {
  const stats = lstatSync(path, { bigint: true });
  const common = `${stats.mode.toString(8)} ${stats.ino}`;
  if (stats.isSymbolicLink()) return `link ${common} ${stats.mtimeNs} -> ${readlinkSync(path)}`;
  if (stats.isDirectory()) return `folder ${common}`;
  const content = stats.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
  return `file ${common} ${stats.mtimeNs} ${stats.size} ${content}`;
}

/**
 * Reads a whole tree without following links. Leaves out mtimes of folders, because removing a child changes them.
 */
export function treeState(top: string): TreeState {
  const state = new Map<string, string>();
  const visit = (below: string): void => {
    for (const entry of readdirSync(join(top, below), { withFileTypes: true })) {
      const path = join(below, entry.name);
      state.set(path, describe(join(top, path)));
      if (entry.isDirectory()) visit(path);
    }
  };
  visit('');
  return state;
}

/** Paths that are missing, and paths that are new or changed. */
export function changesBetween(before: TreeState, after: TreeState) {
  const gone = [...before.keys()].filter((path) => !after.has(path));
  const altered = [...after].filter(([path, what]) => before.get(path) !== what).map(([path]) => path);
  return { gone: gone.sort(), altered: altered.sort() };
}
