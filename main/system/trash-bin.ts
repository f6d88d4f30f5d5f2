import { xdgTrash } from './linux/xdg-trash.ts';
import { askingBin } from './portable/asking-bin.ts';
import type { TrashBin, TrashPlace } from './ports.ts';

/** Opens the bin in a removal thread, from what the thread was given. */
export function openTrashBin(place: TrashPlace, isCancelled: () => boolean): TrashBin {
  if (place.kind === 'asked') return askingBin(place, isCancelled);
  return xdgTrash({ dataHome: place.dataHome, uid: process.geteuid?.() ?? -1, now: () => new Date() });
}
