import { readdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Amount } from '../../../app/contract/shapes.ts';
import { fileTimeMs } from '../../../app/cleanup/file-time.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { Identity } from '../../system/ports.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { headerLineOf, entryItem, folderItem } from '../batches/index-lines.ts';
import type { BatchHeader, HeaderLine, ItemLine, ItemId } from '../batches/index-lines.ts';
import { countFolder, createBlockCount, itemPath } from '../batches/items-on-disk.ts';
import type { BlockCount } from '../batches/items-on-disk.ts';
import { isPartIndex, headerName, indexName, readIndex, writeIndex } from '../batches/index-files.ts';
import { settleCopies, readPartContent } from '../batches/unfinished-batch.ts';
import type { PartItem, PartContent } from '../batches/unfinished-batch.ts';
import { damaged, ownFolder, placesOf, quarantineFolder, batchIdOf, unreadable } from '../batches/places.ts';
import { writeFailure } from '../fs/errors.ts';
import { syncFolderSync } from '../fs/sync-folder.ts';
import { nothing, plus } from '../ledger/tally.ts';
import { viewOrDamaged } from './list-batches.ts';
import type { ListedBatch } from './list-batches.ts';

const ownNames: ReadonlySet<string> = new Set(
  [headerName, indexName].flatMap((name) => [name, `${name}.new`]),
);

/** The size of a whole folder according to the plan. Without a plan, the disk is counted. */
export type FolderAmount = (folder: number) => Amount;

async function amountOfItem(
  folder: string,
  item: PartItem,
  blocksOf: BlockCount,
  amountOf?: FolderAmount,
): Promise<Amount> {
  const { line, stats } = item;
  if (line.kind !== 'folder') return { files: 1, bytes: Number(stats.size), allocated: blocksOf(stats) };
  return amountOf?.(Number(line.id.slice(1))) ?? countFolder(itemPath(folder, line.id), blocksOf);
}

/** Lists the items on the disk in the order of the plan. */
async function listedItems(
  folder: string,
  content: PartContent,
  amountOf?: FolderAmount,
): Promise<ItemLine[]> {
  const items: ItemLine[] = [];
  const blocksOf = createBlockCount();
  for (const item of content.items.values()) {
    items.push({
      ...item.line,
      ...(await amountOfItem(folder, item, blocksOf, amountOf)),
      mtimeMs: fileTimeMs(item.stats.mtimeNs),
    });
  }
  return items;
}

function totalOf(items: readonly Amount[]): Amount {
  return items.reduce((sum, item) => plus(sum, item), nothing);
}

/** Renames the batch to its final name after its index is on the disk. From then on it is whole. */
function close(quarantine: string, part: string, whole: string): void {
  for (const name of readdirSync(part))
    if (isPartIndex(name) || name === headerName) unlinkSync(join(part, name));
  syncFolderSync(part);
  renameSync(part, whole);
  syncFolderSync(quarantine);
}

/** Removes an empty batch by its known names. Any unknown file stops it. */
function dropEmpty(quarantine: string, part: string, content: PartContent): void {
  for (const shard of content.disk.shards) rmdirSync(shard);
  for (const name of readdirSync(part)) {
    if (name === 'items') rmdirSync(join(part, name));
    else if (isPartIndex(name) || ownNames.has(name)) unlinkSync(join(part, name));
  }
  rmdirSync(part);
  syncFolderSync(quarantine);
}

function headerFor(content: PartContent, batchId: string, given: BatchHeader | null): HeaderLine {
  if (content.header !== null) return content.header;
  if (given === null) throw damaged(batchId, 'header missing');
  return headerLineOf(batchId, given);
}

async function finish(
  quarantine: string,
  batchId: string,
  header: BatchHeader | null,
  amountOf?: FolderAmount,
): Promise<Amount | null> {
  const { whole, part } = placesOf(quarantine, batchId);
  if (ownFolder(part, batchId) === null) {
    const finished = ownFolder(whole, batchId) === null ? null : readIndex(whole, batchId);
    return finished === null ? null : totalOf(finished.items);
  }
  if (ownFolder(whole, batchId) !== null) throw damaged(batchId, 'twice');
  const content = await settleCopies(part, batchId);
  const unknownCount = content.disk.items.size - content.items.size + content.disk.unknownCount;
  if (content.items.size === 0 && unknownCount === 0) {
    dropEmpty(quarantine, part, content);
    return null;
  }
  for (const shard of content.disk.shards) syncFolderSync(shard);
  syncFolderSync(join(part, 'items'));
  const items = await listedItems(part, content, amountOf);
  writeIndex(part, headerFor(content, batchId, header), items, content.parents);
  close(quarantine, part, whole);
  return totalOf(items);
}

/**
 * Finishes a run's batch: lists the items on the disk and drops all other lines. Returns null and removes the batch
 * when it is empty. `header` null uses the one from `beginPart`. Idempotent. A typed error leaves the batch unchanged.
 */
export async function finishPart(
  state: StateFolder,
  batchId: string,
  header: BatchHeader | null,
  amountOf?: FolderAmount,
): Promise<Amount | null> {
  const quarantine = await quarantineFolder(state);
  try {
    return await finish(quarantine, batchId, header, amountOf);
  } catch (error) {
    throw writeFailure(placesOf(quarantine, batchId).part, error);
  }
}

/** Tells after a crash which entries of a run are in the quarantine. The caller checks the original path first. */
export interface OpenPart {
  /** True when the batch holds the entry with its planned identity. */
  has(entry: number, identity: Identity): boolean;
  /** True when the batch holds the folder as a whole. */
  hasFolder(folder: number, identity: Identity): boolean;
}

/** Opens a run's batch, unfinished or finished; null when there is neither. Read-only. */
export async function openPart(state: StateFolder, batchId: string): Promise<OpenPart | null> {
  const { whole, part } = placesOf(await quarantineFolder(state), batchId);
  const folder = ownFolder(part, batchId) ?? ownFolder(whole, batchId);
  if (folder === null) return null;
  const { items } = await readPartContent(folder.path, batchId);
  const holds = (id: ItemId, identity: Identity): boolean => {
    const line = items.get(id)?.line;
    return line !== undefined && (line.from ?? line.ino) === identity.ino.toString();
  };
  return {
    has: (entry, identity) => holds(entryItem(entry), identity),
    hasFolder: (folderIndex, identity) => holds(folderItem(folderIndex), identity),
  };
}

/**
 * The unfinished batches that no run can finish, because the journal is missing or proves nothing. Active and resumable
 * runs finish their own.
 */
export function partsWithoutRun(parts: readonly string[], openRuns: readonly string[]): readonly string[] {
  const filling = new Set(openRuns.map(batchIdOf));
  return parts.filter((id) => !filling.has(id));
}

interface SoundPart {
  readonly path: string;
  readonly header: HeaderLine;
  readonly content: PartContent;
}

/**
 * Opens an unfinished batch that can be finished. Read-only. Throws `quarantine-not-found`, or `quarantine-damaged`
 * when a file has no index line, because a finished batch would not be complete.
 */
export async function openUnfinished(quarantine: string, batchId: string): Promise<SoundPart> {
  const folder = ownFolder(placesOf(quarantine, batchId).part, batchId);
  if (folder === null) throw new SignOffError('quarantine-not-found', { batch: batchId });
  try {
    const content = await readPartContent(folder.path, batchId);
    const { header, disk, items } = content;
    if (header === null) throw damaged(batchId, 'header missing');
    if (disk.items.size > items.size || disk.unknownCount > 0) throw damaged(batchId, 'not listed');
    return { path: folder.path, header, content };
  } catch (error) {
    throw unreadable(folder.path, batchId, error);
  }
}

async function viewOf(quarantine: string, id: string): Promise<ListedBatch> {
  const { path, header, content } = await openUnfinished(quarantine, id);
  const used = new Set<number>();
  const blocksOf = createBlockCount();
  let total = nothing;
  for (const item of content.items.values()) {
    used.add(item.line.root);
    total = plus(total, await amountOfItem(path, item, blocksOf));
  }
  return {
    id,
    runId: header.runId,
    at: header.at,
    items: content.items.size,
    accounts: header.accounts,
    roots: header.roots.flatMap((root, index) => (used.has(index) ? [root.realPath] : [])),
    state: 'unfinished',
    ...total,
  };
}

/** The views of unfinished batches. One that cannot be finished is listed as damaged. Read-only. */
export async function listUnfinished(
  quarantine: string,
  batchIds: readonly string[],
): Promise<readonly ListedBatch[]> {
  const listed: ListedBatch[] = [];
  for (const id of batchIds)
    listed.push(...(await viewOrDamaged(quarantine, id, () => viewOf(quarantine, id))));
  return listed;
}
