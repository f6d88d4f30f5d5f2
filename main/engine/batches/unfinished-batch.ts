import { lstatSync, unlinkSync, mkdirSync, renameSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { diskPath } from '../fs/disk-names.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { writeFailure } from '../fs/errors.ts';
import { syncFolderSync } from '../fs/sync-folder.ts';
import { replaceFileSync } from '../fs/whole-file.ts';
import { headerLineOf } from './index-lines.ts';
import type { HeaderLine, ParentLine, PartLine, ItemId, BatchHeader } from './index-lines.ts';
import { itemPath, itemsOnDisk, kindOf } from './items-on-disk.ts';
import type { ItemsOnDisk } from './items-on-disk.ts';
import { readPart, headerName, readPartHeader, readIndex } from './index-files.ts';
import { damaged, ownFolder, placesOf, quarantineFolder } from './places.ts';

/** An item that the index lists and the disk holds. */
export interface PartItem {
  readonly line: PartLine;
  readonly stats: BigIntStats;
}

/** An unfinished batch: its index lines matched with its files on the disk. */
export interface PartContent {
  readonly header: HeaderLine | null;
  readonly items: ReadonlyMap<ItemId, PartItem>;
  readonly parents: readonly ParentLine[];
  readonly disk: ItemsOnDisk;
}

/** Matches the write-ahead index with the disk. Read-only. */
export async function readPartContent(folder: string, batchId: string): Promise<PartContent> {
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
export async function settleCopies(folder: string, batchId: string): Promise<PartContent> {
  const content = await readPartContent(folder, batchId);
  for (const path of content.disk.incompleteCopies) unlinkSync(path);
  const copiesWithOriginal = [...content.items.values()].filter(({ line }) =>
    isOriginalThere(line, content.header),
  );
  for (const { line } of copiesWithOriginal) unlinkSync(itemPath(folder, line.id));
  return copiesWithOriginal.length === 0 && content.disk.incompleteCopies.length === 0
    ? content
    : readPartContent(folder, batchId);
}

/**
 * Creates a run's unfinished batch, or reopens it when the run resumes, and returns its absolute path. Call it before
 * the threads start. Throws typed errors without changing other users' folders.
 */
export async function beginPart(state: StateFolder, batchId: string, header: BatchHeader): Promise<string> {
  const quarantine = await quarantineFolder(state);
  const { whole, part } = placesOf(quarantine, batchId);
  try {
    const existing = ownFolder(part, batchId);
    const finished = ownFolder(whole, batchId);
    if (existing !== null && finished !== null) throw damaged(batchId, 'twice');
    // Throws for a damaged batch, or one of another version, before it is reopened.
    if (finished !== null) readIndex(whole, batchId);
    if (finished !== null) renameSync(whole, part);
    else if (existing === null) mkdirSync(part, { mode: 0o700 });
    const known = existing === null ? null : readPartHeader(part, batchId);
    if (known !== null && known.runId !== header.runId) throw damaged(batchId, 'of another run');
    if (known === null)
      replaceFileSync(join(part, headerName), `${JSON.stringify(headerLineOf(batchId, header))}\n`);
    mkdirSync(join(part, 'items'), { mode: 0o700, recursive: true });
    if (existing !== null || finished !== null) await settleCopies(part, batchId);
    syncFolderSync(part);
    syncFolderSync(quarantine);
    return part;
  } catch (error) {
    throw writeFailure(part, error);
  }
}
