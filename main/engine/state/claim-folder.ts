import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { SignOffError } from '../../../app/contract/errors.ts';
import { errorCode, writeFailure } from '../fs/errors.ts';

/** Why a folder cannot be the assistant's own: the reason of `data-dir-refused`. */
type Reason = 'link' | 'other-user' | 'others-write' | 'not-own';

/** Names that SignOff, its browser and Electron give to entries of the state folder. */
const ownName =
  /^(?:(?:(?:settings|accounts|keep)\.json|run\.lock|resident\.lock|quarantine-clock\.json)(?:\..+)?|plans|reports|runs|quarantine|session|window(?:-\d+-.+)?)$/u;
/** Entries that file systems and desktops add by themselves. */
const addedBySystem: readonly string[] = ['lost+found', '.DS_Store'];
const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** Links on one path, as in Linux itself. */
const maxLinks = 40;

function refused(path: string, reason: Reason, at: string): SignOffError {
  return new SignOffError('data-dir-refused', { path, which: reason, at });
}

/** The user id of another user whose home root works in; null for everyone but root and for root's own home. */
export function foreignHomeOwner(home: string): number | null {
  if (process.geteuid?.() !== 0 || home === '') return null;
  const stats = statSync(home, { throwIfNoEntry: false });
  return stats === undefined || stats.uid === 0 ? null : stats.uid;
}

/**
 * For root: every folder and link on the way to `path` is root's, and only root can write to it or the folder is
 * sticky. Otherwise another user could lead root's writes elsewhere. `path` itself is checked by its owner only.
 */
function assertOnlyRootLeads(path: string): void {
  const left = resolve(path).split('/').filter(Boolean);
  let at = '/';
  let links = 0;
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    if (name === '.' || name === '..') {
      if (name === '..') at = dirname(at);
      continue;
    }
    const next = join(at, name);
    const stats = lstatSync(next, { throwIfNoEntry: false });
    if (stats === undefined) return;
    if (stats.uid !== 0) throw refused(path, 'other-user', next);
    if (stats.isSymbolicLink()) {
      links += 1;
      if (links > maxLinks) throw refused(path, 'link', next);
      const target = readlinkSync(next);
      left.unshift(...target.split('/').filter(Boolean));
      if (target.startsWith('/')) at = '/';
      continue;
    }
    const isSticky = (stats.mode & 0o1000) !== 0;
    if (left.length > 0 && (stats.mode & 0o022) !== 0 && !isSticky) throw refused(path, 'others-write', next);
    at = next;
  }
}

/** Creates a folder and its parents one at a time, because Node's recursive mkdir never returns below /proc. */
export function makeFolders(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path || statSync(parent, { throwIfNoEntry: false }) !== undefined)
      throw error;
    makeFolders(parent);
    makeFolders(path);
  }
}

function namesIn(path: string): readonly string[] {
  return readdirSync(path).filter((name) => !addedBySystem.includes(name));
}

/** Without owners and modes, as on Windows, only the names decide. */
function assertOwnNames(path: string, names: readonly string[]): void {
  if (names.length > 0 && !names.some((name) => ownName.test(name))) throw refused(path, 'not-own', path);
}

/** Checks an open folder. One that is empty becomes private; one that is in use keeps its mode. */
function takeOpened(path: string, fd: number, user: number): void {
  const { uid, mode, dev, ino } = fstatSync(fd);
  if (uid !== user) throw refused(path, 'other-user', path);
  const names = namesIn(path);
  assertOwnNames(path, names);
  if (names.length > 0) {
    if (user === 0 && (mode & 0o022) !== 0) throw refused(path, 'others-write', path);
  } else if ((mode & 0o077) !== 0) {
    fchmodSync(fd, 0o700);
    // others could add entries until the folder was private
    if (namesIn(path).length > 0) throw refused(path, 'not-own', path);
  }
  // a read-only disk is named at once, not by the first command that writes
  accessSync(path, constants.W_OK);
  const now = lstatSync(path);
  if (now.dev !== dev || now.ino !== ino) throw refused(path, 'link', path);
}

/**
 * Makes `path` the assistant's own folder, or throws before anything is written in it. A missing folder is created with
 * mode 0700. An empty folder of this user gets mode 0700; one that holds SignOff's files keeps its mode.
 * Throws `data-dir-refused` for a link, another user's folder and one that holds only other files, and for root when
 * another user could redirect the path. Throws `data-dir-unusable` when the system refuses.
 */
export function claimFolder(path: string): void {
  try {
    if (process.geteuid?.() === 0) assertOnlyRootLeads(path);
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      throw refused(path, 'link', path);
    makeFolders(path);
    const user = process.geteuid?.();
    if (user === undefined) {
      assertOwnNames(path, namesIn(path));
      return;
    }
    const fd = openSync(path, folderFlags);
    try {
      takeOpened(path, fd, user);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw writeFailure(path, error);
  }
}
