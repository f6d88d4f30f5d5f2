import { constants } from 'node:fs';
import { constants as systemConstants } from 'node:os';
import { at, statxMask } from '../native/linux-libc.ts';
import type { CName, LinuxLibc } from '../native/linux-libc.ts';
import { systemError } from '../native/system-error.ts';
import type { Identity, PinnedStat } from '../ports.ts';

/** An open folder, as the kernel knows it. */
export interface FolderFacts extends Identity {
  readonly isGone: boolean;
  /** the mount that shows it; bind mounts share the device number */
  readonly mount: bigint;
}

/** Places in `struct statx` of linux/stat.h, in units of their own size; x64 and arm64 are little-endian. */
const structBytes = 256;
const u32 = { mask: 0, nlink: 4, sizeLow: 10, sizeHigh: 11, mtimeNanos: 30, devMajor: 34, devMinor: 35 };
const u16 = { mode: 14 };
const u64 = { ino: 4, mtimeSeconds: 14, mount: 18 };

const kinds = new Map<number, PinnedStat['kind']>([
  [constants.S_IFREG, 'file'],
  [constants.S_IFDIR, 'folder'],
  [constants.S_IFLNK, 'link'],
]);

/** makedev(3) of glibc, which is what Node's `dev` holds. */
export function deviceOf(major: number, minor: number): bigint {
  const [high, low] = [BigInt(major), BigInt(minor)];
  return (
    ((high & 0xfffff000n) << 32n) | ((high & 0xfffn) << 8n) | ((low & 0xffffff00n) << 12n) | (low & 0xffn)
  );
}

/** statx(2) into one buffer that each call uses again. */
export function createStatx(libc: LinuxLibc) {
  const bytes = new Uint8Array(structBytes);
  const [half, word] = [new Uint16Array(bytes.buffer), new Uint32Array(bytes.buffer)];
  const [long, signed] = [new BigUint64Array(bytes.buffer), new BigInt64Array(bytes.buffer)];
  let device = { major: -1, minor: -1, dev: 0n };

  const ask = (folder: number, name: CName, flags: number, mask: number): void => {
    if (libc.statx(folder, name, flags, mask, bytes) !== 0) throw systemError(libc.errno(), 'statx');
  };
  const at32 = (index: number): number => word[index] ?? 0;
  const dev = (): bigint => {
    const [major, minor] = [at32(u32.devMajor), at32(u32.devMinor)];
    if (major !== device.major || minor !== device.minor)
      device = { major, minor, dev: deviceOf(major, minor) };
    return device.dev;
  };
  return {
    /** Throws ENOSYS where the kernel does not tell the mount (before Linux 5.8). */
    factsOf(folder: number): FolderFacts {
      ask(folder, '', at.emptyPath, statxMask.basic | statxMask.mountId);
      if ((at32(u32.mask) & statxMask.mountId) === 0)
        throw systemError(systemConstants.errno.ENOSYS, 'statx');
      return {
        dev: dev(),
        ino: long[u64.ino] ?? 0n,
        isGone: at32(u32.nlink) === 0,
        mount: long[u64.mount] ?? 0n,
      };
    },
    /** Times as Node computes `mtimeMs`, to the last bit. */
    statOf(folder: number, name: CName): PinnedStat {
      ask(folder, name, at.symlinkNofollow, statxMask.basic);
      return {
        dev: dev(),
        ino: long[u64.ino] ?? 0n,
        kind: kinds.get((half[u16.mode] ?? 0) & constants.S_IFMT) ?? 'special',
        bytes: at32(u32.sizeHigh) * 2 ** 32 + at32(u32.sizeLow),
        mtimeMs: Number(signed[u64.mtimeSeconds] ?? 0n) * 1000 + at32(u32.mtimeNanos) / 1e6,
      };
    },
  };
}
