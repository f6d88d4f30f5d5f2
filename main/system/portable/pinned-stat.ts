import type { BigIntStats } from 'node:fs';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import type { PinnedStat } from '../ports.ts';

function kindOf(stats: BigIntStats): PinnedStat['kind'] {
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isDirectory()) return 'folder';
  return stats.isFile() ? 'file' : 'special';
}

/** What the sink compares with the plan; built from BigInt stats because inode numbers exceed 2^53 on Windows. */
export function pinnedStatOf(stats: BigIntStats): PinnedStat {
  return {
    dev: stats.dev,
    ino: stats.ino,
    kind: kindOf(stats),
    bytes: Number(stats.size),
    mtimeMs: fileTimeMs(stats.mtimeNs),
  };
}
