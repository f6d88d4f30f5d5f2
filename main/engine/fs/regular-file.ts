import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

const MiB = 2 ** 20;

/** Largest size of a state file that is read, bytes. A bigger one was not written by SignOff. */
export const sizeLimits = {
  /** settings, lock, receipts, small notes: a few KiB; a receipt lists at most some thousand paths */
  note: 64 * MiB,
  /** plans, journals, baselines, indexes: about 200 bytes for each of ten million entries */
  list: 2047 * MiB,
} as const;

/** Thrown for a FIFO, device, socket or link, and for a file above its limit. It was not read. */
export class NotReadable extends Error {
  readonly code: 'not-a-file' | 'too-large';

  constructor(path: string, code: NotReadable['code']) {
    super(`${code}: ${path}`);
    this.code = code;
  }
}

// Without O_NONBLOCK the open of a FIFO that takes the file's place after the check would never return.
const careful = constants.O_NOFOLLOW | constants.O_NONBLOCK;

function demandRegular(path: string, stats: Stats, limit: number): void {
  if (stats.isDirectory()) throw Object.assign(new Error(`EISDIR: ${path}`), { code: 'EISDIR' });
  if (!stats.isFile()) throw new NotReadable(path, 'not-a-file');
  if (stats.size > limit) throw new NotReadable(path, 'too-large');
}

/**
 * Opens a regular file of at most `limit` bytes. The only way to open a state file that exists. Checks it before opening,
 * because opening a device can have an effect, and again once it is open. Throws NotReadable and Node's errors, such as
 * EISDIR for a folder.
 */
export async function openRegular(
  path: string,
  limit: number,
  access: number = constants.O_RDONLY,
): Promise<FileHandle> {
  demandRegular(path, await lstat(path), limit);
  const file = await open(path, access | careful);
  try {
    demandRegular(path, await file.stat(), limit);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The content of a state file. Throws NotReadable and Node's errors. */
export async function readRegular(path: string, limit: number): Promise<Buffer> {
  const file = await openRegular(path, limit);
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(size);
    let length = 0;
    while (length < size) {
      const { bytesRead } = await file.read(bytes, length, size - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

/** `readRegular` for worker threads and for the quarantine, which may block. */
export function readRegularSync(path: string, limit: number): Buffer {
  demandRegular(path, lstatSync(path), limit);
  const file = openSync(path, constants.O_RDONLY | careful);
  try {
    const stats = fstatSync(file);
    demandRegular(path, stats, limit);
    const bytes = Buffer.alloc(stats.size);
    let length = 0;
    while (length < stats.size) {
      const read = readSync(file, bytes, length, stats.size - length, length);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
