import { lstatSync, statfsSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { sep } from 'node:path';
import { isPlainName } from '../../../app/cleanup/containment.ts';
import { diskPath, listFolder } from '../fs/disk-names.ts';
import type { PlanEntry } from '../planning/frozen-plan.ts';
import type { PlanRows } from '../ledger/batch.ts';
import { numbersPerPart, verdicts } from './comparison-order.ts';
import type { HeldEntries, ComparisonOrder, Verdict } from './comparison-order.ts';
import { pinFolder } from './open-folders.ts';
import type { Bounds } from './open-folders.ts';

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
interface Look {
  readonly bounds: Bounds;
  readonly rows: PlanRows;
  readonly order: ComparisonOrder;
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
function lookAt(path: string, ino: bigint, dev: bigint): Stats | null {
  const place = diskPath(path);
  const stats = lstatSync(place, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (Number.isSafeInteger(stats.ino) && Number.isSafeInteger(stats.dev))
    return stats.ino === Number(ino) && stats.dev === Number(dev) ? stats : null;
  const exact = lstatSync(place, { bigint: true, throwIfNoEntry: false });
  return exact?.ino === ino && exact.dev === dev ? stats : null;
}

function isSameEntry({ bounds, dev }: Look, place: string, entry: PlanEntry): boolean {
  if (!isPlainName(entry.name, bounds.style)) return false;
  const stats = lookAt(`${place}${sep}${entry.name}`, entry.ino, dev);
  if (stats === null) return false;
  if (!(entry.kind === 'link' ? stats.isSymbolicLink() : stats.isFile())) return false;
  return stats.size === entry.bytes && stats.mtimeMs === entry.mtimeMs;
}

/** The folder's mtime proves its names only when it equals the planned mtime and is older than `trustedBefore`. */
function isProven({ order, rows, isTrusted }: Look, folder: number, stats: Stats): boolean {
  const { trustedBefore } = order;
  return (
    isTrusted &&
    stats.mtimeMs === rows.folderTime(folder) &&
    stats.mtimeMs < trustedBefore &&
    stats.ctimeMs < trustedBefore
  );
}

/** True when each component is plain. For siblings, only the last component is checked again. */
function isPlainPath(look: Look, path: string): boolean {
  const { style } = look.bounds;
  const start = path.lastIndexOf('/') + 1;
  if (start !== look.plainAbove.length || !path.startsWith(look.plainAbove)) {
    const above = path.slice(0, start);
    if (
      !above
        .split('/')
        .slice(0, -1)
        .every((component) => isPlainName(component, style))
    )
      return false;
    look.plainAbove = above;
  }
  return isPlainName(path.slice(start), style);
}

/** Names of the planned direct subfolders. */
function* childNames({ order, rows }: Look, folder: number): Generator<string> {
  const end = order.ends[folder] ?? 0;
  for (let child = folder + 1; child < end; child = order.ends[child] ?? end) {
    const path = rows.folderPath(child);
    yield path.slice(path.lastIndexOf('/') + 1);
  }
}

/** Yields the planned entries directly in a folder one at a time, because a folder may hold a million of them. */
function* entriesIn({ order, rows }: Look, folder: number): Generator<PlanEntry> {
  const { starts, entries } = order.held;
  const end = starts[folder + 1] ?? 0;
  for (let at = starts[folder] ?? 0; at < end; at += 1) yield rows.entry(entries[at] ?? -1);
}

/** True when the folder holds exactly the planned folders and entries. */
function holdsOnly(look: Look, folder: number, place: string): boolean {
  const found = new Set(listFolder(place).names);
  for (const name of childNames(look, folder)) if (!found.delete(name)) return false;
  for (const { name } of entriesIn(look, folder)) if (!found.delete(name)) return false;
  return found.size === 0;
}

function holdsEntries({ starts }: HeldEntries, folder: number): boolean {
  return starts[folder] !== starts[folder + 1];
}

function verdictOn(look: Look, folder: number): Verdict {
  const { rows, order } = look;
  const path = rows.folderPath(folder);
  if (rows.rootOf(folder) !== look.root || !isPlainPath(look, path)) return verdicts.differs;
  const place = look.base + (sep === '/' ? path : path.replaceAll('/', sep));
  const stats = lookAt(place, rows.folderIno(folder), look.dev);
  if (stats?.isDirectory() !== true) return verdicts.differs;
  if (order.looksAt === verdicts.time) {
    if (!isProven(look, folder, stats)) return verdicts.list;
  } else if (!holdsOnly(look, folder, place)) return verdicts.differs;
  if (!holdsEntries(order.held, folder)) return verdicts.same;
  for (const entry of entriesIn(look, folder)) if (!isSameEntry(look, place, entry)) return verdicts.differs;
  return verdicts.same;
}

function lookOver(look: Look, from: number, to: number, isCancelled: () => boolean): void {
  const { verdicts: results, looksAt } = look.order;
  for (let folder = from; folder < to && !isCancelled(); folder += 1) {
    if (results[folder] !== looksAt) continue;
    try {
      results[folder] = verdictOn(look, folder);
    } catch {
      results[folder] = verdicts.differs;
    }
  }
}

type KeepsTimes = (realPath: string) => boolean;

function lookBelow(
  bounds: Bounds,
  rows: PlanRows,
  order: ComparisonOrder,
  top: number,
  keepsTimes: KeepsTimes,
): Look {
  const root = rows.rootOf(top);
  const known = bounds.roots[root];
  if (known === undefined) throw new RangeError(`no root ${root}`);
  const { realPath, identity } = known;
  return {
    ...{ bounds, rows, order, root, dev: identity.dev },
    base: realPath.endsWith(sep) ? realPath : `${realPath}${sep}`,
    isTrusted: keepsTimes(realPath),
    plainAbove: '',
  };
}

/**
 * Checks the top's location before and after the comparison. If either check fails, every folder of the part differs.
 */
function comparePart(
  bounds: Bounds,
  rows: PlanRows,
  order: ComparisonOrder,
  part: number,
  isCancelled: () => boolean,
  keepsTimes: KeepsTimes,
): void {
  const [top = 0, from = 0, to = 0] = order.parts.subarray(part * numbersPerPart);
  try {
    const pin = pinFolder(bounds, rows.folder(top));
    if ('why' in pin) throw new Error(pin.why);
    try {
      lookOver(lookBelow(bounds, rows, order, top, keepsTimes), from, to, isCancelled);
      pin.folder.pathFor('place');
    } finally {
      pin.folder.close();
    }
  } catch {
    order.verdicts.fill(verdicts.differs, from, to);
  }
}

/**
 * Compares planned folders with the disk until no part is left, and writes one verdict per folder into the order's
 * shared memory. Read-only, never follows a link; a folder that cannot be read differs.
 */
export function compareFolders(
  bounds: Bounds,
  rows: PlanRows,
  order: ComparisonOrder,
  isCancelled: () => boolean,
  keepsTimes: KeepsTimes = keepsFolderTimes,
): void {
  const count = order.parts.length / numbersPerPart;
  for (let part = Atomics.add(order.next, 0, 1); part < count; part = Atomics.add(order.next, 0, 1))
    comparePart(bounds, rows, order, part, isCancelled, keepsTimes);
}
