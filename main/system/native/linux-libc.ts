import { openLibrary } from './native-floor.ts';
import type { Library, NativeFloor } from './native-floor.ts';

/** A path or name for the C library: text without a null, or the exact bytes with one at their end. */
export type CName = string | Uint8Array;

/**
 * Calls of the GNU C library, as their man pages declare them: -1 and `errno` instead of an error. Each blocks.
 * A descriptor from here is closed by `close` of here: in a worker thread Node warns of one that it did not open.
 */
export interface LinuxLibc {
  /** openat(2), without a mode: for flags that create nothing */
  openat(folder: number, path: CName, flags: number): number;
  /** openat2(2), Linux 5.6; `how` is a `struct open_how`. Called through syscall(2), as glibc has no function */
  openat2(folder: number, path: CName, how: Uint8Array): number;
  /** statx(2), Linux 4.11, glibc 2.28; `into` is a `struct statx` of 256 bytes */
  statx(folder: number, path: CName, flags: number, mask: number, into: Uint8Array): number;
  /** readlinkat(2); the count of bytes, at most the length of `into`, without a null at their end */
  readlinkat(folder: number, path: CName, into: Uint8Array): number;
  /** unlinkat(2) */
  unlinkat(folder: number, path: CName, flags: number): number;
  /** close(2) */
  close(file: number): number;
  /** errno(3) of the last call of this thread, read right after it */
  errno(): number;
}

/** Values of `fcntl.h` and `linux/stat.h`, the same on x64 and arm64; what differs there is in `fs.constants`. */
export const at = { cwd: -100, symlinkNofollow: 0x100, removeDir: 0x200, emptyPath: 0x1000 } as const;
export const openFlags = { path: 0o10000000, cloexec: 0o2000000 } as const;
/** of `linux/openat2.h` */
export const resolve = { noXdev: 0x01n, noSymlinks: 0x04n, beneath: 0x08n } as const;
export const statxMask = { basic: 0x7ff, mountId: 0x1000 } as const;

/** `SYS_openat2` on every processor (`asm-generic/unistd.h`) */
const openat2Number = 437;
const openHowBytes = 24;

/** Declares the calls; `missing` where the library is another (musl) or too old. */
export function linuxLibc(floor: NativeFloor): Library<LinuxLibc> {
  return openLibrary(floor, 'libc.so.6', (library, koffi): LinuxLibc => {
    type Call = (...values: readonly unknown[]) => number;
    const declared = (definition: string): Call => library.func(definition) as Call;
    // its variadic arguments go where fixed ones do, on x64 and arm64 of Linux
    const system = declared('long syscall(long, int, const char *, void *, size_t)');
    const readlinkat = declared('long readlinkat(int, const char *, void *, size_t)');
    return {
      openat: declared('int openat(int, const char *, int)'),
      openat2: (folder, path, how) => system(openat2Number, folder, path, how, openHowBytes),
      statx: declared('int statx(int, const char *, int, unsigned int, void *)'),
      readlinkat: (folder, path, into) => readlinkat(folder, path, into, into.length),
      unlinkat: declared('int unlinkat(int, const char *, int)'),
      close: declared('int close(int)'),
      errno: () => koffi.errno(),
    };
  });
}
