import { lstatSync, readdirSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { isItemId, itemOfCopy, shelfOf } from './index-lines.ts';
import type { ItemId } from './index-lines.ts';
import { damaged } from './places.ts';
import { errorCode } from '../fs/errors.ts';
import { nextTurn } from '../fs/turns.ts';

/** The content of a batch on the disk, independent of its index. */
export interface ItemsOnDisk {
  readonly items: ReadonlyMap<ItemId, BigIntStats>;
  /** absolute paths of incomplete copies */
  readonly growing: readonly string[];
  /** absolute paths of shards */
  readonly shelves: readonly string[];
  /** number of files and folders that no run created */
  readonly strangers: number;
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Throws `quarantine-damaged` when a folder of the batch is a link or a file. It never follows the link. */
function demandFolder(path: string, batchId: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined || stats.isDirectory()) return;
  throw damaged(batchId, stats.isSymbolicLink() ? 'link' : 'no folder');
}

export function itemPath(folder: string, id: ItemId): string {
  return join(folder, 'items', shelfOf(id), id);
}

/** Lists a batch's folder two levels deep without following links. Read-only. */
export async function itemsOnDisk(folder: string, batchId: string): Promise<ItemsOnDisk> {
  const top = join(folder, 'items');
  demandFolder(top, batchId);
  const items = new Map<ItemId, BigIntStats>();
  const growing: string[] = [];
  const shelves: string[] = [];
  let strangers = 0;
  for (const shard of namesIn(top)) {
    const path = join(top, shard);
    if (!/^[ed]\d{1,6}$/.test(shard)) {
      strangers += 1;
      continue;
    }
    demandFolder(path, batchId);
    shelves.push(path);
    for (const name of readdirSync(path)) {
      const id = itemOfCopy(name) ?? name;
      if (!isItemId(id) || shelfOf(id) !== shard) strangers += 1;
      else if (id === name) items.set(id, lstatSync(join(path, name), { bigint: true }));
      else growing.push(join(path, name));
    }
    await nextTurn();
  }
  return { items, growing, shelves, strangers };
}

export function kindOf(stats: BigIntStats): 'file' | 'link' | 'folder' | 'special' {
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isDirectory()) return 'folder';
  return stats.isFile() ? 'file' : 'special';
}
