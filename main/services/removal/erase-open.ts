import { closeSync, constants, fchmodSync, fstatSync, openSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import type { Identity, PinnedFolder, PinnedStat } from '../../system/ports.ts';
import type { Outcome } from './outcomes.ts';

/** A file that may be overwritten: this very descriptor was compared, whatever its name leads to later. */
export interface OpenFile extends Identity {
  readonly kind: 'open';
  readonly fd: number;
  readonly bytes: number;
  /** its mode before it was made writable, to be given back when it stays; null = untouched */
  readonly mode: number | null;
}

/** `only-delete`: overwriting would do harm or is not allowed; `stays`: it is not what was compared. */
export type Opened =
  | OpenFile
  | {
      readonly kind: 'only-delete';
      readonly way: 'deleted-hard-linked' | 'deleted-sparse' | 'deleted-not-overwritten';
    }
  | { readonly kind: 'stays'; readonly outcome: Outcome };

/** Links are not followed, and a pipe that has taken the file's place does not make the thread wait. */
const careful = constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Content of this size may lie in the file's own record, which no count of blocks tells. */
const insideRecord = 1024;
const blockBytes = 512;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function isRefused(error: unknown): boolean {
  return codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM';
}

function refusalOf(stats: BigIntStats, expected: PinnedStat): Opened | null {
  const isIt = stats.isFile() && stats.dev === expected.dev && stats.ino === expected.ino;
  if (!isIt) return { kind: 'stays', outcome: 'replaced' };
  if (Number(stats.size) !== expected.bytes || fileTimeMs(stats.mtimeNs) !== expected.mtimeMs)
    return { kind: 'stays', outcome: 'changed' };
  if (stats.nlink > 1n) return { kind: 'only-delete', way: 'deleted-hard-linked' };
  const isSparse = expected.bytes > insideRecord && Number(stats.blocks) * blockBytes < expected.bytes;
  return isSparse ? { kind: 'only-delete', way: 'deleted-sparse' } : null;
}

function examined(fd: number, expected: PinnedStat, mode: number | null): Opened {
  const refusal = refusalOf(fstatSync(fd, { bigint: true }), expected);
  if (refusal === null)
    return { kind: 'open', fd, bytes: expected.bytes, dev: expected.dev, ino: expected.ino, mode };
  if (mode !== null) fchmodSync(fd, mode);
  closeSync(fd);
  return refusal;
}

/** A file of the person's own that is marked read-only; the mark goes through the descriptor that was compared. */
function openReadOnly(path: string | Buffer, expected: PinnedStat): Opened {
  const reading = openSync(path, constants.O_RDONLY | careful);
  try {
    const stats = fstatSync(reading, { bigint: true });
    const refusal = refusalOf(stats, expected);
    if (refusal !== null) return refusal;
    const mode = Number(stats.mode) & 0o7777;
    fchmodSync(reading, mode | 0o200);
    try {
      return examined(openSync(path, constants.O_WRONLY | careful), expected, mode);
    } catch (error) {
      fchmodSync(reading, mode);
      throw error;
    }
  } finally {
    closeSync(reading);
  }
}

/**
 * Opens a file for overwriting and compares it once more on the descriptor itself. What cannot be made writable is
 * left to deletion, which the system allows or refuses by the folder. Throws Node's errors for everything else.
 */
export function openForErase(folder: PinnedFolder, name: string, expected: PinnedStat): Opened {
  const path = folder.pathFor(name);
  try {
    return examined(openSync(path, constants.O_WRONLY | careful), expected, null);
  } catch (error) {
    if (codeOf(error) === 'ENXIO') return { kind: 'stays', outcome: 'replaced' };
    if (!isRefused(error)) throw error;
  }
  try {
    return openReadOnly(path, expected);
  } catch (error) {
    if (!isRefused(error)) throw error;
    return { kind: 'only-delete', way: 'deleted-not-overwritten' };
  }
}

/** Lets go of a file that stays where it is, with the mode that it had. */
export function letGo(file: OpenFile): void {
  try {
    if (file.mode !== null) fchmodSync(file.fd, file.mode);
  } finally {
    closeSync(file.fd);
  }
}
