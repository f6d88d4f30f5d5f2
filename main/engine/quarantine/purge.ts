import { chmodSync, lstatSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { FailureCode } from '../../../app/cleanup/outcomes.ts';
import type { PurgeView } from '../../../app/contract/quarantine.ts';
import { PinLost } from '../../system/ports.ts';
import type { FolderPins, PinnedFolder } from '../../system/ports.ts';
import { listFolder } from '../fs/disk-names.ts';
import { ownFolder, placesOf } from '../batches/places.ts';
import type { OwnFolder } from '../batches/places.ts';
import { errorCode } from '../fs/errors.ts';
import { nextTurn } from '../fs/turns.ts';
import { isFailure, outcomeOfError } from '../ledger/outcomes.ts';
import { syncFolderSync } from '../fs/sync-folder.ts';

/** The folder to empty and the progress callback. */
interface Emptying {
  readonly pins: FolderPins;
  /** The quarantine's real path. Nothing outside it is reachable. */
  readonly quarantine: string;
  readonly signal: AbortSignal;
  /** Called once per removed item, not for the assistant's own index. */
  removed(bytes: number, allocated: number): void;
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
  work.removed(size, blocks * 512);
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
async function emptyFolder(work: Emptying, top: OwnFolder): Promise<void> {
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

interface PurgeOrder {
  readonly quarantine: string;
  readonly pins: FolderPins;
  readonly signal: AbortSignal;
  /** Unfinished batches that no run can finish. Only these may be purged besides finished ones. */
  readonly unfinished?: readonly string[];
  /** Called after each file with the totals so far. */
  onProgress?(files: number, bytes: number): void;
}

/** Null when nothing exists; `no folder` for a link or a file in place of a batch. Throws for another user's folder. */
function lookAt(path: string, batchId: string): OwnFolder | 'no folder' | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  return stats.isDirectory() ? ownFolder(path, batchId) : 'no folder';
}

/** Completes a purge after its rename. Returns false when aborted; the folder never becomes a batch again. */
async function endPurge(order: PurgeOrder, work: Emptying, batchId: string): Promise<boolean> {
  const { gone } = placesOf(order.quarantine, batchId);
  const folder = lookAt(gone, batchId);
  if (folder === null) return true;
  if (folder === 'no folder') unlinkSync(gone);
  else {
    // An unreadable folder can neither be listed nor emptied.
    if ((lstatSync(gone).mode & 0o700) !== 0o700) chmodSync(gone, 0o700);
    await emptyFolder(work, folder);
    if (order.signal.aborted) return false;
    rmdirSync(gone);
  }
  syncFolderSync(order.quarantine);
  return true;
}

/** Returns true once the batch is removed. */
async function purgeOne(order: PurgeOrder, work: Emptying, batchId: string): Promise<boolean> {
  if (!(await endPurge(order, work, batchId))) return false;
  const { whole, part, gone } = placesOf(order.quarantine, batchId);
  const isPart = lookAt(whole, batchId) === null && order.unfinished?.includes(batchId) === true;
  const name = isPart ? part : whole;
  const folder = lookAt(name, batchId);
  if (folder === null) return true;
  if (folder === 'no folder') unlinkSync(name);
  else renameSync(name, gone);
  syncFolderSync(order.quarantine);
  return endPurge(order, work, batchId);
}

function codeFor(error: unknown): FailureCode {
  // Another user's folder: only its owner can remove it.
  if (error instanceof SignOffError)
    return error.params['reason'] === 'of another user' ? 'no-permission' : 'unknown';
  const outcome = outcomeOfError(error);
  return isFailure(outcome) ? outcome : 'unknown';
}

/** Purges in sequence. One failure is reported and does not stop the rest. */
async function purgeEach(
  order: PurgeOrder,
  batchIds: readonly string[],
  one: typeof purgeOne,
): Promise<PurgeView> {
  const total = { files: 0, bytes: 0, allocated: 0 };
  const batches: string[] = [];
  const failed: { batchId: string; code: FailureCode }[] = [];
  const work: Emptying = {
    ...{ pins: order.pins, quarantine: order.quarantine, signal: order.signal },
    removed(bytes, allocated) {
      total.files += 1;
      total.bytes += bytes;
      total.allocated += allocated;
      order.onProgress?.(total.files, total.bytes);
    },
  };
  for (const batchId of new Set(batchIds)) {
    if (order.signal.aborted) break;
    try {
      if (await one(order, work, batchId)) batches.push(batchId);
    } catch (error) {
      if (error instanceof SignOffError && error.code === 'quarantine-not-found') throw error;
      failed.push({ batchId, code: codeFor(error) });
    }
  }
  return { ...total, batches, failed };
}

/**
 * Removes batches permanently, also damaged ones, without following links. The first step renames the batch, so that it
 * can never be restored in part. The caller holds the run lock.
 */
export function purgeBatches(order: PurgeOrder, batchIds: readonly string[]): Promise<PurgeView> {
  return purgeEach(order, batchIds, purgeOne);
}

/** Completes interrupted purges. Never touches a newer batch with the same id. */
export function finishPurges(order: PurgeOrder, batchIds: readonly string[]): Promise<PurgeView> {
  return purgeEach(order, batchIds, endPurge);
}

/** Throws `quarantine-not-found` unless all batches exist, before any is touched. */
export function demandBatches(
  quarantine: string,
  batchIds: readonly string[],
  unfinished: readonly string[],
): void {
  const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  for (const batchId of batchIds) {
    const { whole, gone } = placesOf(quarantine, batchId);
    if (!isThere(whole) && !isThere(gone) && !unfinished.includes(batchId))
      throw new SignOffError('quarantine-not-found', { batch: batchId });
  }
}
