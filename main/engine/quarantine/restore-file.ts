import { linkSync, renameSync, unlinkSync } from 'node:fs';
import type { ConflictRule } from '../../../app/contract/quarantine.ts';
import type { PinnedFolder, PinnedStat } from '../../system/ports.ts';
import { CopyRefused, demandUnchanged, copyToTemporary } from '../batches/copy-file.ts';
import type { CopyOrder } from '../batches/copy-file.ts';
import { errorCode } from '../fs/errors.ts';
import { nextTurn } from '../fs/turns.ts';
import { InTheWay, lookFor } from './restore-targets.ts';
import type { RestoredAs } from './restore-tally.ts';

/** One file or link to restore. Both folders stay pinned meanwhile. */
export interface FileRestore {
  readonly from: PinnedFolder;
  readonly name: string;
  readonly stat: PinnedStat;
  readonly to: PinnedFolder;
  readonly wanted: string;
  /** the name of an incomplete copy from another volume */
  readonly temporary: string;
  /** the checksum from the time of quarantining, where known */
  readonly sha256: string | null;
  readonly signal: AbortSignal;
}

const namesTried = 10_000;
const noLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'EACCES',
  'ENOSYS',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EMLINK',
  'EINVAL',
]);

/** `name (2).ext`: a free name beside an existing file. */
export function nameBeside(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  return `${stem} (${number})${name.slice(stem.length)}`;
}

/** Checks and renames. The only way for links and for disks without hard links. */
function moveIfFree(from: PinnedFolder, name: string, to: PinnedFolder, wanted: string): boolean {
  if (lookFor(to, wanted) !== null) return false;
  renameSync(from.pathFor(name), to.pathFor(wanted));
  return true;
}

/** Links the new name first and then removes the old one, so that a file that appears meanwhile is never replaced. */
function moveWithoutReplacing(
  from: PinnedFolder,
  name: string,
  to: PinnedFolder,
  wanted: string,
  isLink: boolean,
): boolean {
  if (isLink) return moveIfFree(from, name, to, wanted);
  try {
    linkSync(from.pathFor(name), to.pathFor(wanted));
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (noLinks.has(errorCode(error))) return moveIfFree(from, name, to, wanted);
    throw error;
  }
  unlinkSync(from.pathFor(name));
  return true;
}

/** Copies to a temporary name in the target folder, which the caller then renames. */
async function copyAcrossVolumes(file: FileRestore): Promise<void> {
  const order: CopyOrder = {
    ...{ from: file.from, name: file.name, stat: file.stat, to: file.to },
    temporary: file.temporary,
  };
  const steps = copyToTemporary(order);
  for (;;) {
    if (file.signal.aborted) {
      steps.return({ ino: 0n, sha256: null });
      throw new Cancelled();
    }
    const step = steps.next();
    if (step.done !== true) {
      await nextTurn();
      continue;
    }
    try {
      if (file.sha256 !== null && step.value.sha256 !== file.sha256) throw new CopyRefused('copy-differs');
      demandUnchanged(order);
      return;
    } catch (error) {
      file.to.removeFile(file.temporary);
      throw error;
    }
  }
}

/** Thrown when the user cancels inside one file. The file is where it was. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

function settleName(from: PinnedFolder, name: string, file: FileRestore, rule: ConflictRule): RestoredAs {
  const { to, wanted, stat } = file;
  const isLink = stat.kind !== 'file';
  if (moveWithoutReplacing(from, name, to, wanted, isLink)) return 'plain';
  if (rule === 'overwrite') {
    const existing = lookFor(to, wanted);
    if (existing !== null && existing.kind !== 'file' && existing.kind !== 'link') throw new InTheWay();
    renameSync(from.pathFor(name), to.pathFor(wanted));
    return 'overwritten';
  }
  if (rule === 'rename') {
    for (let number = 2; number < namesTried; number += 1) {
      const beside = nameBeside(wanted, number);
      if (isThere(file, beside)) {
        from.removeFile(name);
        return 'renamed';
      }
      if (moveWithoutReplacing(from, name, to, beside, isLink)) return 'renamed';
    }
  }
  throw new InTheWay();
}

/**
 * Removes the temporary copy of an interrupted restore. Returns true when the target is that copy, so that only the
 * source is left to remove.
 */
function dropLeftover(file: FileRestore): boolean {
  const { from, name, to, temporary, wanted } = file;
  const leftover = lookFor(to, temporary);
  if (leftover === null || leftover.kind === 'folder') return false;
  const existing = lookFor(to, wanted);
  to.removeFile(temporary);
  if (existing?.ino !== leftover.ino || existing.dev !== leftover.dev) return false;
  from.removeFile(name);
  return true;
}

/** True when an interrupted restore already linked the target and only the source name is left. */
function isThere(file: FileRestore, name: string): boolean {
  const existing = lookFor(file.to, name);
  return existing !== null && existing.ino === file.stat.ino && existing.dev === file.stat.dev;
}

/**
 * Restores one file or link by the conflict rule. Only `overwrite` replaces anything, and never a folder. When it
 * throws `InTheWay`, `PinLost`, `Cancelled` or a system error, the file has not moved.
 */
export async function restoreFile(file: FileRestore, rule: ConflictRule): Promise<RestoredAs> {
  const { from, name, to } = file;
  if (dropLeftover(file)) return 'plain';
  if (isThere(file, file.wanted)) {
    from.removeFile(name);
    return 'plain';
  }
  if (rule === 'skip' && lookFor(to, file.wanted) !== null) throw new InTheWay();
  try {
    return settleName(from, name, file, rule);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
  }
  await copyAcrossVolumes(file);
  try {
    const landing = settleName(to, file.temporary, file, rule);
    from.removeFile(name);
    return landing;
  } catch (error) {
    if (lookFor(to, file.temporary) !== null) to.removeFile(file.temporary);
    throw error;
  }
}
