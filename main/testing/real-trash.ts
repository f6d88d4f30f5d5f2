import type { TrashBin, TrashLook } from '../system/ports.ts';
import { openTrashBin, openTrashLook } from '../system/trash-bin.ts';

/** The bin of a Linux desktop below a test's own data home, as a removal thread opens it. */
export function realTrash(dataHome: string): TrashBin {
  return openTrashBin({ kind: 'xdg', dataHome }, () => false);
}

/** The look into that bin, as going on and closing take it. */
export function realTrashLook(dataHome: string): TrashLook | null {
  return openTrashLook({ kind: 'xdg', dataHome });
}

/** The bin that a removal thread of the product opens on this machine. */
export const realTrashBin = openTrashBin;
