import { closeSync, constants, openSync, statSync } from 'node:fs';
import { bytesOfName, hasBytes } from '../../../app/cleanup/byte-name.ts';
import { diskName } from '../../engine/fs/disk-names.ts';
import { throwFileLimit } from '../../engine/fs/errors.ts';
import { at, openFlags, resolve } from '../native/linux-libc.ts';
import type { CName, LinuxLibc } from '../native/linux-libc.ts';
import type { Library } from '../native/native-floor.ts';
import { systemError } from '../native/system-error.ts';
import type { PinnedStat } from '../ports.ts';
import { ownProc } from './folder-pins.ts';
import { createStatx } from './statx.ts';
import type { FolderFacts } from './statx.ts';

/**
 * What the native pins ask of Linux, by descriptor. Errors are like Node's own. One instance serves one thread: its
 * buffers are used again by each call.
 */
export interface FolderCalls {
  /** opens a folder by its path, not through a link at its end */
  openFolder(path: string): number;
  /**
   * Opens a folder below an open one, through no link and no mount point: else ELOOP or EXDEV. Null where the kernel or
   * a filter does not let it
   */
  readonly openBelow: ((folder: number, path: string) => number) | null;
  factsOf(folder: number): FolderFacts;
  /** of `name` itself, also if it is a link */
  statOf(folder: number, name: CName): PinnedStat;
  /** where the open folder is now: equal to the bytes of `place`, or the other path */
  isAt(folder: number, place: Uint8Array): boolean;
  placeOf(folder: number): string;
  unlink(folder: number, name: CName): void;
  removeFolder(folder: number, name: CName): void;
  close(folder: number): void;
}

const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW | openFlags.cloexec;
const longestPath = 4096;

/** `text` for a call: as it is, or its exact bytes with a null. */
export function cName(text: string): CName {
  return hasBytes(text) ? Uint8Array.of(...bytesOfName(text), 0) : text;
}

function openHow(): Uint8Array {
  const how = new DataView(new ArrayBuffer(24));
  how.setBigUint64(0, BigInt(folderFlags), true);
  how.setBigUint64(16, resolve.beneath | resolve.noSymlinks | resolve.noXdev, true);
  return new Uint8Array(how.buffer);
}

function calls(libc: LinuxLibc, descriptors: number, mayOpenBelow: boolean): FolderCalls {
  const statx = createStatx(libc);
  const how = openHow();
  const link = Buffer.alloc(longestPath + 1);
  const demand = (result: number, call: string): number => {
    if (result < 0) throw systemError(libc.errno(), call);
    return result;
  };
  const linkBytes = (folder: number): number =>
    demand(libc.readlinkat(descriptors, String(folder), link), 'readlinkat');
  return {
    openFolder: (path) => demand(libc.openat(at.cwd, cName(path), folderFlags), 'openat'),
    openBelow: mayOpenBelow
      ? (folder, path) => demand(libc.openat2(folder, cName(path), how), 'openat2')
      : null,
    factsOf: (folder) => statx.factsOf(folder),
    statOf: (folder, name) => statx.statOf(folder, name),
    isAt(folder, place) {
      const bytes = linkBytes(folder);
      return bytes === place.length && link.compare(place, 0, bytes, 0, bytes) === 0;
    },
    placeOf: (folder) => diskName(link, 0, linkBytes(folder)),
    unlink: (folder, name) => void demand(libc.unlinkat(folder, name, 0), 'unlinkat'),
    removeFolder: (folder, name) => void demand(libc.unlinkat(folder, name, at.removeDir), 'unlinkat'),
    close: (folder) => void demand(libc.close(folder), 'close'),
  };
}

/** The difference between what the calls and Node say of the root folder; null if they agree. */
function whyUnusable(asked: FolderCalls): string | null {
  const folder = asked.openFolder('/');
  try {
    const { dev, ino } = statSync('/', { bigint: true });
    const facts = asked.factsOf(folder);
    const stat = asked.statOf(folder, '.');
    if (facts.dev !== dev || facts.ino !== ino || facts.isGone) return 'statx: another identity than stat';
    if (stat.dev !== dev || stat.ino !== ino || stat.kind !== 'folder')
      return 'statx: another kind than stat';
    return asked.isAt(folder, Buffer.from('/')) ? null : 'readlinkat: not the path of an open folder';
  } finally {
    asked.close(folder);
  }
}

/** False without openat2 (ENOSYS), under a filter that refuses it (EPERM), or with a flag unknown to the kernel. */
function opensBelow(libc: LinuxLibc): boolean {
  const root = libc.openat(at.cwd, '/', folderFlags);
  if (root < 0) throw systemError(libc.errno(), 'openat');
  const below = libc.openat2(root, '.', openHow());
  for (const folder of [root, below]) if (folder >= 0) libc.close(folder);
  return below >= 0;
}

/**
 * Tries the calls on the root folder before anything is removed through them. `missing` where one fails or answers
 * otherwise than Node: an old kernel, a seccomp filter, no /proc. Throws where no further file can be opened.
 */
export function folderCalls(library: Library<LinuxLibc>): Library<FolderCalls> {
  if (library.kind === 'missing') return library;
  let descriptors: number | null = null;
  try {
    // by Node, so that it is closed when its thread ends
    descriptors = openSync(`${ownProc()}/fd`, openFlags.path | constants.O_DIRECTORY);
    const made = calls(library.calls, descriptors, opensBelow(library.calls));
    const reason = whyUnusable(made);
    if (reason === null) return { kind: 'ready', calls: made };
    closeSync(descriptors);
    return { kind: 'missing', reason };
  } catch (error) {
    if (descriptors !== null) closeSync(descriptors);
    throwFileLimit(error);
    return { kind: 'missing', reason: error instanceof Error ? error.message : String(error) };
  }
}
