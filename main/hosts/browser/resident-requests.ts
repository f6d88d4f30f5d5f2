import { randomBytes } from 'node:crypto';
import { existsSync, watch } from 'node:fs';
import { readdir, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isMissing, writeFailure } from '../../engine/fs/errors.ts';
import { createFile } from '../../engine/fs/whole-file.ts';
import type { ProcessMarks } from '../../system/ports.ts';
import { residentHolder } from '../../engine/state/resident-lock.ts';

/**
 * How a second start asks the program in the tray to show its window: an empty file in the folder of its window, which
 * only the same user can write to. The program removes the file as its answer.
 */
const windowFolder = /^window-\d+-\w+$/u;
const requestName = /^show-[0-9a-f]{16}$/u;
const pollMs = 50;
/** where the system has no watch left for the folder */
const slowPollMs = 1_000;

/** Calls `show` for every request in `folder`, those that wait already included, until it is closed. */
export function answerRequests(folder: string, show: () => void): { readonly close: () => void } {
  let isClosed = false;
  const answer = async (): Promise<void> => {
    for (const name of await readdir(folder)) {
      if (isClosed || !requestName.test(name)) continue;
      const isTaken = await unlink(join(folder, name)).then(
        () => true,
        () => false,
      );
      if (isTaken) show();
    }
  };
  let queue = Promise.resolve();
  // a folder that is gone leaves nothing to answer
  const look = (): void => void (queue = queue.then(answer).catch(() => undefined));
  const stop = watchFolder(folder, look);
  look();
  return {
    close() {
      isClosed = true;
      stop();
    },
  };
}

/** Calls `look` at every change in the folder, or now and then where the system has no watch left. */
function watchFolder(folder: string, look: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const poll = (): void => void (timer = setInterval(look, slowPollMs).unref());
  const stopPolling = (): void => clearInterval(timer);
  try {
    const watcher = watch(folder, { persistent: false }, look);
    watcher.on('error', () => {
      watcher.close();
      poll();
    });
    return () => {
      watcher.close();
      stopPolling();
    };
  } catch {
    poll();
    return stopPolling;
  }
}

export interface RequestPlace {
  readonly stateFolder: string;
  readonly marks: ProcessMarks;
  /** until when the program may answer, ms since 1970 */
  readonly giveUpAt: number;
}

/**
 * Asks the program that holds the folder `holder` to show its window. `gone`: it ended meanwhile, so there is none to
 * ask; `silent`: it lives and did not answer in time.
 */
export async function askToShow(
  { stateFolder, marks, giveUpAt }: RequestPlace,
  holder: string,
): Promise<'shown' | 'gone' | 'silent'> {
  // the name comes from a file, so it must not lead elsewhere
  if (!windowFolder.test(holder)) return 'gone';
  const file = join(stateFolder, holder, `show-${randomBytes(8).toString('hex')}`);
  const isHeld = async (): Promise<boolean> => (await residentHolder(stateFolder, marks)) === holder;
  try {
    await createFile(file, []);
    while (existsSync(file)) {
      if (!(await isHeld())) return 'gone';
      if (Date.now() > giveUpAt) return 'silent';
      await pause(pollMs);
    }
  } catch (error) {
    // without its folder the program is about to end
    if (!isMissing(error)) throw writeFailure(file, error);
  } finally {
    await rm(file, { force: true });
  }
  return (await isHeld()) ? 'shown' : 'gone';
}
