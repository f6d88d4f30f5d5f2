import { closeSync, ftruncateSync, futimesSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SignOffError } from '../../app/contract/errors.ts';
import { errorCode } from '../engine/fs/errors.ts';

/** Creates many files fast: sparse, so that a tree of any size takes almost no disk space. */
export interface SparseWriter {
  /** `path` is relative with `/`; an existing file is never overwritten */
  write(path: string, bytes: number, head: Uint8Array | null, mtimeMs: number): void;
  /** creates an empty folder */
  folder(path: string): void;
  /** number of created folders, without the top one */
  folders(): number;
}

/** All writes stay below `top`, which must exist. */
export function createSparseWriter(top: string): SparseWriter {
  const made = new Set<string>(['.']);
  const ensure = (folder: string): void => {
    if (made.has(folder)) return;
    ensure(dirname(folder));
    mkdirSync(join(top, folder), { mode: 0o755 });
    made.add(folder);
  };
  const guarded = (path: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (errorCode(error) === 'ENOSPC')
        throw new SignOffError('disk-full', { path: join(top, path) }, { cause: error });
      throw error;
    }
  };
  return {
    folders: () => made.size - 1,
    folder: (path) => guarded(path, () => ensure(path)),
    write(path, bytes, head, mtimeMs) {
      guarded(path, () => {
        ensure(dirname(path));
        const file = openSync(`${top}/${path}`, 'wx', 0o644);
        try {
          if (head !== null && bytes > 0) writeSync(file, head, 0, Math.min(head.length, bytes));
          ftruncateSync(file, bytes);
          futimesSync(file, mtimeMs / 1000, mtimeMs / 1000);
        } finally {
          closeSync(file);
        }
      });
    },
  };
}
