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
} from 'node:fs';
import type { BigIntStats } from 'node:fs';
import type { Identity } from '../../system/ports.ts';

/** What a copy over the border of a volume is made of. */
export interface Copied extends Identity {
  readonly sha256: string;
}

/** The copy or its original is not what it should be; the copy is gone again. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';
  readonly why: 'changed' | 'copy-differs';

  constructor(why: 'changed' | 'copy-differs') {
    super(why);
    this.why = why;
  }
}

const block = 2 * 1024 * 1024;
/** no sync waits for more than this, so that a copy of any size can be stopped soon */
const syncEvery = 64 * 1024 * 1024;
const noFollow = constants.O_NOFOLLOW;

function isAsBefore(before: BigIntStats, now: BigIntStats): boolean {
  return before.size === now.size && before.mtimeNs === now.mtimeNs;
}

function writeAll(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
}

/**
 * Empty stretches are left out, so that a sparse file does not fill the disk; the content is the same. At the end all of
 * it is on the disk.
 */
function* pour(source: number, target: number): Generator<number, string> {
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

/** Asked after the sync; whether the disk or the system's cache answers is not in the assistant's hands. */
function* sumOf(file: number): Generator<number, string> {
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

function* fill(source: number, target: number, original: Identity): Generator<number, Copied> {
  const before = fstatSync(source, { bigint: true });
  if (before.ino !== original.ino || before.dev !== original.dev || !before.isFile())
    throw new CopyRefused('changed');
  const sha256 = yield* pour(source, target);
  if (!isAsBefore(before, fstatSync(source, { bigint: true }))) throw new CopyRefused('changed');
  if ((yield* sumOf(target)) !== sha256) throw new CopyRefused('copy-differs');
  fchmodSync(target, Number(before.mode) & 0o7777);
  futimesSync(target, Number(before.atimeNs) / 1e9, Number(before.mtimeNs) / 1e9);
  fsyncSync(target);
  const { dev, ino } = fstatSync(target, { bigint: true });
  return { dev, ino, sha256 };
}

/**
 * Copies one file in steps, each of at most one block, and yields the bytes of each. Ended early, by an error or by
 * whoever asked, nothing is left of the copy. Never writes into something that is there; never touches the original.
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
    const copied = yield* fill(source, target, original);
    isWhole = true;
    return copied;
  } finally {
    closeSync(source);
    if (target !== null) closeSync(target);
    if (target !== null && !isWhole) unlinkSync(to);
  }
}
