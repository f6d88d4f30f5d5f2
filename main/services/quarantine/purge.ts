import { renameSync, rmdirSync } from 'node:fs';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { FailureCode } from '../../../app/contract/plan-views.ts';
import type { PurgeView } from '../../../app/contract/quarantine-views.ts';
import type { FolderPins } from '../../system/ports.ts';
import { isFailure, outcomeOfError } from '../removal/outcomes.ts';
import { syncFolder } from './disk-sync.ts';
import { emptyFolder } from './empty-folder.ts';
import type { Emptying } from './empty-folder.ts';
import { ownFolder, placesOf } from './places.ts';

export interface PurgeOrder {
  readonly quarantine: string;
  readonly pins: FolderPins;
  readonly signal: AbortSignal;
  /** after each file, with what went so far */
  onProgress?(files: number, bytes: number): void;
}

/** True when the batch is gone; false when it was stopped in the middle, and then it is never a batch again. */
async function purgeOne(order: PurgeOrder, work: Emptying, batchId: string): Promise<boolean> {
  const { whole, gone } = placesOf(order.quarantine, batchId);
  for (;;) {
    const going = ownFolder(gone, batchId);
    if (going !== null) {
      await emptyFolder(work, going);
      if (order.signal.aborted) return false;
      rmdirSync(gone);
      syncFolder(order.quarantine);
    }
    if (ownFolder(whole, batchId) === null) return true;
    renameSync(whole, gone);
    syncFolder(order.quarantine);
  }
}

function codeFor(error: unknown): FailureCode {
  const outcome = outcomeOfError(error);
  return isFailure(outcome) ? outcome : 'unknown';
}

/**
 * Removes batches for good, also damaged ones. The first step takes the batch its name: from then on it can only go,
 * never come back in part. The caller holds the run lock.
 */
export async function purgeBatches(order: PurgeOrder, batchIds: readonly string[]): Promise<PurgeView> {
  const total = { files: 0, bytes: 0, allocated: 0 };
  const batches: string[] = [];
  const failed: { batchId: string; code: FailureCode }[] = [];
  const work: Emptying = {
    ...{ pins: order.pins, quarantine: order.quarantine, signal: order.signal },
    gone(bytes, allocated) {
      total.files += 1;
      total.bytes += bytes;
      total.allocated += allocated;
      order.onProgress?.(total.files, total.bytes);
    },
  };
  for (const batchId of new Set(batchIds)) {
    if (order.signal.aborted) break;
    try {
      if (await purgeOne(order, work, batchId)) batches.push(batchId);
    } catch (error) {
      if (error instanceof SignOffError) throw error;
      failed.push({ batchId, code: codeFor(error) });
    }
  }
  return { ...total, batches, failed };
}

/** Throws `quarantine-not-found` unless each of them is there; nothing is touched before all were looked for. */
export function demandBatches(quarantine: string, batchIds: readonly string[]): void {
  for (const batchId of batchIds) {
    const { whole, gone } = placesOf(quarantine, batchId);
    if (ownFolder(whole, batchId) === null && ownFolder(gone, batchId) === null)
      throw new SignOffError('quarantine-not-found', { batch: batchId });
  }
}
