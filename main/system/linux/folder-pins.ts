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
import { diskName, diskPath, mayHaveLostBytes } from '../../engine/fs/disk-names.ts';
import { isAtOrBelow, isPlainName } from '../../../app/cleanup/containment.ts';
import { PinLost } from '../ports.ts';
import type { FolderPins, Identity, PinnedFolder, PinRefusal } from '../ports.ts';
import { pinnedStatAt } from '../portable/pinned-stat.ts';
import { keptMountIds, mountIds } from './mount-ids.ts';
import { errorCode } from '../../engine/fs/errors.ts';

const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

function whyNotOpened(path: string, error: unknown): PinRefusal {
  const code = errorCode(error);
  if (code === 'ENOENT') return 'vanished';
  if (code === 'ELOOP') return 'link';
  if (code !== 'ENOTDIR') throw error;
  const stats = lstatSync(diskPath(path), { throwIfNoEntry: false });
  return stats?.isSymbolicLink() === true ? 'link' : 'replaced';
}

/** Where an open folder is at this moment: null when it is exactly at its path, which is inside the root. */
type Whereabouts = () => PinRefusal | null;

/**
 * `link`: the kernel's own to the folder. Text is compared with text; where bytes may have been lost on the way to text,
 * the bytes are read.
 */
function whereabouts(fd: number, link: string, path: string, rootRealPath: string): Whereabouts {
  const isText = !hasBytes(path) && !mayHaveLostBytes(path);
  return () => {
    const now = isText ? readlinkSync(link) : diskName(readlinkSync(link, 'buffer'));
    if (now === path) return null;
    if (fstatSync(fd).nlink === 0) return 'vanished';
    return isAtOrBelow(rootRealPath, now, 'posix') ? 'link' : 'outside-root';
  };
}

/** Node has no openat; the kernel's own link to an open folder is one: it leads to the folder, not to its path. */
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
 * Where the kernel shows this process. `/proc/self` leads there, by a link that each way through it would have to follow
 * again; its own number need not be that of the `/proc` that is mounted here, so it is asked. Throws Node's errors.
 */
function ownProc(): string {
  return `/proc/${readlinkSync('/proc/self')}`;
}

/** True when /proc answers what the pins ask; otherwise the portable pins must be used. */
export function linuxFolderPinsWork(): boolean {
  try {
    const fd = openSync('/', folderFlags);
    try {
      const proc = ownProc();
      return readlinkSync(`${proc}/fd/${fd}`) === '/' && mountIds(proc).of(fd, 0n) !== null;
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}

/** What is asked of an open folder; plain numbers are exact up to 2^53, and only beyond that the dearer look is taken. */
function identityOf(fd: number): Identity & { readonly isGone: boolean } {
  const { dev, ino, nlink } = fstatSync(fd);
  if (Number.isSafeInteger(dev) && Number.isSafeInteger(ino))
    return { dev: BigInt(dev), ino: BigInt(ino), isGone: nlink === 0 };
  const exact = fstatSync(fd, { bigint: true });
  return { dev: exact.dev, ino: exact.ino, isGone: exact.nlink === 0n };
}

/**
 * Pins by open file descriptor: between the check and the removal nobody can move another folder under the name.
 * A folder that itself moves away meanwhile is left alone. `keeps`: some files stay open until the thread ends, which
 * makes thousands of pins cheaper.
 */
export function createLinuxFolderPins(keeps = false): FolderPins {
  const proc = ownProc();
  const mounts = keeps ? keptMountIds(proc) : mountIds(proc);
  const mountOfRoot = new Map<string, string | null>();

  const rootMount = (rootRealPath: string): string | null => {
    const known = mountOfRoot.get(rootRealPath);
    if (known !== undefined) return known;
    const fd = openSync(diskPath(rootRealPath), folderFlags);
    try {
      const id = mounts.of(fd, identityOf(fd).ino);
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
    const mount = mounts.of(fd, now.ino);
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
