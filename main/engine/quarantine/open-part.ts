import type { Identity } from '../../system/ports.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { entryItem, folderItem } from '../batches/index-lines.ts';
import type { ItemId } from '../batches/index-lines.ts';
import { readTruth } from '../batches/unfinished-batch.ts';
import { ownFolder, placesOf, quarantineFolder } from '../batches/places.ts';

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
  const { items } = await readTruth(folder.path, batchId);
  const holds = (id: ItemId, identity: Identity): boolean => {
    const line = items.get(id)?.line;
    return line !== undefined && (line.from ?? line.ino) === identity.ino.toString();
  };
  return {
    has: (entry, identity) => holds(entryItem(entry), identity),
    hasFolder: (folderIndex, identity) => holds(folderItem(folderIndex), identity),
  };
}
