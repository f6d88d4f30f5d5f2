import { createHash, randomFillSync } from 'node:crypto';
import {
  closeSync,
  constants,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { bytesOfName } from '../../../app/cleanup/byte-name.ts';
import { PinLost } from '../../system/ports.ts';
import type { Identity, PinnedFolder, PinnedStat } from '../../system/ports.ts';
import { outcomeOfError } from '../ledger/outcomes.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import { errorCode } from '../fs/errors.ts';
import { openAgain } from './erase-open.ts';
import type { OpenFile } from './erase-open.ts';

/**
 * No vowels and no `p`, so that no word and no reserved Windows name results. One case, for case-insensitive file
 * systems.
 */
const letters = 'bcdfghjklmnqrstvwxyz0123456789';

const sameLengthAttempts = 8;
/** Candidate names per entry; crash recovery tries each of them. */
export const eraseAttempts = 16;
const roomyLength = 20;
const longestName = 255;

function bytesOf(runId: string, entry: number, attempt: number, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let count = 0; count * 32 < length; count += 1)
    blocks.push(createHash('sha256').update(`${runId}\n${entry}\n${attempt}\n${count}`).digest());
  return Buffer.concat(blocks);
}

/**
 * The name under which an entry is overwritten. It hides the old name, has the same byte length, and can be
 * recomputed after a crash. Later attempts are longer, for folders in which all short names are taken.
 */
export function eraseNameOf(runId: string, entry: number, name: string, attempt: number): string {
  const own = Math.min(bytesOfName(name).length, longestName);
  const length = attempt < sameLengthAttempts ? own : Math.max(own, roomyLength);
  return Array.from(
    bytesOf(runId, entry, attempt, length).subarray(0, length),
    (byte) => letters[byte % letters.length],
  ).join('');
}

/** A file under its erase name (`eraseName`), until it is removed. */
export interface RenamedFile {
  readonly folder: PinnedFolder;
  readonly name: string;
  readonly eraseName: string;
  readonly file: OpenFile;
}

const blockBytes = 4 * 1024 * 1024;
/** bytes per block; a cancel takes effect between two blocks */
const unsyncedBytes = 64 * 1024 * 1024;
/** bytes after which the disk starts writing, while the next block is generated */
const hintBytes = 16 * 1024 * 1024;

function isFree(folder: PinnedFolder, name: string): boolean {
  try {
    folder.stat(name);
    return false;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return true;
    throw error;
  }
}

function isThere(folder: PinnedFolder, name: string, identity: Identity): boolean {
  const stat = folder.stat(name);
  return stat.dev === identity.dev && stat.ino === identity.ino;
}

/**
 * Renames an opened file to its erase name, which a resume can find. Returns an outcome when another file has taken
 * its place.
 */
export function renameForErase(
  folder: PinnedFolder,
  name: string,
  file: OpenFile,
  who: { readonly runId: string; readonly entry: number },
): RenamedFile | 'replaced' | 'unknown' {
  for (let attempt = 0; attempt < eraseAttempts; attempt += 1) {
    const eraseName = eraseNameOf(who.runId, who.entry, name, attempt);
    if (!isFree(folder, eraseName)) continue;
    renameSync(folder.pathFor(name), folder.pathFor(eraseName));
    if (isThere(folder, eraseName, file)) return { folder, name, eraseName, file };
    if (isFree(folder, name)) renameSync(folder.pathFor(eraseName), folder.pathFor(name));
    return 'replaced';
  }
  return 'unknown';
}

/**
 * Restores a file's own name. False when the name is taken or the folder moved; the file then keeps its erase name.
 */
export function restoreName({ folder, name, eraseName, file }: RenamedFile): boolean {
  try {
    if (!isThere(folder, eraseName, file) || !isFree(folder, name)) return false;
    renameSync(folder.pathFor(eraseName), folder.pathFor(name));
    return true;
  } catch (error) {
    if (error instanceof PinLost || outcomeOfError(error) !== 'unknown') return false;
    throw error;
  }
}

function folderPath(path: string | Buffer): string | Buffer {
  if (typeof path === 'string') return dirname(path);
  return path.subarray(0, Math.max(1, path.lastIndexOf('/')));
}

/**
 * Syncs the new names before the first byte is overwritten, so that a power cut leaves either the whole file or its
 * erase name. Best effort: some systems cannot sync a folder.
 */
export function syncNames({ folder, eraseName }: RenamedFile): 'synced' | 'not-possible' {
  try {
    const fd = openSync(folderPath(folder.pathFor(eraseName)), 'r');
    try {
      fsyncSync(fd);
      return 'synced';
    } finally {
      closeSync(fd);
    }
  } catch {
    return 'not-possible';
  }
}

let random: Buffer | null = null;

function writeAll(fd: number, block: Buffer, length: number, position: number): void {
  for (let done = 0; done < length;) done += writeSync(fd, block, done, length - done, position + done);
}

/**
 * A second descriptor that makes the disk write early. Only a hint: `syncContent` on the first descriptor decides.
 */
export interface WriteHints {
  hint(): void;
  close(): void;
}

/**
 * Runs the hints off this thread, on their own descriptor: the system reports a late write error once per descriptor,
 * and `syncContent` must receive it.
 */
export function openHints({ folder, eraseName, file }: RenamedFile): WriteHints {
  try {
    const fd = openAgain(file) ?? openNamed(folder, eraseName, file);
    return { hint: () => fdatasync(fd, () => undefined), close: () => closeSync(fd) };
  } catch {
    return { hint: () => undefined, close: () => undefined };
  }
}

/** Opens only a name whose target was checked right before. */
function openNamed(folder: PinnedFolder, name: string, identity: Identity): number {
  if (!isThere(folder, name, identity)) throw new Error('another file under the name');
  const flags = constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  return openSync(folder.pathFor(name), flags);
}

/** One pass of random bytes over exactly the file's length. `whole` still needs `syncContent`. */
export function overwrite(
  file: OpenFile,
  hints: WriteHints,
  isCancelled: () => boolean,
  addBytes: (bytes: number) => void,
): 'whole' | 'cancelled' | 'failed' {
  random ??= Buffer.allocUnsafeSlow(blockBytes);
  try {
    for (let position = 0; position < file.bytes;) {
      if (isCancelled()) return 'cancelled';
      const length = Math.min(blockBytes, file.bytes - position);
      randomFillSync(random, 0, length);
      writeAll(file.fd, random, length, position);
      position += length;
      addBytes(length);
      if (position % unsyncedBytes === 0) fdatasyncSync(file.fd);
      else if (position % hintBytes === 0 || position === file.bytes) hints.hint();
    }
    return 'whole';
  } catch {
    return 'failed';
  }
}

/** True when the disk confirms the new bytes. */
export function syncContent(file: OpenFile): boolean {
  try {
    fdatasyncSync(file.fd);
    return true;
  } catch {
    return false;
  }
}

/** True when no folder names the file any more; false when it can no longer be asked. */
function isUnnamed({ fd }: OpenFile): boolean {
  try {
    return fstatSync(fd).nlink === 0;
  } catch {
    return false;
  }
}

/**
 * Removes a file under its erase name. Truncates it first only when fully overwritten, so that an empty file under an
 * erase name proves the erase after a crash. A failed truncation is harmless. Where the name is gone the open file
 * says whether the file is: another program may have moved it.
 */
export function removeRenamed(renamed: RenamedFile, way: Outcome): Outcome {
  const { folder, eraseName, file } = renamed;
  try {
    if (way === 'erased') ftruncateSync(file.fd, 0);
  } catch {
    // the content is already overwritten and synced
  }
  try {
    if (!isThere(folder, eraseName, file)) return 'replaced';
    folder.removeFile(eraseName);
    return way;
  } catch (error) {
    const outcome = outcomeOfError(error);
    if (outcome === 'vanished') return isUnnamed(file) ? way : 'replaced';
    restoreName(renamed);
    return outcome;
  } finally {
    closeSync(file.fd);
  }
}

/** Removes the name only while it still leads to the compared file. */
export function removeCompared(folder: PinnedFolder, name: string, stat: PinnedStat, way: Outcome): Outcome {
  const now = folder.stat(name);
  if (now.kind !== stat.kind) return now.kind === 'link' ? 'link' : 'replaced';
  if (now.dev !== stat.dev || now.ino !== stat.ino) return 'replaced';
  if (now.bytes !== stat.bytes || now.mtimeMs !== stat.mtimeMs) return 'changed';
  folder.removeFile(name);
  return way;
}
