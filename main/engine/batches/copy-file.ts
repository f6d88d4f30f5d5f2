import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  futimesSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync,
  lutimesSync,
  lstatSync,
  readlinkSync,
  renameSync,
  symlinkSync,
} from 'node:fs';
import type { BigIntStats } from 'node:fs';
import type { Identity, PinnedFolder, PinnedStat } from '../../system/ports.ts';

/** Facts about a copy to another volume. */
interface Copied extends Identity {
  readonly sha256: string;
}

/** Thrown when the copy or its original is not as expected. The copy has been removed. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';
  readonly reason: 'changed' | 'copy-differs';

  constructor(reason: 'changed' | 'copy-differs') {
    super(reason);
    this.reason = reason;
  }
}

const block = 2 * 1024 * 1024;
/** Bytes per sync. A bound on each sync lets the user stop a large copy soon. */
const syncEvery = 64 * 1024 * 1024;
const noFollow = constants.O_NOFOLLOW;

function isAsBefore(before: BigIntStats, now: BigIntStats): boolean {
  return before.size === now.size && before.mtimeNs === now.mtimeNs;
}

function writeAll(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
}

/** Copies the data and skips empty stretches, so that a sparse file does not fill the disk. Ends with a sync. */
function* copyData(source: number, target: number): Generator<number, string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(block);
  const zeros = Buffer.alloc(block);
  let position = 0;
  let unsynced = 0;
  for (;;) {
    const read = readSync(source, buffer, 0, block, position);
    if (read === 0) break;
    const bytes = buffer.subarray(0, read);
    hash.update(bytes);
    if (!bytes.equals(zeros.subarray(0, read))) {
      writeAll(target, bytes, position);
      unsynced += read;
    }
    position += read;
    yield read;
    if (unsynced < syncEvery) continue;
    fdatasyncSync(target);
    unsynced = 0;
    yield 0;
  }
  ftruncateSync(target, position);
  fdatasyncSync(target);
  return hash.digest('hex');
}

/** Hashes the copy after its sync. The data may come from the disk or from the system's cache. */
function* hashOf(file: number): Generator<number, string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(block);
  let position = 0;
  for (let read = -1; read !== 0; position += read) {
    read = readSync(file, buffer, 0, block, position);
    hash.update(buffer.subarray(0, read));
    yield 0;
  }
  return hash.digest('hex');
}

function* copyAndVerify(source: number, target: number, original: Identity): Generator<number, Copied> {
  const before = fstatSync(source, { bigint: true });
  if (before.ino !== original.ino || before.dev !== original.dev || !before.isFile())
    throw new CopyRefused('changed');
  const sha256 = yield* copyData(source, target);
  if (!isAsBefore(before, fstatSync(source, { bigint: true }))) throw new CopyRefused('changed');
  if ((yield* hashOf(target)) !== sha256) throw new CopyRefused('copy-differs');
  fchmodSync(target, Number(before.mode) & 0o7777);
  futimesSync(target, Number(before.atimeNs) / 1e9, Number(before.mtimeNs) / 1e9);
  fsyncSync(target);
  const { dev, ino } = fstatSync(target, { bigint: true });
  return { dev, ino, sha256 };
}

/**
 * Copies one file in steps of at most one block and yields the bytes of each. Removes the copy when it ends early.
 * Never overwrites anything and never touches the original.
 */
export function* copySteps(
  from: string | Buffer,
  to: string | Buffer,
  original: Identity,
): Generator<number, Copied> {
  const source = openSync(from, constants.O_RDONLY | noFollow);
  let target: number | null = null;
  let isWhole = false;
  try {
    target = openSync(to, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | noFollow, 0o600);
    const copied = yield* copyAndVerify(source, target, original);
    isWhole = true;
    return copied;
  } finally {
    closeSync(source);
    if (target !== null) closeSync(target);
    if (target !== null && !isWhole) unlinkSync(to);
  }
}

/** The source of a copy and its temporary place. */
export interface CopyOrder {
  readonly from: PinnedFolder;
  readonly name: string;
  readonly stat: PinnedStat;
  readonly to: PinnedFolder;
  /** The temporary name. The copy fails when it is taken. */
  readonly temporary: string;
}

export interface CopyMade {
  readonly ino: bigint;
  readonly sha256: string | null;
}

function copyLink(order: CopyOrder): CopyMade {
  const target = order.to.pathFor(order.temporary);
  const source = order.from.pathFor(order.name);
  symlinkSync(readlinkSync(source, { encoding: 'buffer' }), target);
  try {
    const { atimeMs, mtimeMs } = lstatSync(source);
    lutimesSync(target, atimeMs / 1000, mtimeMs / 1000);
    return { ino: order.to.stat(order.temporary).ino, sha256: null };
  } catch (error) {
    unlinkSync(target);
    throw error;
  }
}

/** Copies a file or link beside its final name and yields bytes between blocks. Removes the copy when it ends early. */
export function* copyToTemporary(order: CopyOrder): Generator<number, CopyMade> {
  if (order.stat.kind === 'link') return copyLink(order);
  return yield* copySteps(order.from.pathFor(order.name), order.to.pathFor(order.temporary), order.stat);
}

/** Throws `CopyRefused` when the original changed since it was copied, because removing it would lose data. */
export function demandUnchanged(order: CopyOrder): void {
  const now = order.from.stat(order.name);
  const { ino, dev, bytes, mtimeMs, kind } = order.stat;
  const isSame =
    now.ino === ino && now.dev === dev && now.bytes === bytes && now.mtimeMs === mtimeMs && now.kind === kind;
  if (!isSame) throw new CopyRefused('changed');
}

/** Renames a complete copy to its final name. The caller has just checked that the name is free. */
export function renameCopy(folder: PinnedFolder, temporary: string, name: string): void {
  renameSync(folder.pathFor(temporary), folder.pathFor(name));
}
