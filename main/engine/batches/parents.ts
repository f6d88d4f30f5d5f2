import { lstatSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { diskPath } from '../fs/disk-names.ts';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import type { SinkRoot } from '../ledger/batch.ts';
import type { ParentLine } from './index-lines.ts';

/** Describes each parent folder once, before anything leaves it. */
export interface ParentBook {
  /** Lines for the folder and its parents up to the root, without those already described. Read-only. */
  describe(root: number, segments: readonly string[]): readonly ParentLine[];
}

/** Null for an unreadable folder. Its entries cannot be moved either and report their own reason. */
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
