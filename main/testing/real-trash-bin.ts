import { openTrashBin } from '../system/trash-bin.ts';

/** The bin that a removal thread of the product opens on this machine. */
export const realTrashBin = openTrashBin;
