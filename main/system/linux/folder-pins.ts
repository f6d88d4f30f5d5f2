import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  readlinkSync,
  rmdirSync,
  unlinkSync,
} from 'node:fs';
import { hasBytes } from '../../../app/cleanup/byte-name.ts';
import { diskName, diskPath, mayHaveLostBytes } from '../../disk-names.ts';
import { isAtOrBelow, isPlainName } from '../../../app/cleanup/containment.ts';
import { PinLost } from '../ports.ts';
import type { FolderPins, Identity, PinnedFolder, PinRefusal } from '../ports.ts';
import { pinnedStatAt } from '../portable/pinned-stat.ts';

const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Node has no openat; the kernel's own link to an open folder is one: it leads to the folder, not to its path. */
function through(fd: number, name: string): string | Buffer {
  if (!isPlainName(name, 'posix')) throw new TypeError('a pinned folder takes plain names only');
  return diskPath(`/proc/self/fd/${fd}/${name}`);
}

/** what the kernel says of an open folder is a few short lines */
const fdInfo = Buffer.alloc(1024);

/** Bind mounts keep the device number, so the kernel's mount id is asked as well; null = the kernel does not say. */
function mountIdOf(fd: number): string | null {
  const info = openSync(`/proc/self/fdinfo/${fd}`, constants.O_RDONLY);
  try {
    const text = fdInfo.toString('latin1', 0, readSync(info, fdInfo));
    return /^mnt_id:\s*(\d+)$/m.exec(text)?.[1] ?? null;
  } finally {
    closeSync(info);
  }
}

function whyNotOpened(path: string, error: unknown): PinRefusal {
  const code = codeOf(error);
  if (code === 'ENOENT') return 'vanished';
  if (code === 'ELOOP') return 'link';
  if (code !== 'ENOTDIR') throw error;
  const stats = lstatSync(diskPath(path), { throwIfNoEntry: false });
  return stats?.isSymbolicLink() === true ? 'link' : 'replaced';
}

/**
 * The path of an open folder, exact enough to be compared with `path`: text equals text, but where bytes may have been
 * lost on the way to text, or `path` carries some, the bytes themselves are read.
 */
function placeOf(fd: number, path: string): string {
  const link = `/proc/self/fd/${fd}`;
  return hasBytes(path) || mayHaveLostBytes(path)
    ? diskName(readlinkSync(link, 'buffer'))
    : readlinkSync(link);
}

/** Where the open folder is at this moment: null when it is exactly at `path`, which is inside the root. */
function misplaced(fd: number, path: string, rootRealPath: string): PinRefusal | null {
  const now = placeOf(fd, path);
  if (now === path) return null;
  if (fstatSync(fd).nlink === 0) return 'vanished';
  return isAtOrBelow(rootRealPath, now, 'posix') ? 'link' : 'outside-root';
}

function pinned(fd: number, path: string, rootRealPath: string): PinnedFolder {
  const demandPlace = (): void => {
    const refusal = misplaced(fd, path, rootRealPath);
    if (refusal !== null) throw new PinLost(refusal);
  };
  let last: { readonly name: string; readonly target: string | Buffer } | null = null;
  const targetOf = (name: string): string | Buffer => {
    if (last?.name !== name) last = { name, target: through(fd, name) };
    return last.target;
  };
  return {
    stat: (name) => pinnedStatAt(targetOf(name)),
    removeFile(name) {
      const target = targetOf(name);
      demandPlace();
      unlinkSync(target);
    },
    removeFolder(name) {
      const target = targetOf(name);
      demandPlace();
      rmdirSync(target);
    },
    pathFor(name) {
      const target = targetOf(name);
      demandPlace();
      return target;
    },
    close: () => closeSync(fd),
  };
}

/** True when /proc answers what the pins ask; otherwise the portable pins must be used. */
export function linuxFolderPinsWork(): boolean {
  try {
    const fd = openSync('/', folderFlags);
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === '/' && mountIdOf(fd) !== null;
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}

/**
 * Pins by open file descriptor: between the check and the removal nobody can move another folder under the name.
 * A folder that itself moves away meanwhile is left alone.
 */
export function createLinuxFolderPins(): FolderPins {
  const mountOfRoot = new Map<string, string | null>();

  const rootMount = (rootRealPath: string): string | null => {
    const known = mountOfRoot.get(rootRealPath);
    if (known !== undefined) return known;
    const fd = openSync(diskPath(rootRealPath), folderFlags);
    try {
      const id = mountIdOf(fd);
      mountOfRoot.set(rootRealPath, id);
      return id;
    } finally {
      closeSync(fd);
    }
  };

  const refusalFor = (
    fd: number,
    path: string,
    expected: Identity,
    rootRealPath: string,
  ): PinRefusal | null => {
    if (!isAtOrBelow(rootRealPath, path, 'posix')) return 'outside-root';
    const place = misplaced(fd, path, rootRealPath);
    if (place !== null) return place;
    const stats = fstatSync(fd, { bigint: true });
    if (stats.nlink === 0n) return 'vanished';
    if (stats.dev !== expected.dev) return 'mount';
    if (stats.ino !== expected.ino) return 'replaced';
    const mount = mountIdOf(fd);
    return mount !== null && mount === rootMount(rootRealPath) ? null : 'mount';
  };

  return {
    pin(path, expected, rootRealPath) {
      let fd: number;
      try {
        fd = openSync(diskPath(path), folderFlags);
      } catch (error) {
        return whyNotOpened(path, error);
      }
      try {
        const refusal = refusalFor(fd, path, expected, rootRealPath);
        if (refusal === null) return pinned(fd, path, rootRealPath);
        closeSync(fd);
        return refusal;
      } catch (error) {
        closeSync(fd);
        throw error;
      }
    },
  };
}
