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

/** What is the same for every folder of one part. */
interface Look {
  readonly bounds: Bounds;
  readonly rows: PlanRows;
  readonly order: ComparisonOrder;
  readonly root: number;
  readonly dev: bigint;
  /** the root's real path and a separator */
  readonly base: string;
  readonly isTrusted: boolean;
  /** a path below the root whose every component was found plain: the folder that the last one lay in, and a slash */
  plainAbove: string;
}

/**
 * What lies at a path, null when that is not this very inode. Plain numbers are exact up to 2^53, which inode numbers
 * exceed on Windows: only there the dearer look is taken.
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
  const seen = lookAt(`${place}${sep}${entry.name}`, entry.ino, dev);
  if (seen === null) return false;
  if (!(entry.kind === 'link' ? seen.isSymbolicLink() : seen.isFile())) return false;
  return seen.size === entry.bytes && seen.mtimeMs === entry.mtimeMs;
}

/** The folder's own time proves its names only when it is the planned one and nothing has touched it since. */
function isProven({ order, rows, isTrusted }: Look, folder: number, seen: Stats): boolean {
  const { trustedBefore } = order;
  return (
    isTrusted &&
    seen.mtimeMs === rows.folderTime(folder) &&
    seen.mtimeMs < trustedBefore &&
    seen.ctimeMs < trustedBefore
  );
}

/** True when each component is plain; what lies in one folder is asked for its last component only. */
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

/** Names of the planned folders right in this one. */
function* childNames({ order, rows }: Look, folder: number): Generator<string> {
  const end = order.ends[folder] ?? 0;
  for (let child = folder + 1; child < end; child = order.ends[child] ?? end) {
    const path = rows.folderPath(child);
    yield path.slice(path.lastIndexOf('/') + 1);
  }
}

/** The planned entries right in a folder, one at a time: a folder may hold a million of them. */
function* entriesIn({ order, rows }: Look, folder: number): Generator<PlanEntry> {
  const { starts, entries } = order.held;
  const end = starts[folder + 1] ?? 0;
  for (let at = starts[folder] ?? 0; at < end; at += 1) yield rows.entry(entries[at] ?? -1);
}

/** The folder holds the planned folders and entries, each once, and nothing else. */
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
  const seen = lookAt(place, rows.folderIno(folder), look.dev);
  if (seen?.isDirectory() !== true) return verdicts.differs;
  if (order.looksAt === verdicts.time) {
    if (!isProven(look, folder, seen)) return verdicts.list;
  } else if (!holdsOnly(look, folder, place)) return verdicts.differs;
  if (!holdsEntries(order.held, folder)) return verdicts.same;
  for (const entry of entriesIn(look, folder)) if (!isSameEntry(look, place, entry)) return verdicts.differs;
  return verdicts.same;
}

function lookOver(look: Look, from: number, to: number, isCancelled: () => boolean): void {
  const { verdicts: told, looksAt } = look.order;
  for (let folder = from; folder < to && !isCancelled(); folder += 1) {
    if (told[folder] !== looksAt) continue;
    try {
      told[folder] = verdictOn(look, folder);
    } catch {
      told[folder] = verdicts.differs;
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

/** The top is where it was planned before and after the looking, or nothing of the part is the same. */
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
 * Compares planned folders with the disk, part by part as long as there are any: each that is to be looked at gets one
 * verdict in the order's own memory. Only looks, never follows a link, and what it cannot look at differs.
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
