import { lstatSync, statfsSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { join, sep } from 'node:path';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import { diskPath, listFolder } from '../../disk-names.ts';
import type { BatchFolder } from './batch.ts';
import { pinFolder } from './pin-folder.ts';
import type { Bounds } from './pin-folder.ts';

/** One look at a planned folder. `list`: its own time does not prove that its names are the planned ones. */
export const verdicts = { same: 0, differs: 1, list: 2 } as const;
export type Verdict = (typeof verdicts)[keyof typeof verdicts];

/** Planned entries beside the folder of a piece that they lie in. */
export interface PieceEntries {
  readonly folderOf: Uint32Array;
  /** parted by NUL, which no name holds */
  readonly names: string;
  readonly links: Uint8Array;
  readonly bytes: Float64Array;
  readonly mtimes: Float64Array;
  readonly inos: BigUint64Array;
}

/** Planned folders of one subtree, to be compared with the disk. Columns: it goes to a thread. */
export interface FolderPiece {
  /** what would go as a whole; the piece's folders are it or below it */
  readonly top: BatchFolder;
  /** folders that changed from this moment on are listed */
  readonly trustedBefore: number;
  /** below the root, components parted by `/`, folders by NUL */
  readonly paths: string;
  readonly inos: BigUint64Array;
  readonly mtimes: Float64Array;
  readonly entries: PieceEntries;
  /** null: names are not looked at. Otherwise each folder holds these folders and `entries`, and nothing else */
  readonly children: { readonly folderOf: Uint32Array; readonly names: string } | null;
}

/** Local file systems that set a folder's own time whenever a name in it comes, goes or is another's (statfs, f_type). */
const timekeepers: Readonly<Partial<Record<NodeJS.Platform, ReadonlySet<number>>>> = {
  // ext2–4, xfs, btrfs, f2fs, tmpfs, overlay, zfs
  linux: new Set([0xef53, 0x5846_5342, 0x9123_683e, 0xf2f5_2010, 0x0102_1994, 0x794c_7630, 0x2fc1_2fc1]),
  // hfs, apfs
  darwin: new Set([0x17, 0x1a]),
};

/** False wherever it is not known: then every folder is listed. */
export function keepsFolderTimes(realPath: string): boolean {
  try {
    return timekeepers[process.platform]?.has(statfsSync(realPath).type) ?? false;
  } catch {
    return false;
  }
}

function parts(text: string, count: number): readonly string[] {
  return count === 0 ? [] : text.split('\0');
}

function lookAt(path: string): BigIntStats | null {
  return lstatSync(diskPath(path), { bigint: true, throwIfNoEntry: false }) ?? null;
}

interface Look {
  readonly piece: FolderPiece;
  readonly dev: bigint;
  readonly isTrusted: boolean;
  /** absolute, by folder of the piece */
  readonly places: readonly string[];
  readonly names: readonly string[];
  /** positions in `names` by folder of the piece, one after the other */
  readonly starts: Uint32Array;
  readonly order: Uint32Array;
}

/** Positions ordered by the folder they lie in. */
function byFolder(folderOf: Uint32Array, folders: number) {
  const starts = new Uint32Array(folders + 1);
  for (const folder of folderOf) starts[folder + 1] = (starts[folder + 1] ?? 0) + 1;
  for (let at = 0; at < folders; at += 1) starts[at + 1] = (starts[at + 1] ?? 0) + (starts[at] ?? 0);
  const next = starts.slice();
  const order = new Uint32Array(folderOf.length);
  folderOf.forEach((folder, position) => {
    const at = next[folder] ?? 0;
    order[at] = position;
    next[folder] = at + 1;
  });
  return { starts, order };
}

function isSameFolder(look: Look, index: number, stats: BigIntStats | null): stats is BigIntStats {
  return stats?.isDirectory() === true && stats.dev === look.dev && stats.ino === look.piece.inos[index];
}

function isSameEntry(look: Look, position: number, place: string): boolean {
  const { entries } = look.piece;
  const stats = lookAt(`${place}${sep}${look.names[position] ?? ''}`);
  if (stats?.dev !== look.dev || stats.ino !== entries.inos[position]) return false;
  if (!(entries.links[position] === 1 ? stats.isSymbolicLink() : stats.isFile())) return false;
  return (
    Number(stats.size) === entries.bytes[position] && fileTimeMs(stats.mtimeNs) === entries.mtimes[position]
  );
}

/** The folder's own time proves its names only when it is the planned one and nothing has touched it since. */
function isProven(look: Look, index: number, stats: BigIntStats): boolean {
  const { mtimes, trustedBefore } = look.piece;
  const mtime = fileTimeMs(stats.mtimeNs);
  return (
    look.isTrusted &&
    mtime === mtimes[index] &&
    mtime < trustedBefore &&
    fileTimeMs(stats.ctimeNs) < trustedBefore
  );
}

function holdsOnly(place: string, planned: ReadonlySet<string>): boolean {
  const found = listFolder(place).names;
  return found.length === planned.size && found.every((name) => planned.has(name));
}

function verdictOn(look: Look, index: number, children: ReadonlySet<string> | null): Verdict {
  const place = look.places[index] ?? '';
  const stats = lookAt(place);
  if (!isSameFolder(look, index, stats)) return verdicts.differs;
  const own = look.order.subarray(look.starts[index], look.starts[index + 1]);
  if (children === null) {
    if (!isProven(look, index, stats)) return verdicts.list;
  } else {
    const planned = new Set(children);
    for (const position of own) planned.add(look.names[position] ?? '');
    if (!holdsOnly(place, planned)) return verdicts.differs;
  }
  return own.every((position) => isSameEntry(look, position, place)) ? verdicts.same : verdicts.differs;
}

function childSets(piece: FolderPiece, folders: number): readonly ReadonlySet<string>[] | null {
  if (piece.children === null) return null;
  const sets = Array.from({ length: folders }, () => new Set<string>());
  const { folderOf, names } = piece.children;
  parts(names, folderOf.length).forEach((name, at) => sets[folderOf[at] ?? -1]?.add(name));
  return sets;
}

function lookOver(bounds: Bounds, piece: FolderPiece, isTrusted: boolean): Look | null {
  const root = bounds.roots[piece.top.root];
  const paths = parts(piece.paths, piece.inos.length);
  const names = parts(piece.entries.names, piece.entries.folderOf.length);
  const isPlain = (name: string): boolean => isPlainName(name, bounds.style);
  if (root === undefined || !names.every(isPlain)) return null;
  if (!paths.every((path) => path.split('/').every(isPlain))) return null;
  const places = paths.map((path) => join(root.realPath, path));
  return {
    piece,
    dev: root.identity.dev,
    isTrusted,
    places,
    names,
    ...byFolder(piece.entries.folderOf, paths.length),
  };
}

/**
 * Compares planned folders with the disk: one verdict for each. Only looks, never follows a link, and what it cannot
 * look at differs. The top is where it was planned before and after the looking, or all of it differs.
 */
export function compareFolders(
  bounds: Bounds,
  piece: FolderPiece,
  isCancelled: () => boolean,
  keepsTimes: (realPath: string) => boolean = keepsFolderTimes,
): Uint8Array {
  const answer = new Uint8Array(piece.inos.length).fill(verdicts.differs);
  const pin = pinFolder(bounds, piece.top);
  if ('why' in pin) return answer;
  try {
    const look = lookOver(bounds, piece, keepsTimes(bounds.roots[piece.top.root]?.realPath ?? ''));
    if (look === null) return answer;
    const children = childSets(piece, answer.length);
    for (let index = 0; index < answer.length && !isCancelled(); index += 1)
      try {
        answer[index] = verdictOn(look, index, children?.[index] ?? null);
      } catch {
        answer[index] = verdicts.differs;
      }
    pin.folder.pathFor('place');
    return answer;
  } catch {
    return answer.fill(verdicts.differs);
  } finally {
    pin.folder.close();
  }
}
