import { folderPins, pathStyle } from '../system/folder-pins.ts';
import { folderCalls } from '../system/linux/folder-calls.ts';
import { createLinuxFolderPins, linuxFolderPinsWork } from '../system/linux/folder-pins.ts';
import { createNativeFolderPins } from '../system/linux/native-pins.ts';
import { linuxLibc } from '../system/native/linux-libc.ts';
import { nativeFloor } from '../system/native/native-floor.ts';
import { createPortableFolderPins } from '../system/portable/folder-pins.ts';
import type { FolderPins } from '../system/ports.ts';

type NamedPins = readonly (readonly [string, () => FolderPins])[];

const hasProc = process.platform === 'linux' && linuxFolderPinsWork();
const native = process.platform === 'linux' ? folderCalls(linuxLibc(nativeFloor())) : null;

/** Those of Linux that open a folder and keep it. */
export const linuxPins: NamedPins = [
  ...(hasProc
    ? ([
        ['linux', () => createLinuxFolderPins()],
        ['linux (in a thread)', () => createLinuxFolderPins(true)],
      ] as const)
    : []),
  ...(native?.kind === 'ready'
    ? ([
        ['native', () => createNativeFolderPins(native.calls)],
        ['native (in a thread)', () => createNativeFolderPins(native.calls, true)],
        ['native without openat2', () => createNativeFolderPins({ ...native.calls, openBelow: null }, true)],
      ] as const)
    : []),
];

/** Every implementation that works on this machine. */
export const everyFolderPins: NamedPins = [
  ...linuxPins,
  ['portable', () => createPortableFolderPins(pathStyle)],
];

/** The kinds of pins for tests of what stands on them, so that each removal test holds for each of them. */
export const realFolderPins: NamedPins = everyFolderPins.filter(
  ([name]) => name !== 'native' && name !== 'native without openat2',
);

/** What the product itself would use on this machine. */
export const bestFolderPins: () => FolderPins = folderPins;
