import { lstatSync, statfsSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { sep } from 'node:path';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import { diskPath, listFolder } from '../fs/disk-names.ts';
import type { PlanEntry } from '../plans/frozen-plan.ts';
import type { PlanRows } from '../ledger/batch.ts';
import { openFolder } from './open-folders.ts';
import type { Bounds } from './open-folders.ts';

/** What a plan lists in each folder, in shared memory, so that no request copies it. */
export interface PlannedContents {
  /** entry ids, folder by folder, without sign-ins; in each folder first those that are always compared */
  readonly entries: Uint32Array;
  /** by folder, plus one: its first position in `entries` */
  readonly starts: Uint32Array;
  /** by folder: one past its last position in `entries` that is always compared */
  readonly alwaysEnds: Uint32Array;
  /** by folder: one past its last descendant */
  readonly ends: Uint32Array;
  /** by folder: 1 = its mtime proves nothing, so its names are listed */
  readonly mustList: Uint8Array;
  /** milliseconds; a folder changed at or after this time is listed */
  readonly trustedBefore: number;
}

/** Consecutive folders of a plan, all below one folder that the run may move. */
export interface FolderPart {
  readonly contents: PlannedContents;
  /** index of the folder that would be moved */
  readonly top: number;
  /** folders to compare, `to` excluded */
  readonly from: number;
  readonly to: number;
}

/**
 * Local file systems that update a folder's mtime whenever one of its names is added, removed or replaced (statfs,
 * f_type).
 */
const timekeepers: Readonly<Partial<Record<NodeJS.Platform, ReadonlySet<number>>>> = {
  // ext2–4, xfs, btrfs, f2fs, tmpfs, overlay, zfs
  linux: new Set([0xef53, 0x5846_5342, 0x9123_683e, 0xf2f5_2010, 0x0102_1994, 0x794c_7630, 0x2fc1_2fc1]),
  // hfs, apfs
  darwin: new Set([0x17, 0x1a]),
};

/** False for an unknown file system: every folder is then listed. */
export function keepsFolderTimes(realPath: string): boolean {
  try {
    return timekeepers[process.platform]?.has(statfsSync(realPath).type) ?? false;
  } catch {
    return false;
  }
}

/** Context shared by all folders of one part. */
interface Comparison {
  readonly bounds: Bounds;
  readonly rows: PlanRows;
  readonly contents: PlannedContents;
  readonly root: number;
  readonly dev: bigint;
  /** the root's real path with a trailing separator */
  readonly base: string;
  readonly isTrusted: boolean;
  /** parent path of the last checked path, with a trailing slash: all its components are plain names */
  plainAbove: string;
}

/**
 * Stats of a path, or null when it is not the planned inode. Plain numbers are exact up to 2^53; Windows inode
 * numbers exceed that, so only those need a second lstat with bigint.
 */
function statsOf(path: string, ino: bigint, dev: bigint): Stats | null {
  const place = diskPath(path);
  const stats = lstatSync(place, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (Number.isSafeInteger(stats.ino) && Number.isSafeInteger(stats.dev))
    return stats.ino === Number(ino) && stats.dev === Number(dev) ? stats : null;
  const exact = lstatSync(place, { bigint: true, throwIfNoEntry: false });
  return exact?.ino === ino && exact.dev === dev ? stats : null;
}

function isSameEntry({ bounds, dev }: Comparison, place: string, entry: PlanEntry): boolean {
  if (!isPlainName(entry.name, bounds.style)) return false;
  const stats = statsOf(`${place}${sep}${entry.name}`, entry.ino, dev);
  if (stats === null) return false;
  if (!(entry.kind === 'link' ? stats.isSymbolicLink() : stats.isFile())) return false;
  return stats.size === entry.bytes && stats.mtimeMs === entry.mtimeMs;
}

/** The folder's mtime proves its names only when it equals the planned mtime and is older than `trustedBefore`. */
function isProven({ contents, rows, isTrusted }: Comparison, folder: number, stats: Stats): boolean {
  const { trustedBefore, mustList } = contents;
  return (
    isTrusted &&
    mustList[folder] !== 1 &&
    stats.mtimeMs === rows.folderTime(folder) &&
    stats.mtimeMs < trustedBefore &&
    stats.ctimeMs < trustedBefore
  );
}

/** True when each component is plain. For siblings, only the last component is checked again. */
function isPlainPath(comparison: Comparison, path: string): boolean {
  const { style } = comparison.bounds;
  const start = path.lastIndexOf('/') + 1;
  if (start !== comparison.plainAbove.length || !path.startsWith(comparison.plainAbove)) {
    const above = path.slice(0, start);
    if (
      !above
        .split('/')
        .slice(0, -1)
        .every((component) => isPlainName(component, style))
    )
      return false;
    comparison.plainAbove = above;
  }
  return isPlainName(path.slice(start), style);
}

/** Names of the planned direct subfolders. */
function* childNames({ contents, rows }: Comparison, folder: number): Generator<string> {
  const { ends } = contents;
  const end = ends[folder] ?? 0;
  for (let child = folder + 1; child < end; child = ends[child] ?? end) {
    const path = rows.folderPath(child);
    yield path.slice(path.lastIndexOf('/') + 1);
  }
}

/** Yields planned entries directly in a folder one at a time, because a folder may hold a million of them. */
function* entriesIn(
  { contents, rows }: Comparison,
  folder: number,
  end: number | undefined,
): Generator<PlanEntry> {
  const { starts, entries } = contents;
  for (let at = starts[folder] ?? 0; at < (end ?? 0); at += 1) yield rows.entry(entries[at] ?? -1);
}

/** True when the folder holds exactly the planned folders and entries. */
function holdsOnly(comparison: Comparison, folder: number, place: string): boolean {
  const found = new Set(listFolder(place).names);
  for (const name of childNames(comparison, folder)) if (!found.delete(name)) return false;
  for (const { name } of entriesIn(comparison, folder, comparison.contents.starts[folder + 1]))
    if (!found.delete(name)) return false;
  return found.size === 0;
}

/** Compares every entry of a folder whose names were listed, and only the precious ones where its mtime is proof. */
function isSameFolder(comparison: Comparison, folder: number): boolean {
  const { rows, contents } = comparison;
  const path = rows.folderPath(folder);
  if (rows.rootOf(folder) !== comparison.root || !isPlainPath(comparison, path)) return false;
  const place = comparison.base + (sep === '/' ? path : path.replaceAll('/', sep));
  const stats = statsOf(place, rows.folderIno(folder), comparison.dev);
  if (stats?.isDirectory() !== true) return false;
  const proven = isProven(comparison, folder, stats);
  if (!proven && !holdsOnly(comparison, folder, place)) return false;
  const end = proven ? contents.alwaysEnds[folder] : contents.starts[folder + 1];
  for (const entry of entriesIn(comparison, folder, end))
    if (!isSameEntry(comparison, place, entry)) return false;
  return true;
}

type KeepsTimes = (realPath: string) => boolean;

function comparisonBelow(
  bounds: Bounds,
  rows: PlanRows,
  { contents, top }: FolderPart,
  keepsTimes: KeepsTimes,
): Comparison {
  const root = rows.rootOf(top);
  const known = bounds.roots[root];
  if (known === undefined) throw new RangeError(`no root ${root}`);
  const { realPath, identity } = known;
  return {
    ...{ bounds, rows, contents, root, dev: identity.dev },
    base: realPath.endsWith(sep) ? realPath : `${realPath}${sep}`,
    isTrusted: keepsTimes(realPath),
    plainAbove: '',
  };
}

function compareEach(
  comparison: Comparison,
  { from, to }: FolderPart,
  isCancelled: () => boolean,
): Uint8Array {
  const same = new Uint8Array(to - from);
  for (let folder = from; folder < to && !isCancelled(); folder += 1) {
    try {
      same[folder - from] = isSameFolder(comparison, folder) ? 1 : 0;
    } catch {
      // a folder that cannot be read is not the planned one
    }
  }
  return same;
}

/**
 * Compares planned folders with the disk. Answers one number per folder, 1 = as planned. Read-only, never follows a
 * link. The top's place is checked before and after; if either check fails, no folder is as planned.
 */
export function compareFolders(
  bounds: Bounds,
  rows: PlanRows,
  part: FolderPart,
  isCancelled: () => boolean,
  keepsTimes: KeepsTimes = keepsFolderTimes,
): Uint8Array {
  const none = new Uint8Array(part.to - part.from);
  try {
    const opened = openFolder(bounds, rows.folder(part.top));
    if ('refused' in opened) return none;
    try {
      const same = compareEach(comparisonBelow(bounds, rows, part, keepsTimes), part, isCancelled);
      opened.folder.pathFor('place');
      return same;
    } finally {
      opened.folder.close();
    }
  } catch {
    return none;
  }
}
