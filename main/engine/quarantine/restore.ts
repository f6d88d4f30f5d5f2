import { dirname } from 'node:path';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ConflictRule, RestoreView } from '../../../app/contract/quarantine.ts';
import type { FolderPins } from '../../system/ports.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { createHeldFolder } from '../batches/held-folders.ts';
import { itemPath } from '../batches/items-on-disk.ts';
import { createMadeFolders } from './made-folders.ts';
import { openBatch } from './open-batch.ts';
import type { Batch } from './open-batch.ts';
import { purgeBatches } from './purge.ts';
import { boundsFor } from './restore-roots.ts';
import { createRestoreTally } from './restore-tally.ts';
import type { RestoreTally } from './restore-tally.ts';
import { restoreItem } from './restore-item.ts';
import type { Restoring } from './restore-item.ts';
import { isEmptied, markRestoring, settleBatch } from './settle-batch.ts';
import { nextTurn } from '../fs/turns.ts';

export interface RestoreOrder {
  readonly quarantine: string;
  readonly batchId: string;
  readonly rule: ConflictRule;
  readonly pins: FolderPins;
  readonly style: PathStyle;
  /** looks at the disk now, never at an earlier answer */
  readonly discover: () => Promise<Discovery>;
  /** throws while a messenger that the folders belong to may run */
  readonly assertQuiet: (realPaths: readonly string[]) => Promise<void>;
  readonly control: JobControl;
}

const perTurn = 50;

/** Opens it as it is now: after a cut-off restore it is first brought to what is left of it. */
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
 * Brings the batch to what is left of it; true when nothing is, and then it is gone. Where the disk does not take that,
 * what moved is still told: the mark stays, and the next look goes by what is there.
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
 * Puts what one batch holds back where it was, by the rule, and leaves in the batch what could not go. Refuses, with
 * nothing touched, a batch that differs from its index and a place that discovery does not know. The caller holds the
 * run lock.
 */
export async function restoreBatch(order: RestoreOrder): Promise<RestoreView> {
  const batch = await openForRestore(order);
  const bounds = boundsFor(batch, await order.discover(), order.style);
  await order.assertQuiet(bounds.flatMap((bound) => (bound === null ? [] : [bound.realPath])));
  const tally: RestoreTally = createRestoreTally();
  const made = createMadeFolders(batch.parents);
  const { rule, pins, control } = order;
  const [sources, places] = [createHeldFolder(), createHeldFolder()];
  markRestoring(batch);
  let isGone: boolean;
  try {
    const { signal } = control;
    await returnAll({ batch, bounds, rule, pins, tally, made, signal, sources, places }, order);
    places.close();
    made.dress(pins, bounds);
  } finally {
    sources.close();
    places.close();
    isGone = await settled(order, batch);
  }
  return tally.view({ batchId: batch.id, conflict: rule, isEmptied: isGone });
}
