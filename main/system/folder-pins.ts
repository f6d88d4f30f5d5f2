import type { PathStyle } from '../../app/cleanup/containment.ts';
import { createLinuxFolderPins, linuxFolderPinsWork } from './linux/folder-pins.ts';
import { createPortableFolderPins } from './portable/folder-pins.ts';
import type { FolderPins } from './ports.ts';

/** Path comparison of this machine. Removal is bounded by it, never by a chosen platform. */
export const pathStyle: PathStyle = process.platform === 'win32' ? 'windows' : 'posix';

function bestPins(keeps: boolean): FolderPins {
  return process.platform === 'linux' && linuxFolderPinsWork()
    ? createLinuxFolderPins(keeps)
    : createPortableFolderPins(pathStyle);
}

/** The strongest pins of this machine: open folders where /proc allows it, else repeated checks. */
export function folderPins(): FolderPins {
  return bestPins(false);
}

/** The same for a thread that pins thousands of folders: some files stay open until it ends. */
export function threadFolderPins(): FolderPins {
  return bestPins(true);
}
