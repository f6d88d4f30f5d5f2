import { lstatSync, statfsSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { sep } from 'node:path';
import { hasBytes } from '../../../app/cleanup/byte-name.ts';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
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

/** Planned folders of one subtree, to be compared with the disk. */
export interface FolderPiece {
  /** what would go as a whole; the piece's folders are it or below it */
  readonly top: BatchFolder;
  /** folders that changed from this moment on are listed */
  readonly trustedBefore: number;
  /** below the root, components parted by `/` */
  readonly paths: readonly string[];
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

/**
 * What lies at a path, null when that is not this very inode. Plain numbers are exact up to 2^53, which inode numbers
 * exceed on Windows: only there the dearer look is taken.
 */
function lookAt(look: Look, path: string, ino: bigint): Stats | null {
  const place = look.holdsBytes ? diskPath(path) : path;
  const stats = lstatSync(place, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (Number.isSafeInteger(stats.ino) && Number.isSafeInteger(stats.dev))
    return stats.ino === Number(ino) && stats.dev === Number(look.dev) ? stats : null;
  const exact = lstatSync(place, { bigint: true, throwIfNoEntry: false });
  return exact?.ino === ino && exact.dev === look.dev ? stats : null;
}

interface Look {
  readonly piece: FolderPiece;
  readonly dev: bigint;
  readonly isTrusted: boolean;
  /** some path carries bytes that are no text */
  readonly holdsBytes: boolean;
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
  for (let position = 0; position < folderOf.length; position += 1) {
    const folder = folderOf[position] ?? 0;
    const at = next[folder] ?? 0;
    order[at] = position;
    next[folder] = at + 1;
  }
  return { starts, order };
}

function isSameEntry(look: Look, position: number, place: string): boolean {
  const { entries } = look.piece;
  const seen = lookAt(look, `${place}${sep}${look.names[position] ?? ''}`, entries.inos[position] ?? 0n);
  if (seen === null) return false;
  if (!(entries.links[position] === 1 ? seen.isSymbolicLink() : seen.isFile())) return false;
  return seen.size === entries.bytes[position] && seen.mtimeMs === entries.mtimes[position];
}

/** The folder's own time proves its names only when it is the planned one and nothing has touched it since. */
function isProven(look: Look, index: number, seen: Stats): boolean {
  const { mtimes, trustedBefore } = look.piece;
  return (
    look.isTrusted &&
    seen.mtimeMs === mtimes[index] &&
    seen.mtimeMs < trustedBefore &&
    seen.ctimeMs < trustedBefore
  );
}

function holdsOnly(place: string, planned: ReadonlySet<string>): boolean {
  const found = listFolder(place).names;
  return found.length === planned.size && found.every((name) => planned.has(name));
}

function verdictOn(look: Look, index: number, children: ReadonlySet<string> | null): Verdict {
  const place = look.places[index] ?? '';
  const seen = lookAt(look, place, look.piece.inos[index] ?? 0n);
  if (seen?.isDirectory() !== true) return verdicts.differs;
  const [from, to] = [look.starts[index] ?? 0, look.starts[index + 1] ?? 0];
  if (children === null) {
    if (!isProven(look, index, seen)) return verdicts.list;
  } else {
    const planned = new Set(children);
    for (let at = from; at < to; at += 1) planned.add(look.names[look.order[at] ?? -1] ?? '');
    if (!holdsOnly(place, planned)) return verdicts.differs;
  }
  for (let at = from; at < to; at += 1)
    if (!isSameEntry(look, look.order[at] ?? -1, place)) return verdicts.differs;
  return verdicts.same;
}

function childSets(piece: FolderPiece, folders: number): readonly ReadonlySet<string>[] | null {
  if (piece.children === null) return null;
  const sets = Array.from({ length: folders }, () => new Set<string>());
  const { folderOf, names } = piece.children;
  parts(names, folderOf.length).forEach((name, at) => sets[folderOf[at] ?? -1]?.add(name));
  return sets;
}

/** True when each component is plain; what lies in one folder is asked for its last component only. */
function arePlain(paths: readonly string[], style: PathStyle): boolean {
  const plainAbove = new Set<string>();
  return paths.every((path) => {
    const end = path.lastIndexOf('/');
    if (end < 0) return isPlainName(path, style);
    const above = path.slice(0, end);
    if (plainAbove.has(above)) return isPlainName(path.slice(end + 1), style);
    plainAbove.add(above);
    return path.split('/').every((component) => isPlainName(component, style));
  });
}

function lookOver(bounds: Bounds, piece: FolderPiece, isTrusted: boolean): Look | null {
  const root = bounds.roots[piece.top.root];
  const { paths } = piece;
  const names = parts(piece.entries.names, piece.entries.folderOf.length);
  if (root === undefined || !names.every((name) => isPlainName(name, bounds.style))) return null;
  if (!arePlain(paths, bounds.style)) return null;
  const { realPath } = root;
  const base = realPath.endsWith(sep) ? realPath : `${realPath}${sep}`;
  return {
    piece,
    dev: root.identity.dev,
    isTrusted,
    holdsBytes: hasBytes(realPath) || paths.some(hasBytes) || hasBytes(piece.entries.names),
    places: paths.map((path) => `${base}${sep === '/' ? path : path.replaceAll('/', sep)}`),
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
