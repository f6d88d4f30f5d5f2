import { chmodSync, closeSync, constants, existsSync, fchmodSync, fstatSync, openSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import type { Identity, PinnedFolder, PinnedStat } from '../../system/ports.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import { errorCode } from '../fs/errors.ts';

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

type Refusal = Exclude<Opened, OpenFile>;

/** Links are not followed, and a pipe that has taken the file's place does not make the thread wait. */
const careful = constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Linux: finds what lies under a name without opening it, so that no device is told of it; open(2), since 2.6.39, and
 * fstat on it since 3.6. Node does not name it; it is the same number on x64 and arm64.
 */
const onlyFind = 0o10000000;

/** Content of this size may lie in the file's own record, which no count of blocks tells. */
const insideRecord = 1024;
const blockBytes = 512;

function isRefused(error: unknown): boolean {
  return errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM';
}

/** The kernel's own link to what is open: it leads to that very file, whatever has taken its name. */
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

/** Compares what was opened, and closes it where it may not be overwritten. */
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

/** A file of the person's own that is marked read-only: the mark goes by `mark`, which reaches only what was compared. */
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

/** Linux: found, compared, and only then opened, each step on the same file. */
function openFound(path: string | Buffer, expected: PinnedStat): Opened {
  const found = openSync(path, onlyFind | constants.O_NOFOLLOW);
  try {
    const stats = fstatSync(found, { bigint: true });
    const refusal = refusalOf(stats, expected);
    if (refusal !== null) return refusal;
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

/** Elsewhere the look comes right before: what takes the name in that moment may be opened, but is never changed. */
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

/** Null when the same file still lies under the name; its size and time are compared on the descriptor. */
function lookedAway(folder: PinnedFolder, name: string, expected: PinnedStat): Refusal | null {
  const { kind, dev, ino } = folder.stat(name);
  if (kind === 'link') return { kind: 'stays', outcome: 'link' };
  const isIt = kind === 'file' && dev === expected.dev && ino === expected.ino;
  return isIt ? null : { kind: 'stays', outcome: 'replaced' };
}

/**
 * Opens a file for overwriting and compares it once more on the descriptor itself. What cannot be made writable is
 * left to deletion, which the system allows or refuses by the folder. Throws Node's errors for everything else.
 */
export function openForErase(folder: PinnedFolder, name: string, expected: PinnedStat): Opened {
  const path = folder.pathFor(name);
  try {
    if (kernelLeads()) return openFound(path, expected);
    return lookedAway(folder, name, expected) ?? openNamed(path, expected);
  } catch (error) {
    if (errorCode(error) === 'ENXIO') return { kind: 'stays', outcome: 'replaced' };
    if (!isRefused(error)) throw error;
    return { kind: 'only-delete', way: 'deleted-not-overwritten' };
  }
}

/** A second descriptor of the same file; null where its name would have to be trusted. */
export function openAgain(file: OpenFile): number | null {
  return kernelLeads() ? openSync(linkTo(file.fd), constants.O_WRONLY | constants.O_NONBLOCK) : null;
}

/** Lets go of a file that stays where it is, with the mode that it had. */
export function letGo(file: OpenFile): void {
  try {
    if (file.mode !== null) fchmodSync(file.fd, file.mode);
  } finally {
    closeSync(file.fd);
  }
}
