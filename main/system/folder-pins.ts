import type { PathStyle } from '../../app/cleanup/containment.ts';
import { createLinuxFolderPins, linuxFolderPinsWork } from './linux/folder-pins.ts';
import { createPortableFolderPins } from './portable/folder-pins.ts';
import type { FolderPins } from './ports.ts';

/** How this machine compares paths; what is removed here is bounded by this and never by a chosen platform. */
export const pathStyle: PathStyle = process.platform === 'win32' ? 'windows' : 'posix';

function bestPins(keeps: boolean): FolderPins {
  return process.platform === 'linux' && linuxFolderPinsWork()
    ? createLinuxFolderPins(keeps)
    : createPortableFolderPins(pathStyle);
}

/** The strongest pins of this machine: by open folder where /proc allows it, by asking again elsewhere. */
export function folderPins(): FolderPins {
  return bestPins(false);
}

/** The same for a thread of its own that pins thousands: a few files stay open until it ends. */
export function threadFolderPins(): FolderPins {
  return bestPins(true);
}
