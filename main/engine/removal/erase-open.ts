import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  openSync,
  readSync,
} from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import type { Identity, PinnedFolder, PinnedStat } from '../../system/ports.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import { errorCode } from '../fs/errors.ts';

/**
 * A file that may be overwritten. The descriptor itself was compared, so a later change of the name does not matter.
 */
export interface OpenFile extends Identity {
  readonly kind: 'open';
  readonly fd: number;
  readonly bytes: number;
  /** its mode before it was made writable, restored if the file stays; null = unchanged */
  readonly mode: number | null;
}

/** `only-delete`: overwriting would do harm or is not allowed; `stays`: it differs from the compared file. */
export type Opened =
  | OpenFile
  | {
      readonly kind: 'only-delete';
      readonly way: 'deleted-hard-linked' | 'deleted-sparse' | 'deleted-empty' | 'deleted-not-overwritten';
    }
  | { readonly kind: 'stays'; readonly outcome: Outcome };

type Refusal = Exclude<Opened, OpenFile>;

/** Does not follow links, and does not block on a pipe that replaced the file. */
const careful = constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Linux O_PATH: finds a file without opening it, so that no device is triggered. open(2) since 2.6.39, fstat since
 * 3.6. Node has no constant for it; the value is the same on x64 and arm64.
 */
const onlyFind = 0o10000000;

/**
 * bytes; content of at most this size may be stored in the file's own record, where the block count does not show it
 */
const insideRecord = 1024;
const blockBytes = 512;

function isRefused(error: unknown): boolean {
  return errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM';
}

/** The kernel's link to the open file; it stays valid whatever takes the file's name. */
function linkTo(fd: number): string {
  return `/proc/self/fd/${fd}`;
}

let doesLead: boolean | null = null;

function kernelLeads(): boolean {
  return (doesLead ??= process.platform === 'linux' && existsSync('/proc/self/fd'));
}

function refusalOf(stats: BigIntStats, expected: PinnedStat): Refusal | null {
  if (stats.isSymbolicLink()) return { kind: 'stays', outcome: 'link' };
  const isIt = stats.isFile() && stats.dev === expected.dev && stats.ino === expected.ino;
  if (!isIt) return { kind: 'stays', outcome: 'replaced' };
  if (Number(stats.size) !== expected.bytes || fileTimeMs(stats.mtimeNs) !== expected.mtimeMs)
    return { kind: 'stays', outcome: 'changed' };
  if (stats.nlink > 1n) return { kind: 'only-delete', way: 'deleted-hard-linked' };
  const isSparse = expected.bytes > insideRecord && Number(stats.blocks) * blockBytes < expected.bytes;
  return isSparse ? { kind: 'only-delete', way: 'deleted-sparse' } : null;
}

/** Compares the opened file, and closes it if it may not be overwritten. */
function examined(fd: number, expected: PinnedStat, mode: number | null): Opened {
  let refusal: Refusal | null;
  try {
    refusal = refusalOf(fstatSync(fd, { bigint: true }), expected);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  if (refusal === null)
    return { kind: 'open', fd, bytes: expected.bytes, dev: expected.dev, ino: expected.ino, mode };
  closeSync(fd);
  return refusal;
}

/** Makes the user's own read-only file writable through `mark`, which reaches only the compared file. */
function withoutMark(
  stats: BigIntStats,
  mark: (mode: number) => void,
  open: (mode: number) => Opened,
): Opened {
  const mode = Number(stats.mode) & 0o7777;
  mark(mode | 0o200);
  let opened: Opened | null = null;
  try {
    opened = open(mode);
    return opened;
  } finally {
    if (opened?.kind !== 'open') mark(mode);
  }
}

const nothingToOverwrite: Refusal = { kind: 'only-delete', way: 'deleted-empty' };
/** bytes; a hole reads fast, but not without end */
const longestHole = 1024 ** 3;
const zeros = Buffer.alloc(1024 * 1024);

/**
 * True for a sparse file without any content. Some file systems report no blocks for files that hold something, so the
 * file is read as well. Linux only: elsewhere reading could fetch a cloud file or unpack a compressed one.
 */
function isHole(found: number, stats: BigIntStats, refusal: Refusal): boolean {
  const size = Number(stats.size);
  if (refusal.kind !== 'only-delete' || refusal.way !== 'deleted-sparse') return false;
  if (stats.blocks !== 0n || size > longestHole) return false;
  try {
    const fd = openSync(linkTo(found), constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return readsAsZeros(fd, size);
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}

function readsAsZeros(fd: number, size: number): boolean {
  const block = Buffer.allocUnsafe(zeros.length);
  for (let position = 0; position < size;) {
    const length = readSync(fd, block, 0, block.length, position);
    if (length === 0 || block.compare(zeros, 0, length, 0, length) !== 0) return false;
    position += length;
  }
  return true;
}

/** Linux: finds, compares and only then opens the file, each step on the same inode. */
function openFound(path: string | Buffer, expected: PinnedStat): Opened {
  const found = openSync(path, onlyFind | constants.O_NOFOLLOW);
  try {
    const stats = fstatSync(found, { bigint: true });
    const refusal = refusalOf(stats, expected);
    if (refusal !== null) return isHole(found, stats, refusal) ? nothingToOverwrite : refusal;
    const open = (mode: number | null): Opened =>
      examined(openSync(linkTo(found), constants.O_WRONLY | constants.O_NONBLOCK), expected, mode);
    try {
      return open(null);
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
    return withoutMark(stats, (mode) => chmodSync(linkTo(found), mode), open);
  } finally {
    closeSync(found);
  }
}

/**
 * Other systems: compares right before opening. A file that takes the name in between may be opened, but is never
 * changed.
 */
function openNamed(path: string | Buffer, expected: PinnedStat): Opened {
  const open = (mode: number | null): Opened =>
    examined(openSync(path, constants.O_WRONLY | careful), expected, mode);
  try {
    return open(null);
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
  const reading = openSync(path, constants.O_RDONLY | careful);
  try {
    const stats = fstatSync(reading, { bigint: true });
    return refusalOf(stats, expected) ?? withoutMark(stats, (mode) => fchmodSync(reading, mode), open);
  } finally {
    closeSync(reading);
  }
}

/** Null when the name still leads to the same file. Size and time are compared on the descriptor. */
function refusalOfName(folder: PinnedFolder, name: string, expected: PinnedStat): Refusal | null {
  const { kind, dev, ino } = folder.stat(name);
  if (kind === 'link') return { kind: 'stays', outcome: 'link' };
  const isIt = kind === 'file' && dev === expected.dev && ino === expected.ino;
  return isIt ? null : { kind: 'stays', outcome: 'replaced' };
}

/**
 * Opens a file for overwriting and compares it again on the descriptor. A file that cannot be made writable is only
 * deleted, which depends on the folder's rights. Throws Node's errors otherwise.
 */
export function openForErase(folder: PinnedFolder, name: string, expected: PinnedStat): Opened {
  const path = folder.pathFor(name);
  try {
    if (kernelLeads()) return openFound(path, expected);
    return refusalOfName(folder, name, expected) ?? openNamed(path, expected);
  } catch (error) {
    if (errorCode(error) === 'ENXIO') return { kind: 'stays', outcome: 'replaced' };
    if (!isRefused(error)) throw error;
    return { kind: 'only-delete', way: 'deleted-not-overwritten' };
  }
}

/** A second descriptor of the same file; null on systems that could only open it by its name. */
export function openAgain(file: OpenFile): number | null {
  return kernelLeads() ? openSync(linkTo(file.fd), constants.O_WRONLY | constants.O_NONBLOCK) : null;
}

/** Closes a file that stays, and restores its mode. */
export function closeUnchanged(file: OpenFile): void {
  try {
    if (file.mode !== null) fchmodSync(file.fd, file.mode);
  } finally {
    closeSync(file.fd);
  }
}
