import { lstatSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { dirname } from 'node:path';
import { diskPath } from '../fs/disk-names.ts';

/** Creation times on this grid are not trusted: FAT stores local time in 10 ms steps, HFS+ whole seconds. */
const coarseNs = 10_000_000n;
const nsPerMs = 1_000_000n;
/** Tolerance for a disk's time ahead of the system clock, ms. */
const tickMs = 50;

/** A period by the wall clock, ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Stats of a path without following a link; null when they cannot be read. */
export function statsAt(path: string): BigIntStats | null {
  try {
    return lstatSync(diskPath(path), { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether this folder has a real creation time. Without statx, Node returns the change time instead, so a folder that
 * changed since its creation shows the difference.
 */
function storesBirths(folder: BigIntStats): boolean {
  return folder.birthtimeNs > 0n && folder.birthtimeNs !== folder.ctimeNs;
}

/** Whether this folder's disk stores creation times: the folder or one above it on the same disk proves it. */
export function diskStoresBirths(path: string, folder: BigIntStats): boolean {
  if (storesBirths(folder)) return true;
  const above = dirname(path);
  const stats = above === path ? null : statsAt(above);
  return stats?.dev === folder.dev && diskStoresBirths(above, stats);
}

/**
 * True when the entry was provably created within `span`. False for missing, future and coarse times;
 * a coarse one may be in another time zone.
 */
export function wasCreatedWithin({ birthtimeNs }: BigIntStats, { from, to }: Span): boolean {
  if (birthtimeNs <= 0n || birthtimeNs % coarseNs === 0n) return false;
  const createdMs = Number(birthtimeNs / nsPerMs);
  return createdMs > from && createdMs <= to + tickMs;
}

/** True when the entry was created before `span`; false without a creation time. */
export function wasCreatedBefore({ birthtimeNs }: BigIntStats, { from }: Span): boolean {
  return birthtimeNs > 0n && Number(birthtimeNs / nsPerMs) <= from;
}

/** Whether the content is older than `span`. A move to another disk keeps this time, the birth there is new. */
export function wasWrittenBefore({ mtimeNs }: BigIntStats, { from }: Span): boolean {
  return mtimeNs > 0n && Number(mtimeNs / nsPerMs) <= from;
}
