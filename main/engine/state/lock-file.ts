import { randomBytes } from 'node:crypto';
import { link, lstat, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ProcessMarks } from '../../system/ports.ts';
import { errorCode, writeFailure } from '../fs/errors.ts';
import { sizeLimits, NotReadable, readRegular } from '../fs/regular-file.ts';
import { createFile } from '../fs/whole-file.ts';

/** The content of a lock file: the process that holds the lock. */
interface Holder {
  /** random id of this lock; no later lock has the same one */
  readonly token: string;
  readonly pid: number;
  readonly mark: string | null;
  readonly what: string;
}

interface LockState extends Holder {
  readonly isStale: boolean;
}

/** A lock that this process holds. Release it once. */
export interface FileLock {
  release(): Promise<void>;
}

/** Age at which an unreadable lock counts as stale, ms. A younger one may still be being written. */
const unreadableStaleMs = 10_000;
/** Age at which a leftover `.new` file is removed, ms. A younger one may still be in use. */
const leftoverStaleMs = 60_000;
/** Attempts before `busy`, while other processes take over the same stale lock. */
const maxAttempts = 50;
const schema = z.object({
  token: z.string().regex(/^[0-9a-f]{24}$/),
  pid: z.number().int().positive(),
  mark: z.string().nullable(),
  what: z.string(),
});
/** locks that this process holds, by path */
const held = new Map<string, Holder>();

function parseHolder(text: string): Holder | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function isAlive(holder: Holder, marks: ProcessMarks): boolean {
  if ([...held.values()].some((own) => own.token === holder.token)) return true;
  const now = marks.markOf(holder.pid);
  if (now === 'dead') return false;
  if (now !== null && holder.mark !== null) return now === holder.mark;
  // without marks: a lock with this pid that this process does not hold belongs to an earlier process
  return holder.pid !== process.pid;
}

/** The holder in a lock file; null for an unreadable one. Throws Node's errors. */
async function readHolder(path: string): Promise<Holder | null> {
  try {
    return parseHolder((await readRegular(path, sizeLimits.note)).toString('utf8'));
  } catch (error) {
    if (error instanceof NotReadable) return null;
    throw error;
  }
}

/** Reads a lock; null when there is none. An unreadable lock counts as stale after `unreadableStaleMs`. */
async function readLock(path: string, marks: ProcessMarks): Promise<LockState | null> {
  try {
    const { ino, mtimeMs } = await lstat(path);
    const holder = await readHolder(path);
    if (holder !== null) return { ...holder, isStale: !isAlive(holder, marks) };
    const token = `unreadable-${ino}-${Math.trunc(mtimeMs)}`;
    return { token, pid: 0, mark: null, what: '', isStale: Date.now() - mtimeMs > unreadableStaleMs };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Creates the lock in one step where the file system supports hard links; false when it exists already. */
async function createWith(path: string, holder: Holder): Promise<boolean> {
  const text = `${JSON.stringify(holder)}\n`;
  const temporary = `${path}.${holder.token}.new`;
  try {
    await createFile(temporary, [text]);
    await link(temporary, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (
      !['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EACCES', 'EISDIR', 'EINVAL'].includes(
        errorCode(error),
      )
    )
      throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  try {
    await createFile(path, [text]);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
  return (await readHolder(path))?.token === holder.token;
}

function newHolder(what: string, marks: ProcessMarks): Holder {
  const mark = marks.markOf(process.pid);
  return {
    token: randomBytes(12).toString('hex'),
    pid: process.pid,
    mark: mark === 'dead' ? null : mark,
    what,
  };
}

/**
 * Removes a stale lock. A process must first hold the claim on that token and then read the lock again, so a slow
 * process cannot remove the new lock of a faster one. A claim is a lock file too.
 */
async function removeStale(path: string, stale: LockState, marks: ProcessMarks): Promise<void> {
  const claim = `${path}.${stale.token}`;
  const mine = newHolder('claim', marks);
  held.set(claim + mine.token, mine);
  try {
    if (!(await createWith(claim, mine))) {
      const other = await readLock(claim, marks);
      if (other?.isStale === true) await removeStale(claim, other, marks);
      return;
    }
    const now = await readLock(path, marks);
    if (now?.token === stale.token && now.isStale) await rm(path, { force: true });
    await rm(claim, { force: true });
  } finally {
    held.delete(claim + mine.token);
  }
}

async function acquire(path: string, marks: ProcessMarks, what: string): Promise<Holder> {
  const mine = newHolder(what, marks);
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    if (await createWith(path, mine)) return mine;
    const found = await readLock(path, marks);
    if (found === null) continue;
    if (!found.isStale) throw new SignOffError('busy', { run: found.what });
    await removeStale(path, found, marks);
  }
  throw new SignOffError('busy', { run: '' });
}

/** Removes the temporary files of processes that were killed while they wrote a lock. */
async function sweepTemporary(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(path)}.`) || !name.endsWith('.new')) continue;
    const file = join(folder, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > leftoverStaleMs) await rm(file, { force: true });
  }
}

/**
 * Removes the claims of processes that were killed during a takeover. The caller must hold the lock. A claim on another
 * token permits nothing, because no later lock has the same token.
 */
async function sweepClaims(path: string, mine: Holder, marks: ProcessMarks): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    const isClaim = name.startsWith(`${basename(path)}.`) && !name.endsWith('.new');
    if (!isClaim || name.startsWith(`${basename(path)}.${mine.token}`)) continue;
    const claim = join(folder, name);
    if ((await readLock(claim, marks))?.isStale === true) await rm(claim, { force: true });
  }
}

/**
 * Takes the lock at `path`, an absolute path in the state folder. `what` can be read by others while it is held. Throws
 * `busy` while any process holds it.
 */
export async function takeLock(path: string, marks: ProcessMarks, what: string): Promise<FileLock> {
  const own = held.get(path);
  if (own !== undefined) throw new SignOffError('busy', { run: own.what });
  // reserved before the first await, so that two calls in one process cannot both continue
  const reserved: Holder = { token: '', pid: process.pid, mark: null, what };
  held.set(path, reserved);
  try {
    await sweepTemporary(path);
    const mine = await acquire(path, marks, what);
    held.set(path, mine);
    // the lock is held already, so a failed sweep may wait for the next time
    await sweepClaims(path, mine, marks).catch(() => undefined);
  } catch (error) {
    held.delete(path);
    throw writeFailure(path, error);
  }
  return {
    async release() {
      const mine = held.get(path);
      try {
        if ((await readHolder(path))?.token === mine?.token) await rm(path, { force: true });
      } catch (error) {
        if (errorCode(error) !== 'ENOENT') throw writeFailure(path, error);
      } finally {
        held.delete(path);
      }
    },
  };
}

/** Returns what a living process holds the lock for; null when the lock is free or stale. */
export async function lockHolder(path: string, marks: ProcessMarks): Promise<string | null> {
  const found = await readLock(path, marks);
  return found === null || found.isStale ? null : found.what;
}

/** True while this process holds a lock in `folder` for `what`. */
export function holdsLock(folder: string, what: string): boolean {
  return [...held].some(([path, holder]) => path.startsWith(folder) && holder.what === what);
}
