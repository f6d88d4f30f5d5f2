import { folderPins, pathStyle } from '../system/folder-pins.ts';
import { createLinuxFolderPins, linuxFolderPinsWork } from '../system/linux/folder-pins.ts';
import { createPortableFolderPins } from '../system/portable/folder-pins.ts';
import type { FolderPins } from '../system/ports.ts';

/** Every implementation that works on this machine, so that each removal test holds for each of them. */
export const realFolderPins: readonly (readonly [string, () => FolderPins])[] = [
  ...(linuxFolderPinsWork()
    ? ([
        ['linux', () => createLinuxFolderPins()],
        ['linux (in a thread)', () => createLinuxFolderPins(true)],
      ] as const)
    : []),
  ['portable', () => createPortableFolderPins(pathStyle)],
];

/** What the product itself would use on this machine. */
export const bestFolderPins: () => FolderPins = folderPins;
