import { chmodSync, lstatSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { listFolder } from '../fs/disk-names.ts';
import { PinLost } from '../../system/ports.ts';
import type { FolderPins, PinnedFolder } from '../../system/ports.ts';
import type { OwnFolder } from '../batches/places.ts';
import { errorCode } from '../fs/errors.ts';
import { nextTurn } from '../fs/turns.ts';

/** The folder to empty and the progress callback. */
export interface Emptying {
  readonly pins: FolderPins;
  /** The quarantine's real path. Nothing outside it is reachable. */
  readonly quarantine: string;
  readonly signal: AbortSignal;
  /** Called once per removed item, not for the assistant's own index. */
  gone(bytes: number, allocated: number): void;
}

const perTurn = 200;

function pinnedChild(work: Emptying, top: OwnFolder, pin: PinnedFolder, name: string): PinnedFolder {
  const { dev, ino } = pin.stat(name);
  const child = work.pins.pin(join(top.path, name), { dev, ino }, work.quarantine);
  if (typeof child === 'string') throw new PinLost(child);
  return child;
}

/**
 * Makes a read-only folder writable, because it could otherwise not be emptied. The caller has just checked that it is
 * a folder.
 */
function makeWritable(pin: PinnedFolder, name: string): void {
  chmodSync(pin.pathFor(name), 0o700);
}

function removeFile(work: Emptying, pin: PinnedFolder, name: string): void {
  const { size, blocks } = lstatSync(pin.pathFor(name));
  pin.removeFile(name);
  work.gone(size, blocks * 512);
}

/** Removes the files of one folder and moves its subfolders up beside it, so that no path becomes too long. */
async function flatten(work: Emptying, top: OwnFolder, pin: PinnedFolder, name: string, free: () => string) {
  makeWritable(pin, name);
  const folder = pinnedChild(work, top, pin, name);
  try {
    let done = 0;
    for (const inner of listFolder(join(top.path, name)).names) {
      if (work.signal.aborted) return;
      if (folder.stat(inner).kind === 'folder') {
        makeWritable(folder, inner);
        renameSync(folder.pathFor(inner), pin.pathFor(free()));
      } else removeFile(work, folder, inner);
      done += 1;
      if (done % perTurn === 0) await nextTurn();
    }
  } finally {
    folder.close();
  }
  pin.removeFolder(name);
}

function freeNames(pin: PinnedFolder): () => string {
  let next = 0;
  const isTaken = (name: string): boolean => {
    try {
      pin.stat(name);
      return true;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    }
  };
  return () => {
    do next += 1;
    while (isTaken(`up-${next}`));
    return `up-${next}`;
  };
}

/**
 * Empties a folder of the quarantine through pinned folders. It removes links without following them and never enters
 * another disk.
 */
export async function emptyFolder(work: Emptying, top: OwnFolder): Promise<void> {
  const pin = work.pins.pin(top.path, top.identity, work.quarantine);
  if (typeof pin === 'string') throw new PinLost(pin);
  try {
    const free = freeNames(pin);
    for (let names = listFolder(top.path).names; names.length > 0; names = listFolder(top.path).names) {
      for (const name of names) {
        if (work.signal.aborted) return;
        if (pin.stat(name).kind === 'folder') await flatten(work, top, pin, name, free);
        else pin.removeFile(name);
        await nextTurn();
      }
    }
  } finally {
    pin.close();
  }
}
