import { lstatSync, realpathSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { PinLost } from '../../system/ports.ts';
import type { FolderPins, Identity, PinnedFolder } from '../../system/ports.ts';
import { listFolder } from './disk-names.ts';
import { errorCode, isMissing } from './errors.ts';
import { setFolderMode } from './folder-mode.ts';
import { nextTurn } from './turns.ts';

/** The folder to empty and the progress callback. */
export interface Emptying {
  readonly pins: FolderPins;
  /** A real path. Nothing outside it is reachable. */
  readonly bound: string;
  readonly signal: AbortSignal;
  /** Called once per removed file in a subfolder, with its size and its blocks in bytes. */
  removed(bytes: number, allocated: number): void;
}

/** A folder that was checked once. Another one under its path is left alone. */
interface TreeTop {
  readonly path: string;
  readonly identity: Identity;
}

/** Files between two turns of the event loop. */
const perTurn = 200;

function pinnedChild(work: Emptying, top: TreeTop, pin: PinnedFolder, name: string): PinnedFolder {
  const { dev, ino } = pin.stat(name);
  const child = work.pins.pin(join(top.path, name), { dev, ino }, work.bound);
  if (typeof child === 'string') throw new PinLost(child);
  return child;
}

/**
 * Makes a read-only folder writable, because it could otherwise not be emptied. The caller has just checked that it is
 * a folder.
 */
function makeWritable(pin: PinnedFolder, name: string): void {
  setFolderMode(pin.pathFor(name), 0o700, { expected: pin.stat(name), enough: 0o700 });
}

function removeFile(work: Emptying, pin: PinnedFolder, name: string): void {
  const { size, blocks, nlink } = lstatSync(pin.pathFor(name));
  pin.removeFile(name);
  // While the content has another name, the disk gives nothing back.
  work.removed(size, nlink > 1 ? 0 : blocks * 512);
}

/** Removes the files of one folder and moves its subfolders up beside it, so that no path becomes too long. */
function* flatten(
  work: Emptying,
  top: TreeTop,
  pin: PinnedFolder,
  name: string,
  free: () => string,
): Generator<void> {
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
      if (done % perTurn === 0) yield;
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

/** Empties a folder; each step is a moment to let other work run. */
function* emptySteps(work: Emptying, top: TreeTop): Generator<void> {
  const pin = work.pins.pin(top.path, top.identity, work.bound);
  if (typeof pin === 'string') throw new PinLost(pin);
  try {
    const free = freeNames(pin);
    for (let names = listFolder(top.path).names; names.length > 0; names = listFolder(top.path).names) {
      for (const name of names) {
        if (work.signal.aborted) return;
        if (pin.stat(name).kind === 'folder') yield* flatten(work, top, pin, name, free);
        else pin.removeFile(name);
        yield;
      }
    }
  } finally {
    pin.close();
  }
}

/**
 * Empties a folder through pinned folders. It removes links without following them and never enters
 * another disk.
 */
export async function emptyFolder(work: Emptying, top: TreeTop): Promise<void> {
  const steps = emptySteps(work, top);
  while (steps.next().done !== true) await nextTurn();
}

function* treeSteps(pins: FolderPins, parent: string, name: string): Generator<void> {
  const bound = realpathSync.native(parent);
  const { dev, ino } = lstatSync(bound, { bigint: true });
  const pin = pins.pin(bound, { dev, ino }, bound);
  if (typeof pin === 'string') throw new PinLost(pin);
  try {
    const found = pin.stat(name);
    if (found.kind !== 'folder') {
      pin.removeFile(name);
      return;
    }
    makeWritable(pin, name);
    const work = { pins, bound, signal: new AbortController().signal, removed: () => undefined };
    yield* emptySteps(work, { path: join(bound, name), identity: found });
    pin.removeFolder(name);
  } catch (error) {
    if (!isMissing(error)) throw error;
  } finally {
    pin.close();
  }
}

/**
 * Removes `name` in `parent`, a folder with everything in it, through pinned folders; the product's only removal of a
 * whole tree. A missing name is no error. Throws PinLost when a folder on the way was exchanged, and Node's errors.
 */
export async function removeTree(pins: FolderPins, parent: string, name: string): Promise<void> {
  const steps = treeSteps(pins, parent, name);
  while (steps.next().done !== true) await nextTurn();
}

/** `removeTree` for a process that exits. */
export function removeTreeSync(pins: FolderPins, parent: string, name: string): void {
  const steps = treeSteps(pins, parent, name);
  while (steps.next().done !== true);
}
