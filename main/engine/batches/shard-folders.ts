import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PinLost } from '../../system/ports.ts';
import type { FolderPins, PinnedFolder } from '../../system/ports.ts';
import { shelfOf } from './item-name.ts';
import type { ItemId } from './item-name.ts';
import { syncFolderSync } from '../fs/sync-folder.ts';
import { errorCode } from '../fs/errors.ts';

/** The folders that items lie in, pinned while they are used. */
export interface ShardFolders {
  /** the item's shelf, made when it is not there; valid until the next one is asked for */
  of(id: ItemId): PinnedFolder;
  /** brings the names on the shelf that was asked for last to the disk */
  sync(): void;
  close(): void;
}

function makeOnce(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!(errorCode(error) === 'EEXIST')) throw error;
  }
}

/** `top` = the batch's folder by its real path: no shelf outside of it is ever used, nor one that is a link. */
export function openShardFolders(top: string, pins: FolderPins): ShardFolders {
  let open: { readonly name: string; readonly pin: PinnedFolder } | null = null;
  const close = (): void => {
    open?.pin.close();
    open = null;
  };
  return {
    of(id) {
      const name = shelfOf(id);
      if (open?.name === name) return open.pin;
      close();
      const path = join(top, 'items', name);
      makeOnce(path);
      const { dev, ino } = lstatSync(path, { bigint: true });
      const pin = pins.pin(path, { dev, ino }, top);
      if (typeof pin === 'string') throw new PinLost(pin);
      open = { name, pin };
      return pin;
    },
    sync() {
      if (open !== null) syncFolderSync(join(top, 'items', open.name));
    },
    close,
  };
}

/** True when nothing has that name on the shelf. */
export function isFree(folder: PinnedFolder, name: string): boolean {
  return lstatSync(folder.pathFor(name), { throwIfNoEntry: false }) === undefined;
}
