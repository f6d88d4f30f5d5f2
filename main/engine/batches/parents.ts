import { lstatSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { diskPath } from '../fs/disk-names.ts';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import type { SinkRoot } from '../ledger/batch.ts';
import type { ParentLine } from './index-lines.ts';

/** Remembers which folders it has described, so that each is described once, before anything leaves it. */
export interface ParentBook {
  /** lines for the folder and those between it and the root that are not described yet; only looks */
  describe(root: number, segments: readonly string[]): readonly ParentLine[];
}

/** A folder that may not be looked at is not described; what lies in it cannot be taken either, and says why itself. */
function lookAt(path: string): BigIntStats | null {
  try {
    return lstatSync(diskPath(path), { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

function lineFor(top: string, root: number, path: readonly string[]): ParentLine | null {
  const stats = lookAt(join(top, ...path));
  if (stats?.isDirectory() !== true) return null;
  return {
    kind: 'parent',
    root,
    path: [...path],
    mode: Number(stats.mode) & 0o7777,
    mtimeMs: fileTimeMs(stats.mtimeNs),
  };
}

export function createParentBook(roots: readonly SinkRoot[]): ParentBook {
  const known = new Set<string>();
  return {
    describe(root, segments) {
      const top = roots[root]?.realPath;
      const lines: ParentLine[] = [];
      for (let length = segments.length; top !== undefined && length > 0; length -= 1) {
        const path = segments.slice(0, length);
        const key = `${root}\0${path.join('\0')}`;
        if (known.has(key)) break;
        known.add(key);
        const line = lineFor(top, root, path);
        if (line !== null) lines.push(line);
      }
      return lines;
    },
  };
}
