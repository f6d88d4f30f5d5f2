import { lstatSync, unlinkSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { diskPath } from '../fs/disk-names.ts';
import type { HeaderLine, ParentLine, PartLine } from './index-lines.ts';
import type { ItemId } from './item-name.ts';
import { itemPath, itemsOnDisk, kindOf } from './items-on-disk.ts';
import type { ItemsOnDisk } from './items-on-disk.ts';
import { readPart } from './read-index.ts';

/** An item that the index lists and the disk holds. */
export interface PartItem {
  readonly line: PartLine;
  readonly stats: BigIntStats;
}

/** An unfinished batch: its index lines matched with its files on the disk. */
export interface PartTruth {
  readonly header: HeaderLine | null;
  readonly items: ReadonlyMap<ItemId, PartItem>;
  readonly parents: readonly ParentLine[];
  readonly disk: ItemsOnDisk;
}

/** Matches the write-ahead index with the disk. Read-only. */
export async function readTruth(folder: string, batchId: string): Promise<PartTruth> {
  const { header, lines, parents } = readPart(folder, batchId);
  const disk = await itemsOnDisk(folder, batchId);
  const items = new Map<ItemId, PartItem>();
  for (const line of lines) {
    const stats = disk.items.get(line.id);
    if (stats === undefined || stats.ino.toString() !== line.ino || kindOf(stats) !== line.kind) continue;
    items.set(line.id, { line, stats });
  }
  return { header, items, parents, disk };
}

function isOriginalThere(line: PartLine, header: HeaderLine | null): boolean {
  const root = header?.roots[line.root];
  if (line.from === undefined || root === undefined) return false;
  const stats = lstatSync(diskPath(join(root.realPath, ...line.path)), {
    bigint: true,
    throwIfNoEntry: false,
  });
  return stats?.ino.toString() === line.from && stats.dev.toString() === root.dev;
}

/**
 * Removes incomplete copies, and copies whose original is still in place. Never removes the only copy of a file.
 * Returns the remaining content.
 */
export async function settleCopies(folder: string, batchId: string): Promise<PartTruth> {
  const truth = await readTruth(folder, batchId);
  for (const path of truth.disk.growing) unlinkSync(path);
  const copiesWithOriginal = [...truth.items.values()].filter(({ line }) =>
    isOriginalThere(line, truth.header),
  );
  for (const { line } of copiesWithOriginal) unlinkSync(itemPath(folder, line.id));
  return copiesWithOriginal.length === 0 && truth.disk.growing.length === 0
    ? truth
    : readTruth(folder, batchId);
}
