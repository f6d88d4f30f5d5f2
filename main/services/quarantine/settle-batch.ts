import { closeSync, constants, fsyncSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countFolder } from './count-folder.ts';
import { syncFolder } from './disk-sync.ts';
import type { ItemLine } from './index-lines.ts';
import { itemPath, itemsOnDisk } from './items-on-disk.ts';
import { restoringName } from './open-batch.ts';
import type { Batch } from './open-batch.ts';
import { writeIndex } from './write-index.ts';

/** From here on the batch may hold less than its index lists, until `settleBatch` has written what is left. */
export function markRestoring(batch: Batch): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW;
  const file = openSync(join(batch.folder.path, restoringName), flags, 0o600);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(batch.folder.path);
}

/** Writes the index of what is left, in one step, and gives it: folders that were merged are counted again. */
export async function settleBatch(batch: Batch): Promise<readonly ItemLine[]> {
  const { items: there, shelves } = await itemsOnDisk(batch.folder.path, batch.id);
  const left: ItemLine[] = [];
  for (const item of batch.items) {
    if (!there.has(item.id)) continue;
    const isFolder = item.kind === 'folder';
    const amount = isFolder ? await countFolder(itemPath(batch.folder.path, item.id)) : {};
    left.push({ ...item, ...amount });
  }
  for (const shelf of shelves) syncFolder(shelf);
  writeIndex(batch.folder.path, batch.header, left, batch.parents);
  rmSync(join(batch.folder.path, restoringName), { force: true });
  syncFolder(batch.folder.path);
  return left;
}
