import { dirname } from 'node:path';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ConflictRule, RestoreView } from '../../../app/contract/quarantine.ts';
import type { FolderPins } from '../../system/ports.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { itemPath } from '../batches/items-on-disk.ts';
import { nextTurn } from '../fs/turns.ts';
import { createOpenFolder, restoreItem } from './restore-item.ts';
import type { Restoring } from './restore-item.ts';
import { createRecreatedFolders, boundsFor } from './restore-targets.ts';
import { openBatch, isEmptied, markRestoring, settleBatch } from './open-batch.ts';
import type { Batch } from './open-batch.ts';
import { purgeBatches } from './purge.ts';
import { createRestoreTally } from './restore-tally.ts';
import type { RestoreTally } from './restore-tally.ts';

export interface RestoreOrder {
  readonly quarantine: string;
  readonly batchId: string;
  readonly rule: ConflictRule;
  readonly pins: FolderPins;
  readonly style: PathStyle;
  /** Discovers again and never returns a cached result. */
  readonly discover: () => Promise<Discovery>;
  /** Throws while a messenger that uses the folders may run. */
  readonly assertQuiet: (realPaths: readonly string[]) => Promise<void>;
  readonly control: JobControl;
}

const perTurn = 50;

/** Opens a batch. After an interrupted restore it first rewrites the index to the remaining items. */
async function openForRestore(order: RestoreOrder): Promise<Batch> {
  const batch = await openBatch(order.quarantine, order.batchId, order.style);
  if (!batch.wasCutOff) return batch;
  await settleBatch(batch);
  return openBatch(order.quarantine, order.batchId, order.style);
}

async function returnAll(run: Restoring, order: RestoreOrder): Promise<void> {
  const { batch, tally } = run;
  const total = batch.items.reduce((sum, item) => sum + item.files, 0);
  const bytesTotal = batch.items.reduce((sum, item) => sum + item.bytes, 0);
  for (const [index, item] of batch.items.entries()) {
    const path = itemPath(batch.folder.path, item.id);
    await restoreItem(run, { folder: dirname(path), name: item.id, root: item.root, path: item.path, item });
    if (index % perTurn !== 0) continue;
    order.control.progress({
      done: tally.files,
      total,
      bytes: tally.bytes,
      bytesTotal,
      current: item.path.join('/'),
    });
    await nextTurn();
  }
}

/**
 * Writes the index of the remaining items, or removes an empty batch and returns true. When the disk refuses, the
 * result still counts what moved; the mark stays for the next attempt.
 */
async function settled(order: RestoreOrder, batch: Batch): Promise<boolean> {
  const { quarantine, pins } = order;
  try {
    if (await isEmptied(batch)) {
      await purgeBatches({ quarantine, pins, signal: new AbortController().signal }, [batch.id]);
      return true;
    }
    await settleBatch(batch);
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
  }
  return false;
}

/**
 * Restores a batch by the conflict rule and keeps in it what could not be restored. Refuses, before anything moves, a
 * batch that differs from its index or a root that discovery does not know. The caller holds the run lock.
 */
export async function restoreBatch(order: RestoreOrder): Promise<RestoreView> {
  const batch = await openForRestore(order);
  const bounds = boundsFor(batch, await order.discover(), order.style);
  await order.assertQuiet(bounds.flatMap((bound) => (bound === null ? [] : [bound.realPath])));
  const tally: RestoreTally = createRestoreTally();
  const recreated = createRecreatedFolders(batch.parents);
  const { rule, pins, control } = order;
  const [sources, places] = [createOpenFolder(), createOpenFolder()];
  markRestoring(batch);
  let isGone: boolean;
  try {
    const { signal } = control;
    await returnAll({ batch, bounds, rule, pins, tally, recreated, signal, sources, places }, order);
    places.close();
    recreated.applyAttributes(pins, bounds);
  } finally {
    sources.close();
    places.close();
    isGone = await settled(order, batch);
  }
  return tally.view({ batchId: batch.id, conflict: rule, isEmptied: isGone });
}
