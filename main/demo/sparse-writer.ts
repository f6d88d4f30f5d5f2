import { closeSync, ftruncateSync, futimesSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SignOffError } from '../../app/contract/errors.ts';
import { errorCode } from '../engine/fs/errors.ts';
import { createRandom } from './random.ts';

/** Creates many files fast. A file without content is one hole, so that a tree of any size takes little disk space. */
export interface SparseWriter {
  /** `path` is relative with `/`; an existing file is never overwritten */
  write(path: string, bytes: number, content: DemoContent | null, mtimeMs: number): void;
  /** creates an empty folder */
  folder(path: string): void;
  /** number of created folders, without the top one */
  folders(): number;
}

/** What a file holds: its first bytes, and whether the rest is filled as well. */
export interface DemoContent {
  readonly head: Uint8Array;
  readonly isFilled: boolean;
}

/** The same bytes in every demo, without a pattern that a file system could compress. */
const filler = Buffer.alloc(256 * 1024);
const random = createRandom(1, 'filler');
for (let at = 0; at < filler.length; at += 4) filler.writeUInt32LE(random.int(0x1_0000_0000), at);

function fill(file: number, bytes: number): void {
  for (let at = 0; at < bytes; at += filler.length)
    writeSync(file, filler, 0, Math.min(filler.length, bytes - at), at);
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
    write(path, bytes, content, mtimeMs) {
      guarded(path, () => {
        ensure(dirname(path));
        const file = openSync(`${top}/${path}`, 'wx', 0o644);
        try {
          if (content?.isFilled === true) fill(file, bytes);
          if (content !== null && bytes > 0)
            writeSync(file, content.head, 0, Math.min(content.head.length, bytes), 0);
          ftruncateSync(file, bytes);
          futimesSync(file, mtimeMs / 1000, mtimeMs / 1000);
        } finally {
          closeSync(file);
        }
      });
    },
  };
}
