import { lutimesSync, lstatSync, readlinkSync, renameSync, symlinkSync, unlinkSync } from 'node:fs';
import type { PinnedFolder, PinnedStat } from '../../system/ports.ts';
import { CopyRefused, copySteps } from './copy-steps.ts';

/** What a copy is to be made of and where it grows. */
export interface CopyOrder {
  readonly from: PinnedFolder;
  readonly name: string;
  readonly stat: PinnedStat;
  readonly to: PinnedFolder;
  /** where it grows; free, or the copy fails */
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

/** Copies a file or a link beside its later name, yielding bytes between blocks. What it leaves early leaves nothing. */
export function* growCopy(order: CopyOrder): Generator<number, CopyMade> {
  if (order.stat.kind === 'link') return copyLink(order);
  return yield* copySteps(order.from.pathFor(order.name), order.to.pathFor(order.temporary), order.stat);
}

/** Throws `CopyRefused` when the original is no longer the one that was copied: then it must not be removed. */
export function demandSame(order: CopyOrder): void {
  const now = order.from.stat(order.name);
  const { ino, dev, bytes, mtimeMs, kind } = order.stat;
  const isSame =
    now.ino === ino && now.dev === dev && now.bytes === bytes && now.mtimeMs === mtimeMs && now.kind === kind;
  if (!isSame) throw new CopyRefused('changed');
}

/** Gives a grown copy its name; that name was found free a moment ago. */
export function nameCopy(folder: PinnedFolder, temporary: string, name: string): void {
  renameSync(folder.pathFor(temporary), folder.pathFor(name));
}
