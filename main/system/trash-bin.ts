import { lookIntoXdgTrash } from './linux/xdg-trash-look.ts';
import { xdgTrash } from './linux/xdg-trash.ts';
import type { XdgTrashSettings } from './linux/xdg-trash.ts';
import { askingBin } from './portable/asking-bin.ts';
import type { TrashBin, TrashLook, TrashPlace } from './ports.ts';

function xdgOf({ dataHome }: Extract<TrashPlace, { kind: 'xdg' }>): XdgTrashSettings {
  return { dataHome, uid: process.geteuid?.() ?? -1, now: () => new Date() };
}

/** Opens the trash in a removal thread, from the thread's data. */
export function openTrashBin(place: TrashPlace, isCancelled: () => boolean): TrashBin {
  if (place.kind === 'asked') return askingBin(place, isCancelled);
  return xdgTrash(xdgOf(place));
}

/** The trash to check after a crash; null if only the desktop knows its contents. */
export function openTrashLook(place: TrashPlace): TrashLook | null {
  return place.kind === 'xdg' ? lookIntoXdgTrash(xdgOf(place)) : null;
}
