import { folderCalls } from '../system/linux/folder-calls.ts';
import { createNativeFolderPins } from '../system/linux/native-pins.ts';
import { linuxLibc } from '../system/native/linux-libc.ts';
import type { LinuxLibc } from '../system/native/linux-libc.ts';
import { nativeFloor } from '../system/native/native-floor.ts';
import type { FolderPins } from '../system/ports.ts';

/** The calls of which each may fail. */
export const faultyCalls = ['openat', 'openat2', 'statx', 'readlinkat', 'unlinkat', 'close'] as const;
export type FaultyCall = (typeof faultyCalls)[number];

/** Why no native call can be made to fail here; null where it can. */
export function whyNoNativeCalls(): string | null {
  const library = process.platform === 'linux' ? linuxLibc(nativeFloor()) : null;
  if (library === null) return 'the native floor of this system is another';
  return library.kind === 'missing' ? library.reason : null;
}

/**
 * The native pins over this machine's C library. Before each call `fails` says with which errno it fails, null: it is
 * made. A failed `close` has closed all the same, as on Linux. The calls are tried before, without a fault.
 */
export function failingPins(fails: (call: FaultyCall) => number | null): FolderPins {
  const library = linuxLibc(nativeFloor());
  if (library.kind === 'missing') throw new Error(library.reason);
  const real = library.calls;
  let isReady = false;
  let failed: number | null = null;
  const guarded = (name: FaultyCall, call: () => number): number => {
    failed = isReady ? fails(name) : null;
    if (failed === null) return call();
    if (name === 'close') call();
    return -1;
  };
  const calls: LinuxLibc = {
    openat: (...args) => guarded('openat', () => real.openat(...args)),
    openat2: (...args) => guarded('openat2', () => real.openat2(...args)),
    statx: (...args) => guarded('statx', () => real.statx(...args)),
    readlinkat: (...args) => guarded('readlinkat', () => real.readlinkat(...args)),
    unlinkat: (...args) => guarded('unlinkat', () => real.unlinkat(...args)),
    close: (file) => guarded('close', () => real.close(file)),
    errno: () => failed ?? real.errno(),
  };
  const made = folderCalls({ kind: 'ready', calls });
  if (made.kind === 'missing') throw new Error(made.reason);
  isReady = true;
  return createNativeFolderPins(made.calls, true);
}
