import { randomBytes } from 'node:crypto';
import { link, readFile, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ProcessMarks } from '../../system/ports.ts';
import type { StateFolder } from './state-folder.ts';
import { errorCode, writeFailure } from '../fs/errors.ts';
import { createFile } from '../fs/whole-file.ts';

/** Who holds the one lock of a state folder. */
interface Holder {
  /** names this very lock: a later one never has it again */
  readonly token: string;
  readonly pid: number;
  readonly mark: string | null;
  readonly what: string;
}

interface Found extends Holder {
  readonly isStale: boolean;
}

/** Held while anything of a messenger is removed or put back; given back once. */
export interface RunLock {
  release(): Promise<void>;
}

const fileName = 'run.lock';
/** a lock that says nothing may be one that is being written */
const unreadableKeptMs = 10_000;
const unwrittenKeptMs = 60_000;
const triesWhileOthersTakeOver = 50;
const schema = z.object({
  token: z.string().regex(/^[0-9a-f]{24}$/),
  pid: z.number().int().positive(),
  mark: z.string().nullable(),
  what: z.string(),
});
/** tokens of the locks that this process holds, by path of the lock */
const held = new Map<string, Holder>();

function parsed(text: string): Holder | null {
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
  // no mark to tell them apart: a lock with this process's number that it does not hold is an older process's
  return holder.pid !== process.pid;
}

/** Null when there is none. A lock that cannot be read as one counts as stale once it is old enough. */
async function lookAt(path: string, marks: ProcessMarks): Promise<Found | null> {
  try {
    const { ino, mtimeMs } = await stat(path);
    const holder = parsed(await readFile(path, 'utf8'));
    if (holder !== null) return { ...holder, isStale: !isAlive(holder, marks) };
    const token = `unreadable-${ino}-${Math.trunc(mtimeMs)}`;
    return { token, pid: 0, mark: null, what: '', isStale: Date.now() - mtimeMs > unreadableKeptMs };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The file appears with its content or not at all where the disk knows links; false when one is there already. */
async function createWith(path: string, holder: Holder): Promise<boolean> {
  const text = `${JSON.stringify(holder)}\n`;
  const own = `${path}.${holder.token}.new`;
  try {
    await createFile(own, [text]);
    await link(own, path);
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
    await rm(own, { force: true });
  }
  try {
    await createFile(path, [text]);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
  return parsed(await readFile(path, 'utf8'))?.token === holder.token;
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
 * Removes a stale lock. Only who holds the claim on exactly that lock may remove it, and looks at it again first, so a
 * process that was slow can never remove the lock of one that was faster. A claim is itself such a lock.
 */
async function removeStale(path: string, stale: Found, marks: ProcessMarks): Promise<void> {
  const claim = `${path}.${stale.token}`;
  const mine = newHolder('claim', marks);
  held.set(claim + mine.token, mine);
  try {
    if (!(await createWith(claim, mine))) {
      const other = await lookAt(claim, marks);
      if (other?.isStale === true) await removeStale(claim, other, marks);
      return;
    }
    const now = await lookAt(path, marks);
    if (now?.token === stale.token && now.isStale) await rm(path, { force: true });
    await rm(claim, { force: true });
  } finally {
    held.delete(claim + mine.token);
  }
}

async function acquire(path: string, marks: ProcessMarks, what: string): Promise<Holder> {
  const mine = newHolder(what, marks);
  for (let attempt = 0; attempt < triesWhileOthersTakeOver; attempt += 1) {
    if (await createWith(path, mine)) return mine;
    const found = await lookAt(path, marks);
    if (found === null) continue;
    if (!found.isStale) throw new SignOffError('busy', { run: found.what });
    await removeStale(path, found, marks);
  }
  throw new SignOffError('busy', { run: '' });
}

/** What a process left that was killed while it wrote its lock; a young one may still be in use. */
async function sweep(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    if (!/^run\.lock\..*\.new$/u.test(name)) continue;
    const left = join(folder, name);
    const { mtimeMs } = await stat(left).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > unwrittenKeptMs) await rm(left, { force: true });
  }
}

/**
 * Removes the claims of processes that were killed while they took a lock over. Only who holds the lock may: a claim on
 * any other lock than this one lets nobody remove anything, because no later lock has the same token.
 */
async function sweepClaims(path: string, mine: Holder, marks: ProcessMarks): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    const isClaim = /^run\.lock\.[\w.-]+$/u.test(name) && !name.endsWith('.new');
    if (!isClaim || name.startsWith(`${fileName}.${mine.token}`)) continue;
    const claim = join(folder, name);
    if ((await lookAt(claim, marks))?.isStale === true) await rm(claim, { force: true });
  }
}

/** Takes the lock of this state folder; throws `busy` while another run, restore or purge of any process holds it. */
export async function takeRunLock(state: StateFolder, marks: ProcessMarks, what: string): Promise<RunLock> {
  const path = await state.place(fileName);
  const own = held.get(path);
  if (own !== undefined) throw new SignOffError('busy', { run: own.what });
  // reserved before the first wait, so that two calls of one process do not meet
  const reserved: Holder = { token: '', pid: process.pid, mark: null, what };
  held.set(path, reserved);
  try {
    await sweep(path);
    const mine = await acquire(path, marks, what);
    held.set(path, mine);
    // the lock is held already: what cannot be swept now is swept the next time
    await sweepClaims(path, mine, marks).catch(() => undefined);
  } catch (error) {
    held.delete(path);
    throw writeFailure(path, error);
  }
  return {
    async release() {
      const mine = held.get(path);
      try {
        if (parsed(await readFile(path, 'utf8'))?.token === mine?.token) await rm(path, { force: true });
      } catch (error) {
        if (errorCode(error) !== 'ENOENT') throw writeFailure(path, error);
      } finally {
        held.delete(path);
      }
    },
  };
}

/** Does `work` while nothing else may remove or put back; throws `busy` before it otherwise. */
export async function withRunLock<Value>(
  state: StateFolder,
  marks: ProcessMarks,
  what: string,
  work: () => Promise<Value>,
): Promise<Value> {
  const lock = await takeRunLock(state, marks, what);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** What holds the lock at this moment, in any living process; null when nothing does. */
export async function runLockHolder(state: StateFolder, marks: ProcessMarks): Promise<string | null> {
  const path = await state.place(fileName);
  const found = await lookAt(path, marks);
  return found === null || found.isStale ? null : found.what;
}

/** True while this process holds the lock for exactly this. */
export function holdsRunLock(state: StateFolder, what: string): boolean {
  return [...held].some(([path, holder]) => path.startsWith(state.path) && holder.what === what);
}
