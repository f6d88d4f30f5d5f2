import type { ProcessMarks } from '../../system/ports.ts';
import { holdsLock, lockHolder, takeLock } from './lock-file.ts';
import type { FileLock } from './lock-file.ts';
import type { StateFolder } from './state-folder.ts';

/** Held while a run, restore or purge changes files. Release it once. */
export type RunLock = FileLock;

const fileName = 'run.lock';

/** Takes the lock of this state folder; throws `busy` while another run, restore or purge of any process holds it. */
export async function takeRunLock(state: StateFolder, marks: ProcessMarks, what: string): Promise<RunLock> {
  return takeLock(await state.place(fileName), marks, what);
}

/** Runs `work` under the lock; throws `busy` without starting it when the lock is held. */
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

/** Returns what a living process holds the lock for; null when the lock is free or stale. */
export async function runLockHolder(state: StateFolder, marks: ProcessMarks): Promise<string | null> {
  return lockHolder(await state.place(fileName), marks);
}

/** True while this process holds the lock for `what`. */
export function holdsRunLock(state: StateFolder, what: string): boolean {
  return holdsLock(state.path, what);
}
