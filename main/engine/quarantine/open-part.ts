import type { Identity } from '../../system/ports.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { entryItem, folderItem } from '../batches/item-name.ts';
import type { ItemId } from '../batches/item-name.ts';
import { readTruth } from '../batches/part-truth.ts';
import { ownFolder, placesOf, quarantineFolder } from '../batches/places.ts';

/** Answers after a crash what the quarantine holds of one run; its own place is asked first. */
export interface OpenPart {
  /** the plan's entry, with the identity that the plan gave it, lies in the batch */
  has(entry: number, identity: Identity): boolean;
  /** the plan's folder was taken as a whole */
  hasFolder(folder: number, identity: Identity): boolean;
}

/** Opens the part batch of a run, or the batch if it was finished already; null when there is neither. Only looks. */
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
