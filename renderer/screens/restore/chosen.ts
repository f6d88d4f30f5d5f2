import { databaseFamily } from '../../../app/cleanup/protected.ts';
import type { StoredEntry } from '../../../app/contract/quarantine.ts';

/** Ticked entries by their whole path. A ticked folder stands for everything in it. */
export type Chosen = ReadonlyMap<string, StoredEntry>;

/** The most paths that one restore takes. */
export const mostChosen = 10_000;

/** The whole path of something below a root, as `quarantine.restore` takes it. */
function wholePath(root: string, path: string): string {
  return root.endsWith('/') ? root + path : `${root}/${path}`;
}

export function pathOf({ root, path }: StoredEntry): string {
  return wholePath(root, path);
}

/** The ticked folder that holds the entry; null when there is none. */
export function folderOver(chosen: Chosen, { root, path }: StoredEntry): StoredEntry | null {
  for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
    const folder = chosen.get(wholePath(root, path.slice(0, cut)));
    if (folder?.kind === 'folder') return folder;
  }
  return null;
}

/** Ticks or unticks an entry, a database together with its journals where they are known. */
export function toggled(chosen: Chosen, entry: StoredEntry, known: readonly StoredEntry[]): Chosen {
  const next = new Map(chosen);
  const family = new Set(databaseFamily(entry.path));
  const kin = known.filter((one) => one.root === entry.root && one.kind === 'file' && family.has(one.path));
  const isTicked = chosen.has(pathOf(entry));
  for (const one of entry.kind === 'file' ? [entry, ...kin] : [entry]) {
    if (isTicked) next.delete(pathOf(one));
    else next.set(pathOf(one), one);
  }
  if (!isTicked && entry.kind === 'folder')
    for (const [path, one] of next) if (folderOver(next, one) !== null) next.delete(path);
  return next;
}

export function sumOfChosen(chosen: Chosen): { readonly files: number; readonly bytes: number } {
  let [files, bytes] = [0, 0];
  for (const one of chosen.values()) {
    files += one.files;
    bytes += one.bytes;
  }
  return { files, bytes };
}
