import type { PathStyle } from '../../app/cleanup/containment.ts';
import { folderCalls } from './linux/folder-calls.ts';
import { createLinuxFolderPins, linuxFolderPinsWork } from './linux/folder-pins.ts';
import { createNativeFolderPins } from './linux/native-pins.ts';
import { linuxLibc } from './native/linux-libc.ts';
import { nativeFloor } from './native/native-floor.ts';
import type { Library, NativeFloor } from './native/native-floor.ts';
import { windowsFileCalls } from './native/windows-file-calls.ts';
import { createPortableFolderPins } from './portable/folder-pins.ts';
import type { FolderPins } from './ports.ts';
import { createWindowsFolderPins } from './windows/native-pins.ts';
import { openEntriesOf } from './windows/open-entries.ts';

/** Path comparison of this machine. Removal is bounded by it, never by a chosen platform. */
export const pathStyle: PathStyle = process.platform === 'win32' ? 'windows' : 'posix';

/** Makes pins of the system's own calls. `keeps`: as for `threadFolderPins`. */
type NativePins = (keeps: boolean) => FolderPins;

function linuxPins(floor: NativeFloor): Library<NativePins> {
  const library = folderCalls(linuxLibc(floor));
  if (library.kind === 'missing') return library;
  return { kind: 'ready', calls: (keeps) => createNativeFolderPins(library.calls, keeps) };
}

function windowsPins(floor: NativeFloor): Library<NativePins> {
  const library = openEntriesOf(windowsFileCalls(floor), process.env['SystemRoot'] ?? 'C:\\Windows');
  if (library.kind === 'missing') return library;
  const pins = createWindowsFolderPins(library.calls, createPortableFolderPins(pathStyle));
  return { kind: 'ready', calls: () => pins };
}

/** The native pins that may be made here, their calls tried; not by a chosen platform either. */
export function pinCalls(floor: NativeFloor): Library<NativePins> {
  if (floor.kind === 'missing') return floor;
  if (process.platform === 'linux') return linuxPins(floor);
  return process.platform === 'win32'
    ? windowsPins(floor)
    : { kind: 'missing', reason: `not in use on ${process.platform}` };
}

let known: Library<NativePins> | null = null;

/** Tried once per thread. */
function callsHere(): Library<NativePins> {
  return (known ??= pinCalls(nativeFloor()));
}

/** The strongest pins that `native` allows. `keeps`: as for `threadFolderPins`. */
export function bestPins(native: Library<NativePins>, keeps: boolean): FolderPins {
  if (native.kind === 'ready') return native.calls(keeps);
  return process.platform === 'linux' && linuxFolderPinsWork()
    ? createLinuxFolderPins(keeps)
    : createPortableFolderPins(pathStyle);
}

/** The strongest pins of this machine: the system's own calls, else open folders by /proc, else repeated checks. */
export function folderPins(): FolderPins {
  return bestPins(callsHere(), false);
}

/** The same for a thread that pins thousands of folders: some files stay open until it ends. */
export function threadFolderPins(): FolderPins {
  return bestPins(callsHere(), true);
}

/** Whether folders are pinned by the system's own calls, and if not, why. */
export function pinsInUse(calls: Library<NativePins> = callsHere()): {
  readonly kind: 'native' | 'portable';
  readonly reason: string | null;
} {
  return calls.kind === 'ready'
    ? { kind: 'native', reason: null }
    : { kind: 'portable', reason: calls.reason };
}
