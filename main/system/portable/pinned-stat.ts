import type { BigIntStats } from 'node:fs';
import type { PinnedStat } from '../ports.ts';

const nanosPerSecond = 1_000_000_000n;

/** The same double that Node's own `mtimeMs` would hold, so that a plan made without BigInt compares equal. */
function millisecondsOf(nanos: bigint): number {
  const rest = ((nanos % nanosPerSecond) + nanosPerSecond) % nanosPerSecond;
  return Number((nanos - rest) / nanosPerSecond) * 1000 + Number(rest) / 1e6;
}

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
    mtimeMs: millisecondsOf(stats.mtimeNs),
  };
}
