import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PinLost } from '../../system/ports.ts';
import type { FolderPins, PinnedFolder, PinnedStat } from '../../system/ports.ts';
import type { Bound } from './restore-roots.ts';
import { errorCode } from '../fs/errors.ts';

/** Thrown when a file or link is in the place of a folder. */
export class InTheWay extends Error {
  override readonly name = 'InTheWay';
}

/** Null when the name is free. */
export function lookFor(folder: PinnedFolder, name: string): PinnedStat | null {
  try {
    return folder.stat(name);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function demandFolder(stat: PinnedStat): void {
  if (stat.kind === 'link') throw new PinLost('link');
  if (stat.kind !== 'folder') throw new InTheWay();
}

/**
 * Pins the folder below the bound and creates missing folders one by one inside the pinned parent. Throws `PinLost` or
 * `InTheWay` for a link or file in the way. Calls `made` for each new folder.
 */
export function reachFolder(
  pins: FolderPins,
  bound: Bound,
  segments: readonly string[],
  made: (segments: readonly string[]) => void,
): PinnedFolder {
  let path = bound.top;
  let pin = pins.pin(path, bound.identity, bound.top);
  if (typeof pin === 'string') throw new PinLost(pin);
  const all = [...bound.missing, ...segments];
  for (const [index, name] of all.entries()) {
    const parent: PinnedFolder = pin;
    try {
      if (lookFor(parent, name) === null) {
        mkdirSync(parent.pathFor(name), { mode: 0o700 });
        if (index >= bound.missing.length) made(all.slice(bound.missing.length, index + 1));
      }
      const stat = parent.stat(name);
      demandFolder(stat);
      path = join(path, name);
      pin = pins.pin(path, stat, bound.top);
    } finally {
      parent.close();
    }
    if (typeof pin === 'string') throw new PinLost(pin);
  }
  return pin;
}
