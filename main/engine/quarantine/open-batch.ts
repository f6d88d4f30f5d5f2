import { lstatSync, closeSync, constants, fsyncSync, openSync, rmSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { isAtOrBelow, isPlainName } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import type { HeaderLine, ItemLine, ParentLine } from '../batches/index-lines.ts';
import { itemsOnDisk, kindOf, itemPath, countFolder } from '../batches/items-on-disk.ts';
import type { ItemsOnDisk } from '../batches/items-on-disk.ts';
import { damaged, ownFolder, placesOf, unreadable } from '../batches/places.ts';
import type { OwnFolder } from '../batches/places.ts';
import { readIndex, writeIndex } from '../batches/index-files.ts';
import { writeFailure } from '../fs/errors.ts';
import { syncFolderSync } from '../fs/sync-folder.ts';

/** A batch whose index matches the disk. Only such a batch may be restored. */
export interface Batch {
  readonly id: string;
  readonly folder: OwnFolder;
  readonly header: HeaderLine;
  readonly items: readonly ItemLine[];
  readonly parents: readonly ParentLine[];
  /** An interrupted restore may have moved some of the listed items back. */
  readonly wasCutOff: boolean;
}

const restoringName = 'restoring';

function demandPlace(
  batchId: string,
  header: HeaderLine,
  line: ItemLine | ParentLine,
  style: PathStyle,
): void {
  const root = header.roots[line.root];
  if (root === undefined || !isAtOrBelow(root.realPath, root.realPath, style))
    throw damaged(batchId, 'root unknown');
  if (!line.path.every((name) => isPlainName(name, style))) throw damaged(batchId, 'name');
}

/** Demands that each item is unique, has its own path, and lies in no other item. */
function demandDistinct(batchId: string, items: readonly ItemLine[]): void {
  const ids = new Set<string>();
  const places = new Map<string, ItemLine>();
  const keyOf = ({ root }: ItemLine, path: readonly string[]): string => `${root}\0${path.join('\0')}`;
  for (const item of items) {
    const key = keyOf(item, item.path);
    if (ids.has(item.id) || places.has(key)) throw damaged(batchId, 'listed twice');
    if (item.id.startsWith('d') !== (item.kind === 'folder')) throw damaged(batchId, 'kind');
    ids.add(item.id);
    places.set(key, item);
  }
  for (const item of items) {
    for (let length = item.path.length - 1; length > 0; length -= 1)
      if (places.has(keyOf(item, item.path.slice(0, length)))) throw damaged(batchId, 'listed twice');
  }
}

function demandSame(batchId: string, item: ItemLine, stats: BigIntStats, dev: bigint): void {
  if (kindOf(stats) !== item.kind)
    throw damaged(batchId, kindOf(stats) === 'link' ? 'item is a link' : 'item of another kind');
  if (stats.dev !== dev) throw damaged(batchId, 'item on another disk');
  if (stats.ino.toString() !== item.ino) throw damaged(batchId, 'item replaced');
  if (item.kind === 'folder') return;
  if (Number(stats.size) !== item.bytes || item.files !== 1) throw damaged(batchId, 'item of another size');
  if (fileTimeMs(stats.mtimeNs) !== item.mtimeMs) throw damaged(batchId, 'item changed');
}

async function checkedItems(batch: Omit<Batch, 'items'>, items: readonly ItemLine[]): Promise<ItemLine[]> {
  const { id, folder, wasCutOff } = batch;
  const disk = await itemsOnDisk(folder.path, id);
  const present = items.filter((item) => disk.items.has(item.id));
  if (present.length < items.length && !wasCutOff) throw damaged(id, 'item missing');
  if (disk.items.size > present.length || disk.unknownCount > 0 || disk.incompleteCopies.length > 0)
    throw damaged(id, 'not listed');
  for (const item of present) {
    const stats = disk.items.get(item.id);
    if (stats !== undefined) demandSame(id, item, stats, folder.identity.dev);
  }
  return present;
}

/** True while a restore runs, and after one that was interrupted. */
export function isCutOff(folder: string): boolean {
  return lstatSync(join(folder, restoringName), { throwIfNoEntry: false }) !== undefined;
}

async function open(quarantine: string, batchId: string, style: PathStyle): Promise<Batch> {
  const folder = ownFolder(placesOf(quarantine, batchId).whole, batchId);
  if (folder === null) throw new SignOffError('quarantine-not-found', { batch: batchId });
  const index = readIndex(folder.path, batchId);
  if (index === null) throw damaged(batchId, 'index missing');
  const { header, items, parents } = index;
  for (const line of [...items, ...parents]) demandPlace(batchId, header, line, style);
  demandDistinct(batchId, items);
  const batch = { id: batchId, folder, header, parents, wasCutOff: isCutOff(folder.path) };
  return { ...batch, items: await checkedItems(batch, items) };
}

/**
 * Opens a batch read-only. Throws `quarantine-not-found`, or `quarantine-damaged` when index and disk differ or are
 * unreadable: a batch is trusted completely or not at all.
 */
export async function openBatch(quarantine: string, batchId: string, style: PathStyle): Promise<Batch> {
  try {
    return await open(quarantine, batchId, style);
  } catch (error) {
    throw unreadable(placesOf(quarantine, batchId).whole, batchId, error);
  }
}

function mark(batch: Batch): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;
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
    for (const shard of there.shards) syncFolderSync(shard);
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
    const { items, unknownCount } = await itemsOnDisk(batch.folder.path, batch.id);
    return items.size === 0 && unknownCount === 0;
  } catch (error) {
    throw writeFailure(batch.folder.path, error);
  }
}
