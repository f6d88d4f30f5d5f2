import { linkSync, renameSync, unlinkSync } from 'node:fs';
import type { ConflictRule } from '../../../app/contract/quarantine.ts';
import type { PinnedFolder, PinnedStat } from '../../system/ports.ts';
import { CopyRefused, demandSame, growCopy } from '../batches/copy-file.ts';
import type { CopyOrder } from '../batches/copy-file.ts';
import { InTheWay, lookFor } from './restore-targets.ts';
import type { Landing } from './restore-tally.ts';
import { errorCode } from '../fs/errors.ts';
import { nextTurn } from '../fs/turns.ts';

/** One file or link to restore. Both folders stay pinned meanwhile. */
export interface Return {
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
async function copyAcrossVolumes(thing: Return): Promise<void> {
  const order: CopyOrder = {
    ...{ from: thing.from, name: thing.name, stat: thing.stat, to: thing.to },
    temporary: thing.temporary,
  };
  const steps = growCopy(order);
  for (;;) {
    if (thing.signal.aborted) {
      steps.return({ ino: 0n, sha256: null });
      throw new Cancelled();
    }
    const step = steps.next();
    if (step.done !== true) {
      await nextTurn();
      continue;
    }
    try {
      if (thing.sha256 !== null && step.value.sha256 !== thing.sha256) throw new CopyRefused('copy-differs');
      demandSame(order);
      return;
    } catch (error) {
      thing.to.removeFile(thing.temporary);
      throw error;
    }
  }
}

/** Thrown when the user cancels inside one file. The file is where it was. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

function settleName(from: PinnedFolder, name: string, thing: Return, rule: ConflictRule): Landing {
  const { to, wanted, stat } = thing;
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
      if (isThere(thing, beside)) {
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
function dropLeftover(thing: Return): boolean {
  const { from, name, to, temporary, wanted } = thing;
  const leftover = lookFor(to, temporary);
  if (leftover === null || leftover.kind === 'folder') return false;
  const existing = lookFor(to, wanted);
  to.removeFile(temporary);
  if (existing?.ino !== leftover.ino || existing.dev !== leftover.dev) return false;
  from.removeFile(name);
  return true;
}

/** True when an interrupted restore already linked the target and only the source name is left. */
function isThere(thing: Return, name: string): boolean {
  const existing = lookFor(thing.to, name);
  return existing !== null && existing.ino === thing.stat.ino && existing.dev === thing.stat.dev;
}

/**
 * Restores one file or link by the conflict rule. Only `overwrite` replaces anything, and never a folder. When it
 * throws `InTheWay`, `PinLost`, `Cancelled` or a system error, the file has not moved.
 */
export async function restoreFile(thing: Return, rule: ConflictRule): Promise<Landing> {
  const { from, name, to } = thing;
  if (dropLeftover(thing)) return 'plain';
  if (isThere(thing, thing.wanted)) {
    from.removeFile(name);
    return 'plain';
  }
  if (rule === 'skip' && lookFor(to, thing.wanted) !== null) throw new InTheWay();
  try {
    return settleName(from, name, thing, rule);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
  }
  await copyAcrossVolumes(thing);
  try {
    const landing = settleName(to, thing.temporary, thing, rule);
    from.removeFile(name);
    return landing;
  } catch (error) {
    if (lookFor(to, thing.temporary) !== null) to.removeFile(thing.temporary);
    throw error;
  }
}
