import { lstatSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { FailureCode } from '../../../app/cleanup/outcomes.ts';
import type { PurgeView } from '../../../app/contract/quarantine.ts';
import type { FolderPins } from '../../system/ports.ts';
import { ownFolder, placesOf } from '../batches/places.ts';
import type { OwnFolder } from '../batches/places.ts';
import { setFolderMode } from '../fs/folder-mode.ts';
import { emptyFolder } from '../fs/remove-tree.ts';
import type { Emptying } from '../fs/remove-tree.ts';
import { isFailure, outcomeOfError } from '../ledger/outcomes.ts';
import { syncFolderSync } from '../fs/sync-folder.ts';

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
    setFolderMode(gone, 0o700, { expected: folder.identity, enough: 0o700 });
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
    ...{ pins: order.pins, bound: order.quarantine, signal: order.signal },
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
