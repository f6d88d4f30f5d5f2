import { SignOffError } from '../../../app/contract/errors.ts';
import { batchIdOf, damaged, ownFolder, placesOf, unreadable } from '../batches/places.ts';
import { nothingAside, plusAside } from './count-folder.ts';
import { amountOfItem } from './finish-part.ts';
import type { HeaderLine } from '../batches/index-lines.ts';
import { viewOrDamaged } from './list-batches.ts';
import type { ListedBatch } from './list-batches.ts';
import { readTruth } from '../batches/unfinished-batch.ts';
import type { PartTruth } from '../batches/unfinished-batch.ts';

/**
 * The unfinished batches that no run can finish, because the journal is missing or proves nothing. Active and resumable
 * runs finish their own.
 */
export function notOf(parts: readonly string[], openRuns: readonly string[]): readonly string[] {
  const filling = new Set(openRuns.map(batchIdOf));
  return parts.filter((id) => !filling.has(id));
}

interface SoundPart {
  readonly path: string;
  readonly header: HeaderLine;
  readonly truth: PartTruth;
}

/**
 * Opens an unfinished batch that can be finished. Read-only. Throws `quarantine-not-found`, or `quarantine-damaged`
 * when a file has no index line, because a finished batch would not be complete.
 */
export async function openUnfinished(quarantine: string, batchId: string): Promise<SoundPart> {
  const folder = ownFolder(placesOf(quarantine, batchId).part, batchId);
  if (folder === null) throw new SignOffError('quarantine-not-found', { batch: batchId });
  try {
    const truth = await readTruth(folder.path, batchId);
    const { header, disk, items } = truth;
    if (header === null) throw damaged(batchId, 'header missing');
    if (disk.items.size > items.size || disk.strangers > 0) throw damaged(batchId, 'not listed');
    return { path: folder.path, header, truth };
  } catch (error) {
    throw unreadable(folder.path, batchId, error);
  }
}

async function viewOf(quarantine: string, id: string): Promise<ListedBatch> {
  const { path, header, truth } = await openUnfinished(quarantine, id);
  const used = new Set<number>();
  let total = nothingAside;
  for (const item of truth.items.values()) {
    used.add(item.line.root);
    total = plusAside(total, await amountOfItem(path, item));
  }
  return {
    id,
    runId: header.runId,
    at: header.at,
    items: truth.items.size,
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
