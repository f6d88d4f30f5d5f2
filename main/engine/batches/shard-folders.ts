import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PinLost } from '../../system/ports.ts';
import type { FolderPins, PinnedFolder } from '../../system/ports.ts';
import { shelfOf } from './item-name.ts';
import type { ItemId } from './item-name.ts';
import { syncFolderSync } from '../fs/sync-folder.ts';
import { errorCode } from '../fs/errors.ts';

/** The shards that hold items, pinned during use. */
export interface ShardFolders {
  /** The item's shard, created when missing. Valid until the next call. */
  of(id: ItemId): PinnedFolder;
  /** Syncs the names in the last used shard to the disk. */
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

/** `top` is the real path of the batch's folder. Rejects shards outside it and shards that are links. */
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

/** True when the name is free in the folder. */
export function isFree(folder: PinnedFolder, name: string): boolean {
  return lstatSync(folder.pathFor(name), { throwIfNoEntry: false }) === undefined;
}
