import {
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, posix } from 'node:path';
import { bytesOfName } from '../../../app/cleanup/byte-name.ts';
import { isAtOrBelow } from '../../../app/cleanup/containment.ts';
import { errorCode } from '../../engine/fs/errors.ts';
import type { TrashBin } from '../ports.ts';
import { mountPoints } from './linux-mounts.ts';
import { infoOf, nameInBin } from './trash-info.ts';

/** FreeDesktop.org Trash specification 1.0: https://specifications.freedesktop.org/trash-spec/1.0/ */
export interface XdgTrashSettings {
  /** XDG_DATA_HOME or its default, absolute */
  readonly dataHome: string;
  readonly uid: number;
  readonly now: () => Date;
  /** mount points of this process; empty = only the home trash */
  readonly mounts?: () => readonly string[];
}

export interface Bin {
  readonly path: string;
  /** base of the paths in its info files; null = absolute paths */
  readonly top: string | null;
}

const nameAttempts = 64;

/** The path as this trash folder's info files record it. */
export function pathInNote(bin: Bin, path: string): Uint8Array {
  return bytesOfName(bin.top === null ? path : posix.relative(bin.top, path));
}

/** The mount points of this process. */
export function ownMounts(): readonly string[] {
  return mountPoints(readFileSync('/proc/self/mountinfo'));
}

/** Whether a folder is the user's own and not a link; creates it if missing. */
function isOwnFolder(path: string, uid: number): boolean {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') return false;
  }
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === uid;
}

function isReady(bin: Bin, uid: number): boolean {
  return ['', 'info', 'files'].every((part) => isOwnFolder(join(bin.path, part), uid));
}

/** A volume's shared trash must be a sticky folder and not a link, as specified. */
function isSharedBin(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && (stats.mode & 0o1000) !== 0;
}

function binsOfVolume(top: string, uid: number): readonly Bin[] {
  const shared = join(top, '.Trash');
  const own = { path: join(top, `.Trash-${uid}`), top };
  return isSharedBin(shared) ? [{ path: join(shared, String(uid)), top }, own] : [own];
}

function topOf(path: string, mounts: readonly string[]): string | null {
  const above = mounts.filter((mount) => path !== mount && isAtOrBelow(mount, path, 'posix'));
  return above.reduce<string | null>(
    (best, mount) => (mount.length >= (best ?? '').length ? mount : best),
    null,
  );
}

function deviceOf(path: string): bigint | null {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false })?.dev ?? null;
}

/**
 * Node's recursive mkdir never ends where a file system answers ENOENT, as /proc does. The other removal thread may
 * create the same folders concurrently.
 */
function makeFolders(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return;
  makeFolders(posix.dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** The home trash; creates its data folder if `isWanted`, as specified. */
function homeBin(dataHome: string, isWanted: boolean): Bin | null {
  try {
    if (isWanted) makeFolders(dataHome);
    return { path: join(realpathSync(dataHome), 'Trash'), top: null };
  } catch {
    return null;
  }
}

/**
 * Candidate trash folders, best first. The home trash only for entries on its own volume, because nothing is
 * copied.
 */
export function binsFor(
  path: string,
  dev: bigint,
  settings: XdgTrashSettings,
  isWanted: boolean,
): readonly Bin[] {
  const home = homeBin(settings.dataHome, isWanted);
  const isHome = home !== null && deviceOf(posix.dirname(home.path)) === dev;
  const top = topOf(path, (settings.mounts ?? ownMounts)());
  const ofVolume = top === null || deviceOf(top) !== dev ? [] : binsOfVolume(top, settings.uid);
  return isHome ? [home, ...ofVolume] : ofVolume;
}

/** Reserves a name by creating its info file first, so that no entry in the trash lacks its original path. */
function reserve(
  bin: Bin,
  name: string,
  info: string,
): { readonly file: string; readonly info: string } | null {
  for (let attempt = 0; attempt < nameAttempts; attempt += 1) {
    const chosen = nameInBin(name, attempt);
    const [file, infoFile] = [join(bin.path, 'files', chosen), join(bin.path, 'info', `${chosen}.trashinfo`)];
    try {
      writeFileSync(infoFile, info, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      continue;
    }
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return { file, info: infoFile };
    unlinkSync(infoFile);
  }
  return null;
}

/** The freedesktop.org trash without a desktop: one rename on the same volume, or nothing. */
export function xdgTrash(settings: XdgTrashSettings): TrashBin {
  const putInto = (bin: Bin, from: string | Buffer, name: string, path: string): boolean => {
    if (!isReady(bin, settings.uid)) return false;
    const place = reserve(bin, name, infoOf(pathInNote(bin, path), settings.now()));
    if (place === null) return false;
    try {
      renameSync(from, place.file);
      return true;
    } catch (error) {
      unlinkSync(place.info);
      if (errorCode(error) === 'EXDEV') return false;
      throw error;
    }
  };
  return {
    put(folder, name, path) {
      for (const bin of binsFor(path, folder.stat(name).dev, settings, true)) {
        if (isAtOrBelow(path, bin.path, 'posix')) return 'refused';
        if (putInto(bin, folder.pathFor(name), name, path)) return 'taken';
      }
      return 'refused';
    },
  };
}
