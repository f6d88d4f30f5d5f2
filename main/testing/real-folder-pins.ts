import { createLinuxFolderPins, linuxFolderPinsWork } from '../system/linux/folder-pins.ts';
import { createPortableFolderPins } from '../system/portable/folder-pins.ts';
import type { FolderPins } from '../system/ports.ts';

/** Every implementation that works on this machine, so that each removal test holds for each of them. */
export const realFolderPins: readonly (readonly [string, () => FolderPins])[] = [
  ...(linuxFolderPinsWork() ? [['linux', createLinuxFolderPins] as const] : []),
  ['portable', () => createPortableFolderPins(process.platform === 'win32' ? 'windows' : 'posix')],
];

/** The best implementation of this machine. */
export function bestFolderPins(): FolderPins {
  return realFolderPins[0]![1]();
}
