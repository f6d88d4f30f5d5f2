import { lstatSync, readdirSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import type { Amount } from '../../../app/contract/shapes.ts';
import { errorCode } from '../fs/errors.ts';
import { nextTurn } from '../fs/turns.ts';
import { diskPath, listFolder } from '../fs/disk-names.ts';
import { isItemId, itemOfCopy, shardOf } from './index-lines.ts';
import type { ItemId } from './index-lines.ts';
import { damaged } from './places.ts';

/** The content of a batch on the disk, independent of its index. */
export interface ItemsOnDisk {
  readonly items: ReadonlyMap<ItemId, BigIntStats>;
  /** absolute paths of incomplete copies */
  readonly incompleteCopies: readonly string[];
  /** absolute paths of shards */
  readonly shards: readonly string[];
  /** number of files and folders that no run created */
  readonly unknownCount: number;
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
  return join(folder, 'items', shardOf(id), id);
}

/** Lists a batch's folder two levels deep without following links. Read-only. */
export async function itemsOnDisk(folder: string, batchId: string): Promise<ItemsOnDisk> {
  const top = join(folder, 'items');
  demandFolder(top, batchId);
  const items = new Map<ItemId, BigIntStats>();
  const incompleteCopies: string[] = [];
  const shards: string[] = [];
  let unknownCount = 0;
  for (const shard of namesIn(top)) {
    const path = join(top, shard);
    if (!/^[ed]\d{1,6}$/.test(shard)) {
      unknownCount += 1;
      continue;
    }
    demandFolder(path, batchId);
    shards.push(path);
    for (const name of readdirSync(path)) {
      const id = itemOfCopy(name) ?? name;
      if (!isItemId(id) || shardOf(id) !== shard) unknownCount += 1;
      else if (id === name) items.set(id, lstatSync(join(path, name), { bigint: true }));
      else incompleteCopies.push(join(path, name));
    }
    await nextTurn();
  }
  return { items, incompleteCopies, shards, unknownCount };
}

export function kindOf(stats: BigIntStats): 'file' | 'link' | 'folder' | 'special' {
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isDirectory()) return 'folder';
  return stats.isFile() ? 'file' : 'special';
}

interface LinkFacts {
  readonly dev: number | bigint;
  readonly ino: number | bigint;
  readonly nlink: number | bigint;
  readonly blocks: number | bigint;
}

/** Returns what the disk gives back with each file, as they are counted one by one. */
export type BlockCount = (stats: LinkFacts) => number;

/** A file with several names (hard links) counts with the last of them, so never while one is elsewhere. */
export function createBlockCount(): BlockCount {
  const names = new Map<string, number>();
  return ({ dev, ino, nlink, blocks }) => {
    const allocated = Number(blocks) * 512;
    if (nlink <= 1) return allocated;
    const file = `${dev}:${ino}`;
    const seen = (names.get(file) ?? 0) + 1;
    names.set(file, seen);
    return seen === Number(nlink) ? allocated : 0;
  };
}

/** The size of a folder's content. Counts links without following them. */
export async function countFolder(top: string, blocksOf: BlockCount = createBlockCount()): Promise<Amount> {
  const total = { files: 0, bytes: 0, allocated: 0 };
  const waiting = [top];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const name of listFolder(folder).names) {
      const path = join(folder, name);
      const stats = lstatSync(diskPath(path));
      if (stats.isDirectory()) {
        waiting.push(path);
        continue;
      }
      total.files += 1;
      total.bytes += stats.size;
      total.allocated += blocksOf(stats);
    }
    await nextTurn();
  }
  return total;
}
