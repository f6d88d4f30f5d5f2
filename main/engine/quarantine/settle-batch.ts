import { closeSync, constants, fsyncSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countFolder } from './count-folder.ts';
import type { ItemLine } from '../batches/index-lines.ts';
import { itemPath, itemsOnDisk } from '../batches/items-on-disk.ts';
import type { ItemsOnDisk } from '../batches/items-on-disk.ts';
import { restoringName } from './open-batch.ts';
import type { Batch } from './open-batch.ts';
import { writeIndex } from '../batches/index-files.ts';
import { writeFailure } from '../fs/errors.ts';
import { syncFolderSync } from '../fs/sync-folder.ts';

function mark(batch: Batch): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW;
  const file = openSync(join(batch.folder.path, restoringName), flags, 0o600);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolderSync(batch.folder.path);
}

/**
 * Marks the batch: it may hold less than its index lists until `settleBatch` rewrites the index. On a typed error
 * nothing has moved.
 */
export function markRestoring(batch: Batch): void {
  try {
    mark(batch);
  } catch (error) {
    throw writeFailure(batch.folder.path, error);
  }
}

async function remainingItems(batch: Batch, there: ItemsOnDisk): Promise<readonly ItemLine[]> {
  const remaining: ItemLine[] = [];
  for (const item of batch.items) {
    if (!there.items.has(item.id)) continue;
    const isFolder = item.kind === 'folder';
    const amount = isFolder ? await countFolder(itemPath(batch.folder.path, item.id)) : {};
    remaining.push({ ...item, ...amount });
  }
  return remaining;
}

/**
 * Atomically writes the index of the remaining items and returns them. It counts merged folders again. On a typed error
 * the mark still says that the index lists too much.
 */
export async function settleBatch(batch: Batch): Promise<readonly ItemLine[]> {
  const { path } = batch.folder;
  try {
    const there = await itemsOnDisk(path, batch.id);
    const remaining = await remainingItems(batch, there);
    for (const shard of there.shelves) syncFolderSync(shard);
    writeIndex(path, batch.header, remaining, batch.parents);
    rmSync(join(path, restoringName), { force: true });
    syncFolderSync(path);
    return remaining;
  } catch (error) {
    throw writeFailure(path, error);
  }
}

/** True for an empty batch: it can be removed without room for another index. */
export async function isEmptied(batch: Batch): Promise<boolean> {
  try {
    const { items, strangers } = await itemsOnDisk(batch.folder.path, batch.id);
    return items.size === 0 && strangers === 0;
  } catch (error) {
    throw writeFailure(batch.folder.path, error);
  }
}
