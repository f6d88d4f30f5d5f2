import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  rmdirSync,
  unlinkSync,
} from 'node:fs';
import { hasBytes } from '../../../app/cleanup/byte-name.ts';
import { isAtOrBelow, isPlainName } from '../../../app/cleanup/containment.ts';
import { diskName, diskPath, mayHaveLostBytes } from '../../engine/fs/disk-names.ts';
import { errorCode, throwFileLimit } from '../../engine/fs/errors.ts';
import { PinLost } from '../ports.ts';
import type { FolderPins, Identity, PinnedFolder, PinRefusal } from '../ports.ts';
import { pinnedStatAt } from '../portable/pinned-stat.ts';
import { cachedMountIds, mountIds } from './mount-ids.ts';

const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

function whyNotOpened(path: string, error: unknown): PinRefusal {
  const code = errorCode(error);
  if (code === 'ENOENT') return 'vanished';
  if (code === 'ELOOP') return 'link';
  if (code !== 'ENOTDIR') throw error;
  const stats = lstatSync(diskPath(path), { throwIfNoEntry: false });
  return stats?.isSymbolicLink() === true ? 'link' : 'replaced';
}

/** Checks where an open folder is now: null if it is exactly at its path inside the root. */
type Whereabouts = () => PinRefusal | null;

/** `link`: the kernel's link to the folder. Compares text; where decoding may lose bytes, compares bytes. */
function whereabouts(fd: number, link: string, path: string, rootRealPath: string): Whereabouts {
  const isText = !hasBytes(path) && !mayHaveLostBytes(path);
  return () => {
    const now = isText ? readlinkSync(link) : diskName(readlinkSync(link, 'buffer'));
    if (now === path) return null;
    if (fstatSync(fd).nlink === 0) return 'vanished';
    return isAtOrBelow(rootRealPath, now, 'posix') ? 'link' : 'outside-root';
  };
}

/** Node has no openat. The kernel's link to an open folder replaces it: it leads to the folder, not to its path. */
function pinned(fd: number, link: string, misplaced: Whereabouts): PinnedFolder {
  let last: { readonly name: string; readonly target: string | Buffer } | null = null;
  const through = (name: string): string | Buffer => {
    if (last?.name === name) return last.target;
    if (!isPlainName(name, 'posix')) throw new TypeError('a pinned folder takes plain names only');
    const path = `${link}/${name}`;
    last = { name, target: hasBytes(name) ? diskPath(path) : path };
    return last.target;
  };
  const pathFor = (name: string): string | Buffer => {
    const target = through(name);
    const refusal = misplaced();
    if (refusal !== null) throw new PinLost(refusal);
    return target;
  };
  return {
    stat: (name) => pinnedStatAt(through(name)),
    removeFile: (name) => unlinkSync(pathFor(name)),
    removeFolder: (name) => rmdirSync(pathFor(name)),
    pathFor,
    close: () => closeSync(fd),
  };
}

/**
 * This process's folder in /proc. `/proc/self` is a link that each access would follow again, and the own pid can
 * differ in this `/proc`, so it is resolved once. Throws Node's errors.
 */
export function ownProc(): string {
  return `/proc/${readlinkSync('/proc/self')}`;
}

/** True if /proc supports these pins; else the portable pins must be used. */
export function linuxFolderPinsWork(): boolean {
  try {
    const fd = openSync('/', folderFlags);
    try {
      const proc = ownProc();
      return readlinkSync(`${proc}/fd/${fd}`) === '/' && mountIds(proc).idOf(fd, 0n) !== null;
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throwFileLimit(error);
    return false;
  }
}

/** Identity of an open folder. Plain numbers are exact up to 2^53; only beyond it uses slower BigInt stats. */
function identityOf(fd: number): Identity & { readonly isGone: boolean } {
  const { dev, ino, nlink } = fstatSync(fd);
  if (Number.isSafeInteger(dev) && Number.isSafeInteger(ino))
    return { dev: BigInt(dev), ino: BigInt(ino), isGone: nlink === 0 };
  const exact = fstatSync(fd, { bigint: true });
  return { dev: exact.dev, ino: exact.ino, isGone: exact.nlink === 0n };
}

/**
 * Pins by file descriptor: between check and removal no other folder can take the name. Leaves a folder alone that
 * moves meanwhile. `keeps`: keeps some files open until the thread ends, which makes thousands of pins cheaper.
 */
export function createLinuxFolderPins(keeps = false): FolderPins {
  const proc = ownProc();
  const mounts = keeps ? cachedMountIds(proc) : mountIds(proc);
  const mountOfRoot = new Map<string, string | null>();

  const rootMount = (rootRealPath: string): string | null => {
    const known = mountOfRoot.get(rootRealPath);
    if (known !== undefined) return known;
    const fd = openSync(diskPath(rootRealPath), folderFlags);
    try {
      const id = mounts.idOf(fd, identityOf(fd).ino);
      mountOfRoot.set(rootRealPath, id);
      return id;
    } finally {
      closeSync(fd);
    }
  };

  const refusalFor = (
    fd: number,
    misplaced: Whereabouts,
    expected: Identity,
    rootRealPath: string,
  ): PinRefusal | null => {
    const place = misplaced();
    if (place !== null) return place;
    const now = identityOf(fd);
    if (now.isGone) return 'vanished';
    if (now.dev !== expected.dev) return 'mount';
    if (now.ino !== expected.ino) return 'replaced';
    const mount = mounts.idOf(fd, now.ino);
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
        const link = `${proc}/fd/${fd}`;
        const misplaced = whereabouts(fd, link, path, rootRealPath);
        const refusal = isAtOrBelow(rootRealPath, path, 'posix')
          ? refusalFor(fd, misplaced, expected, rootRealPath)
          : 'outside-root';
        if (refusal === null) return pinned(fd, link, misplaced);
        closeSync(fd);
        return refusal;
      } catch (error) {
        closeSync(fd);
        throw error;
      }
    },
  };
}
