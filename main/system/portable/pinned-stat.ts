import { lstatSync } from 'node:fs';
import type { BigIntStats, Stats } from 'node:fs';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import type { PinnedStat } from '../ports.ts';

function kindOf(stats: BigIntStats | Stats): PinnedStat['kind'] {
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isDirectory()) return 'folder';
  return stats.isFile() ? 'file' : 'special';
}

/** Identity that the sink compares with the plan; from BigInt stats, because inode numbers exceed 2^53 on Windows. */
export function pinnedStatOf(stats: BigIntStats): PinnedStat {
  return {
    dev: stats.dev,
    ino: stats.ino,
    kind: kindOf(stats),
    bytes: Number(stats.size),
    mtimeMs: fileTimeMs(stats.mtimeNs),
  };
}

/**
 * The same for a path, without following a link. Uses plain numbers, and slower BigInt stats only where one exceeds
 * 2^53. Throws Node's errors.
 */
export function pinnedStatAt(path: string | Buffer): PinnedStat {
  const stats = lstatSync(path);
  if (!Number.isSafeInteger(stats.ino) || !Number.isSafeInteger(stats.dev))
    return pinnedStatOf(lstatSync(path, { bigint: true }));
  return {
    dev: BigInt(stats.dev),
    ino: BigInt(stats.ino),
    kind: kindOf(stats),
    bytes: stats.size,
    mtimeMs: stats.mtimeMs,
  };
}
