import { lstatSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { dirname } from 'node:path';
import { diskPath } from '../fs/disk-names.ts';

/** FAT keeps hundredths of a second and means them in somebody's local time; HFS+ keeps whole seconds. */
const coarseNs = 10_000_000n;
const nsPerMs = 1_000_000n;
/** how far a disk's time may run ahead of the clock that is asked */
const tickMs = 50;

/** A stretch of time by the wall's clock, milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What lies at a place, or null; a link is not followed. */
export function statsAt(path: string): BigIntStats | null {
  try {
    return lstatSync(diskPath(path), { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether the disk under this folder says when something was made. Where the system does not know, Node gives the time of
 * the last change instead (libuv without statx): a folder in which something was put has two different times elsewhere.
 */
function keepsBirths(folder: BigIntStats): boolean {
  return folder.birthtimeNs > 0n && folder.birthtimeNs !== folder.ctimeNs;
}

/** Whether the disk of this folder keeps births: the folder shows it, or one above it on the same disk does. */
export function diskKeepsBirths(path: string, folder: BigIntStats): boolean {
  if (keepsBirths(folder)) return true;
  const above = dirname(path);
  const stats = above === path ? null : statsAt(above);
  return stats?.dev === folder.dev && diskKeepsBirths(above, stats);
}

/**
 * Proves that something was made within `span`. False also where that cannot be told: a time that is yet to come or was
 * before, and one so coarse that the file system may mean it in another time zone.
 */
export function wasMadeWithin({ birthtimeNs }: BigIntStats, { from, to }: Span): boolean {
  if (birthtimeNs <= 0n || birthtimeNs % coarseNs === 0n) return false;
  const madeMs = Number(birthtimeNs / nsPerMs);
  return madeMs > from && madeMs <= to + tickMs;
}

/** Says that something was made before `span` began, whatever became of it since. A time that is not kept says no. */
export function wasMadeBefore({ birthtimeNs }: BigIntStats, { from }: Span): boolean {
  return birthtimeNs > 0n && Number(birthtimeNs / nsPerMs) <= from;
}

/** Whether the content is older than `span`. A move to another disk keeps this time, the birth there is new. */
export function wasWrittenBefore({ mtimeNs }: BigIntStats, { from }: Span): boolean {
  return mtimeNs > 0n && Number(mtimeNs / nsPerMs) <= from;
}
