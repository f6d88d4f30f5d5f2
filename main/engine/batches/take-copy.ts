import { lutimesSync, lstatSync, readlinkSync, renameSync, symlinkSync, unlinkSync } from 'node:fs';
import type { PinnedFolder, PinnedStat } from '../../system/ports.ts';
import { CopyRefused, copySteps } from './copy-steps.ts';

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
export function* growCopy(order: CopyOrder): Generator<number, CopyMade> {
  if (order.stat.kind === 'link') return copyLink(order);
  return yield* copySteps(order.from.pathFor(order.name), order.to.pathFor(order.temporary), order.stat);
}

/** Throws `CopyRefused` when the original changed since it was copied, because removing it would lose data. */
export function demandSame(order: CopyOrder): void {
  const now = order.from.stat(order.name);
  const { ino, dev, bytes, mtimeMs, kind } = order.stat;
  const isSame =
    now.ino === ino && now.dev === dev && now.bytes === bytes && now.mtimeMs === mtimeMs && now.kind === kind;
  if (!isSame) throw new CopyRefused('changed');
}

/** Renames a complete copy to its final name. The caller has just checked that the name is free. */
export function nameCopy(folder: PinnedFolder, temporary: string, name: string): void {
  renameSync(folder.pathFor(temporary), folder.pathFor(name));
}
