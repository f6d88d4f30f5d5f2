import { lookIntoXdgTrash } from './linux/xdg-trash-look.ts';
import { xdgTrash } from './linux/xdg-trash.ts';
import type { XdgTrashSettings } from './linux/xdg-trash.ts';
import { askingBin } from './portable/asking-bin.ts';
import type { TrashBin, TrashLook, TrashPlace } from './ports.ts';

function xdgOf({ dataHome }: Extract<TrashPlace, { kind: 'xdg' }>): XdgTrashSettings {
  return { dataHome, uid: process.geteuid?.() ?? -1, now: () => new Date() };
}

/** Opens the bin in a removal thread, from what the thread was given. */
export function openTrashBin(place: TrashPlace, isCancelled: () => boolean): TrashBin {
  if (place.kind === 'asked') return askingBin(place, isCancelled);
  return xdgTrash(xdgOf(place));
}

/** Looks into the bin after a crash; null where only the desktop knows what lies there. */
export function openTrashLook(place: TrashPlace): TrashLook | null {
  return place.kind === 'xdg' ? lookIntoXdgTrash(xdgOf(place)) : null;
}
