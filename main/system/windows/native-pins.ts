import { lstatSync } from 'node:fs';
import { join, relative } from 'node:path/win32';
import { isAtOrBelow, isPlainName, isSamePath } from '../../../app/cleanup/containment.ts';
import { errorCode } from '../../engine/fs/errors.ts';
import { windowsError } from '../native/windows-error.ts';
import type { Handle } from '../native/windows-libraries.ts';
import { PinLost } from '../ports.ts';
import type { FolderPins, Identity, PinnedFolder, PinnedStat, PinRefusal } from '../ports.ts';
import { isIdentity } from './open-entries.ts';
import type { OpenEntries, OpenFacts } from './open-entries.ts';

/** What an error of opening says if a second look finds nothing: the folder changed in between. */
const refusals: Readonly<Record<string, PinRefusal>> = {
  ENOENT: 'vanished',
  ENOTDIR: 'replaced',
  ELOOP: 'link',
};

/** ERROR_ACCESS_DENIED, ERROR_INVALID_HANDLE and ERROR_DIRECTORY */
const [denied, badHandle, noFolder] = [5, 6, 267];

/** Whether `path` leads to the folder with this id right now, and through no link. */
function isAtPath(entries: OpenEntries, path: string, ino: bigint): boolean {
  const there = entries.openPath(path);
  try {
    const facts = entries.factsOf(there);
    if (facts.ino !== ino || facts.kind !== 'folder') return false;
    const place = entries.placeOf(there);
    if (place === null) throw windowsError(denied, 'GetFinalPathNameByHandleW');
    return place === path || isSamePath(path, place, 'windows');
  } finally {
    entries.close(there);
  }
}

/** Why an entry that was opened to be removed is not the one that was looked at; null if it is. */
function difference(looked: PinnedStat, now: OpenFacts): PinRefusal | null {
  if (now.kind !== looked.kind) return now.kind === 'link' ? 'link' : 'replaced';
  if (now.ino !== looked.ino) return 'replaced';
  // where ids are used again; not the time, which Windows may write down later
  return now.kind === 'file' && now.bytes !== looked.bytes ? 'replaced' : null;
}

/** A folder that is held open. */
interface HeldFolder {
  readonly entries: OpenEntries;
  /** null once it is closed: the number may be another file's by then */
  handle: Handle | null;
  readonly path: string;
  readonly dev: bigint;
  /** asks anew whether it is still where it was planned */
  refusal(): PinRefusal | null;
}

function demandPlace(folder: HeldFolder): void {
  const refusal = folder.refusal();
  if (refusal !== null) throw new PinLost(refusal);
}

function plain(name: string): string {
  if (!isPlainName(name, 'windows')) throw new TypeError('a pinned folder takes plain names only');
  return name;
}

type Way = 'openToLook' | 'openToRemove' | 'openFolderToRemove';

/** Opens an entry for `work`, and closes it. What fails in a folder that has moved has that reason. */
function withEntry<Result>(
  folder: HeldFolder,
  way: Way,
  name: string,
  work: (entry: Handle, facts: OpenFacts) => Result,
): Result {
  const { entries, handle } = folder;
  plain(name);
  if (handle === null) throw windowsError(badHandle, 'NtOpenFile');
  let entry: Handle | null = null;
  try {
    entry = entries[way](handle, name);
    return work(entry, entries.factsOf(entry));
  } catch (error) {
    if (!(error instanceof PinLost)) demandPlace(folder);
    throw error;
  } finally {
    if (entry !== null) entries.close(entry);
  }
}

/** Node's size of a link, which the plan holds; -1, which no plan holds, if another entry has its name meanwhile. */
function bytesOfLink(path: string, ino: bigint): number {
  const node = lstatSync(path, { bigint: true });
  return node.ino === ino && node.isSymbolicLink() ? Number(node.size) : -1;
}

function pinned(folder: HeldFolder): PinnedFolder {
  const { entries, dev } = folder;
  let last: { readonly name: string; readonly stat: PinnedStat } | null = null;
  /** Removes the entry if it is what was looked at under this name; all on one handle. */
  const remove = (name: string, way: Way, work: (entry: Handle, facts: OpenFacts) => void): void => {
    withEntry(folder, way, name, (entry, facts) => {
      const refusal = last?.name === name ? difference(last.stat, facts) : null;
      last = null;
      if (refusal !== null) throw new PinLost(refusal);
      // checked last: NTFS refuses to move a folder while something in it is open
      demandPlace(folder);
      work(entry, facts);
    });
  };
  return {
    stat: (name) =>
      withEntry(folder, 'openToLook', name, (_entry, { ino, kind, bytes, mtimeMs }) => {
        const size = kind === 'link' ? bytesOfLink(join(folder.path, name), ino) : bytes;
        // an open entry is on its folder's volume: no reparse point was followed
        const stat = { dev, ino, kind, bytes: size, mtimeMs };
        last = { name, stat };
        return stat;
      }),
    removeFile(name) {
      remove(name, 'openToRemove', (entry, facts) => {
        if (facts.kind === 'folder') throw windowsError(denied, 'NtSetInformationFile');
        entries.removeFile(entry, facts);
      });
    },
    removeFolder(name) {
      remove(name, 'openFolderToRemove', (entry, { kind }) => {
        if (kind !== 'folder') throw windowsError(noFolder, 'NtSetInformationFile');
        entries.removeFolder(entry);
      });
    },
    pathFor(name) {
      const path = join(folder.path, plain(name));
      demandPlace(folder);
      // the caller may put another entry there
      if (last?.name === name) last = null;
      return path;
    },
    close() {
      if (folder.handle !== null) entries.close(folder.handle);
      folder.handle = null;
    },
  };
}

/** Why an open folder is not the planned one; `no-ids` where its volume cannot tell. */
function compare(
  entries: OpenEntries,
  folder: Handle,
  rootDev: bigint,
  expected: Identity,
): PinRefusal | 'no-ids' | null {
  const facts = entries.factsOf(folder);
  if (facts.kind === 'link') return 'link';
  if (!isIdentity(facts.ino)) return 'no-ids';
  const dev = entries.volumeOf(folder);
  if (dev !== expected.dev) return 'mount';
  if (facts.ino !== expected.ino) return 'replaced';
  return dev === rootDev ? null : 'mount';
}

interface Opened {
  readonly handle: Handle;
  readonly rootDev: bigint;
}

/** Opens a folder from its root on, through no link. What was passed is closed. */
function openBelow(entries: OpenEntries, path: string, rootRealPath: string): Opened {
  const demandNoLink = (folder: Handle): void => {
    if (entries.factsOf(folder).kind === 'link') throw new PinLost('link');
  };
  let handle = entries.openPath(rootRealPath);
  try {
    demandNoLink(handle);
    const rootDev = entries.volumeOf(handle);
    for (const name of relative(rootRealPath, path).split('\\')) {
      // the root itself
      if (name === '') continue;
      const next = entries.openFolder(handle, name);
      entries.close(handle);
      handle = next;
      demandNoLink(handle);
    }
    return { handle, rootDev };
  } catch (error) {
    entries.close(handle);
    throw error;
  }
}

/**
 * Pins by Windows' own calls: a folder is opened from its root on, each component relative to the one above and
 * through no link, and compared. What is in it is opened relative to it, compared, and removed by the handle that was
 * compared. Leaves a folder alone that moves meanwhile. `portable` looks once more at what is refused, so that both
 * kinds of pins give the same reason, and pins alone on a volume without ids or without these calls.
 */
export function createWindowsFolderPins(entries: OpenEntries, portable: FolderPins): FolderPins {
  const refusalAt = (path: string, expected: Identity, rootRealPath: string): PinRefusal | null => {
    let error: unknown = null;
    try {
      if (isAtPath(entries, path, expected.ino)) return null;
    } catch (thrown) {
      error = thrown;
    }
    const second = portable.pin(path, expected, rootRealPath);
    if (typeof second === 'string') return second;
    second.close();
    const reason = error === null ? 'replaced' : refusals[errorCode(error)];
    if (reason === undefined) throw error;
    return reason;
  };

  const pinBelow = (
    path: string,
    expected: Identity,
    rootRealPath: string,
  ): PinnedFolder | PinRefusal | 'no-ids' => {
    const { handle, rootDev } = openBelow(entries, path, rootRealPath);
    const refusal = (): PinRefusal | null => refusalAt(path, expected, rootRealPath);
    let isKept = false;
    try {
      const first = compare(entries, handle, rootDev, expected) ?? refusal();
      if (first !== null) return first;
      isKept = true;
      return pinned({ entries, handle, path, dev: expected.dev, refusal });
    } finally {
      if (!isKept) entries.close(handle);
    }
  };

  const attempt = (path: string, expected: Identity, rootRealPath: string) => {
    if (!isAtOrBelow(rootRealPath, path, 'windows')) return 'outside-root';
    try {
      return pinBelow(path, expected, rootRealPath);
    } catch (error) {
      return error instanceof PinLost ? error.refusal : { error };
    }
  };

  return {
    pin(path, expected, rootRealPath) {
      const first = attempt(path, expected, rootRealPath);
      if (typeof first === 'object' && !('error' in first)) return first;
      const second = portable.pin(path, expected, rootRealPath);
      if (typeof second === 'string') return second;
      const isWithoutCalls = typeof first === 'object' && errorCode(first.error) === 'ENOTSUP';
      if (first === 'no-ids' || isWithoutCalls) return second;
      second.close();
      if (typeof first === 'string') return first;
      const refusal = refusals[errorCode(first.error)];
      if (refusal === undefined) throw first.error;
      return refusal;
    },
  };
}
