import { lstatSync, unlinkSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { diskPath } from '../fs/disk-names.ts';
import type { HeaderLine, ParentLine, PartLine } from './index-lines.ts';
import type { ItemId } from './item-name.ts';
import { itemPath, itemsOnDisk, kindOf } from './items-on-disk.ts';
import type { ItemsOnDisk } from './items-on-disk.ts';
import { readPart } from './read-index.ts';

/** One thing that is told and there. */
export interface PartItem {
  readonly line: PartLine;
  readonly stats: BigIntStats;
}

/** A part batch as it is: what was told and what is there, brought together. */
export interface PartTruth {
  readonly header: HeaderLine | null;
  readonly items: ReadonlyMap<ItemId, PartItem>;
  readonly parents: readonly ParentLine[];
  readonly disk: ItemsOnDisk;
}

/** Brings together what was told ahead with what is there. Only looks. */
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
 * Takes away what a kill has left half done: copies that grew, and copies whose original is still in its place. Nothing
 * that exists once only is ever touched. Gives what is left.
 */
export async function settleCopies(folder: string, batchId: string): Promise<PartTruth> {
  const truth = await readTruth(folder, batchId);
  for (const path of truth.disk.growing) unlinkSync(path);
  const twice = [...truth.items.values()].filter(({ line }) => isOriginalThere(line, truth.header));
  for (const { line } of twice) unlinkSync(itemPath(folder, line.id));
  return twice.length === 0 && truth.disk.growing.length === 0 ? truth : readTruth(folder, batchId);
}
