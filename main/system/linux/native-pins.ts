import { closeSync, constants, openSync } from 'node:fs';
import { bytesOfName, hasBytes } from '../../../app/cleanup/byte-name.ts';
import { isAtOrBelow, isPlainName } from '../../../app/cleanup/containment.ts';
import { diskPath } from '../../engine/fs/disk-names.ts';
import { errorCode } from '../../engine/fs/errors.ts';
import { openFlags } from '../native/linux-libc.ts';
import type { CName } from '../native/linux-libc.ts';
import { PinLost } from '../ports.ts';
import type { FolderPins, Identity, PinnedFolder, PinRefusal } from '../ports.ts';
import { cName } from './folder-calls.ts';
import type { FolderCalls } from './folder-calls.ts';
import { createLinuxFolderPins, ownProc } from './folder-pins.ts';

const rootFlags = openFlags.path | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** What an error of opening says if a second look finds nothing: the folder changed in between. */
const refusals: Readonly<Record<string, PinRefusal>> = {
  ENOENT: 'vanished',
  ENOTDIR: 'replaced',
  ELOOP: 'link',
  EXDEV: 'mount',
};

/** An open root: everything below it is opened relative to it. */
interface Root {
  readonly folder: number;
  readonly mount: bigint;
}

/** Opens roots by Node, so that they are closed when their thread ends. `keeps`: once for each root. */
function createRoots(calls: FolderCalls, keeps: boolean) {
  const kept = new Map<string, Root>();
  const open = (path: string): Root => {
    const folder = openSync(diskPath(path), rootFlags);
    try {
      return { folder, mount: calls.factsOf(folder).mount };
    } catch (error) {
      closeSync(folder);
      throw error;
    }
  };
  return {
    within<Result>(path: string, work: (root: Root) => Result): Result {
      const known = kept.get(path);
      if (known !== undefined) return work(known);
      const root = open(path);
      if (keeps) {
        kept.set(path, root);
        return work(root);
      }
      try {
        return work(root);
      } finally {
        closeSync(root.folder);
      }
    },
  };
}

/** Where the open folder is: null if it is exactly at its path inside the root. */
function misplaced(
  calls: FolderCalls,
  folder: number,
  place: Uint8Array,
  rootRealPath: string,
): PinRefusal | null {
  if (calls.isAt(folder, place)) return null;
  if (calls.factsOf(folder).isGone) return 'vanished';
  return isAtOrBelow(rootRealPath, calls.placeOf(folder), 'posix') ? 'link' : 'outside-root';
}

function pinned(
  calls: FolderCalls,
  folder: number,
  link: string,
  check: () => PinRefusal | null,
): PinnedFolder {
  let last: { readonly name: string; readonly arg: CName } | null = null;
  const argOf = (name: string): CName => {
    if (last?.name === name) return last.arg;
    if (!isPlainName(name, 'posix')) throw new TypeError('a pinned folder takes plain names only');
    last = { name, arg: cName(name) };
    return last.arg;
  };
  /** the name for a call that changes something, only while the folder is where it was planned */
  const changing = (name: string): CName => {
    const arg = argOf(name);
    const refusal = check();
    if (refusal !== null) throw new PinLost(refusal);
    return arg;
  };
  return {
    stat: (name) => calls.statOf(folder, argOf(name)),
    removeFile: (name) => calls.unlink(folder, changing(name)),
    removeFolder: (name) => calls.removeFolder(folder, changing(name)),
    pathFor(name) {
      changing(name);
      const path = `${link}/${name}`;
      return hasBytes(name) ? diskPath(path) : path;
    },
    close: () => calls.close(folder),
  };
}

/**
 * Pins by the kernel's own calls: a folder is opened below its open root through no link and no mount point, compared,
 * and everything in it is compared and removed relative to it. Leaves a folder alone that moves meanwhile. What is
 * refused is looked at once more through /proc, so that both kinds of pins give the same reason. `keeps`: keeps each
 * root open until the thread ends.
 */
export function createNativeFolderPins(calls: FolderCalls, keeps = false): FolderPins {
  const roots = createRoots(calls, keeps);
  const secondLook = createLinuxFolderPins();
  const descriptors = `${ownProc()}/fd`;

  const compare = (
    folder: number,
    root: Root,
    expected: Identity,
    check: () => PinRefusal | null,
  ): PinRefusal | null => {
    const place = check();
    if (place !== null) return place;
    const now = calls.factsOf(folder);
    if (now.isGone) return 'vanished';
    if (now.dev !== expected.dev) return 'mount';
    if (now.ino !== expected.ino) return 'replaced';
    return now.mount === root.mount ? null : 'mount';
  };

  const open = (path: string, root: Root, rootRealPath: string): number => {
    if (calls.openBelow === null) return calls.openFolder(path);
    const below = path.slice(rootRealPath === '/' ? 1 : rootRealPath.length + 1);
    return calls.openBelow(root.folder, below === '' ? '.' : below);
  };

  const pinBelow = (path: string, expected: Identity, rootRealPath: string): PinnedFolder | PinRefusal =>
    roots.within(rootRealPath, (root) => {
      const folder = open(path, root, rootRealPath);
      try {
        const place = hasBytes(path) ? bytesOfName(path) : Buffer.from(path);
        const check = (): PinRefusal | null => misplaced(calls, folder, place, rootRealPath);
        const refusal = compare(folder, root, expected, check);
        if (refusal === null) return pinned(calls, folder, `${descriptors}/${folder}`, check);
        calls.close(folder);
        return refusal;
      } catch (error) {
        calls.close(folder);
        throw error;
      }
    });

  const attempt = (path: string, expected: Identity, rootRealPath: string) => {
    if (!isAtOrBelow(rootRealPath, path, 'posix')) return 'outside-root';
    try {
      return pinBelow(path, expected, rootRealPath);
    } catch (error) {
      return { error };
    }
  };

  return {
    pin(path, expected, rootRealPath) {
      const first = attempt(path, expected, rootRealPath);
      if (typeof first === 'object' && !('error' in first)) return first;
      const second = secondLook.pin(path, expected, rootRealPath);
      if (typeof second === 'string') return second;
      second.close();
      if (typeof first === 'string') return first;
      const refusal = refusals[errorCode(first.error)];
      if (refusal === undefined) throw first.error;
      return refusal;
    },
  };
}
