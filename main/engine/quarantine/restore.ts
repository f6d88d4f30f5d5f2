import { dirname } from 'node:path';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ConflictRule, RestoreView } from '../../../app/contract/quarantine.ts';
import type { FolderPins } from '../../system/ports.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { itemPath } from '../batches/items-on-disk.ts';
import { nextTurn } from '../fs/turns.ts';
import { choose, entriesFor } from './choose-entries.ts';
import { createOpenFolder, inFamilies, restoreGroup } from './restore-item.ts';
import type { RestoreEntry, Restoring } from './restore-item.ts';
import { createRecreatedFolders, boundsFor } from './restore-targets.ts';
import { openBatch, isEmptied, markRestoring, settleBatch } from './open-batch.ts';
import type { Batch } from './open-batch.ts';
import { purgeBatches } from './purge.ts';
import { createRestoreTally } from './restore-tally.ts';
import type { RestoreTally } from './restore-tally.ts';
import { createSignInFiles } from './sign-in-files.ts';

export interface RestoreOrder {
  readonly quarantine: string;
  readonly batchId: string;
  readonly rule: ConflictRule;
  /** Only these files and folders; all of the batch without them. */
  readonly paths?: readonly string[] | undefined;
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
  return { ...(await openBatch(order.quarantine, order.batchId, order.style)), wasCutOff: true };
}

/** What is to go back. Throws before anything moves when a path is not in the batch. */
async function entriesOf(order: RestoreOrder, batch: Batch): Promise<readonly RestoreEntry[]> {
  const { id, header, items } = batch;
  const folder = batch.folder.path;
  if (order.paths !== undefined) {
    const choices = choose({ id, folder, roots: header.roots, items, style: order.style }, order.paths);
    return entriesFor(folder, choices);
  }
  return items.map((item): RestoreEntry => {
    const path = itemPath(folder, item.id);
    return {
      folder: dirname(path),
      name: item.id,
      root: item.root,
      path: item.path,
      known: item,
      within: null,
    };
  });
}

async function returnAll(
  run: Restoring,
  order: RestoreOrder,
  entries: readonly RestoreEntry[],
): Promise<void> {
  const { tally } = run;
  const total = entries.reduce((sum, { known }) => sum + (known?.files ?? 0), 0);
  const bytesTotal = entries.reduce((sum, { known }) => sum + (known?.bytes ?? 0), 0);
  for (const [index, group] of inFamilies(entries, order.style).entries()) {
    await restoreGroup(run, group);
    if (index % perTurn !== 0) continue;
    order.control.progress({
      done: tally.files,
      total,
      bytes: tally.bytes,
      bytesTotal,
      current: group.at(-1)?.path.join('/') ?? null,
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
 * Restores a batch, or the paths that are given, by the conflict rule, and keeps in it what could not be restored.
 * Refuses, before anything moves, a batch that differs from its index, a root that discovery does not know, or a path
 * that the batch does not hold. The caller holds the run lock.
 */
export async function restoreBatch(order: RestoreOrder): Promise<RestoreView> {
  const batch = await openForRestore(order);
  const entries = await entriesOf(order, batch);
  const discovery = await order.discover();
  const { rule, pins, style, control } = order;
  const bounds = boundsFor(batch, new Set(entries.map(({ root }) => root)), discovery, style);
  await order.assertQuiet(bounds.flatMap((bound) => (bound === null ? [] : [bound.realPath])));
  const tally: RestoreTally = createRestoreTally();
  const recreated = createRecreatedFolders(batch.parents);
  const signIns = createSignInFiles(batch.header, discovery, style);
  const [sources, places] = [createOpenFolder(), createOpenFolder()];
  markRestoring(batch);
  let isGone: boolean;
  try {
    const { signal } = control;
    const run = { batch, bounds, rule, pins, tally, recreated, signal, style, signIns, sources, places };
    await returnAll(run, order, entries);
    places.close();
    recreated.applyAttributes(pins, bounds);
  } finally {
    sources.close();
    places.close();
    isGone = await settled(order, batch);
  }
  return tally.view({ batchId: batch.id, conflict: rule, isEmptied: isGone });
}
