import { lstatSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { isAtOrBelow, isPlainName } from '../../../app/cleanup/containment.ts';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import type { HeaderLine, ItemLine, ParentLine } from '../batches/index-lines.ts';
import { itemsOnDisk, kindOf } from '../batches/items-on-disk.ts';
import { damaged, ownFolder, placesOf, unreadable } from '../batches/places.ts';
import type { OwnFolder } from '../batches/places.ts';
import { readIndex } from '../batches/index-files.ts';

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

export const restoringName = 'restoring';

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
  if (disk.items.size > present.length || disk.strangers > 0 || disk.growing.length > 0)
    throw damaged(id, 'not listed');
  for (const item of present) {
    const stats = disk.items.get(item.id);
    if (stats !== undefined) demandSame(id, item, stats, folder.identity.dev);
  }
  return present;
}

async function open(quarantine: string, batchId: string, style: PathStyle): Promise<Batch> {
  const folder = ownFolder(placesOf(quarantine, batchId).whole, batchId);
  if (folder === null) throw new SignOffError('quarantine-not-found', { batch: batchId });
  const index = readIndex(folder.path, batchId);
  if (index === null) throw damaged(batchId, 'index missing');
  const { header, items, parents } = index;
  for (const line of [...items, ...parents]) demandPlace(batchId, header, line, style);
  demandDistinct(batchId, items);
  const mark = lstatSync(join(folder.path, restoringName), { throwIfNoEntry: false });
  const batch = { id: batchId, folder, header, parents, wasCutOff: mark !== undefined };
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
