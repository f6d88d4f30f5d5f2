import type { FolderItem } from './batch.ts';
import { createEmptiedFolders } from './emptied-folders.ts';
import { isFailure, outcomeOf } from './outcomes.ts';
import type { FoldersDone, Stage } from './stages.ts';
import type { TallyBook } from './tally.ts';

/** so many are worth a request of their own */
const foldersPerRequest = 200;

function countFolders(book: TallyBook, items: readonly FolderItem[], answer: Uint8Array): FoldersDone {
  let removed = 0;
  let failed = 0;
  items.forEach((item, index) => {
    const outcome = outcomeOf(answer[index]);
    if (outcome === 'deleted') removed += 1;
    if (!isFailure(outcome)) return;
    failed += 1;
    book.example(null, () => item.segments.join('/'), outcome);
  });
  return { removed, failed };
}

/** Removes the folders that the run empties while it goes on; a folder with anything in it just stays. */
export interface FolderSweep {
  settled(from: number, to: number): void;
  /** tries what is ready; with `all` also where it is little. Null when there is nothing to do now */
  next(all: boolean): Promise<void> | null;
  done(): FoldersDone;
}

export function createFolderSweep(stage: Stage): FolderSweep {
  const { plan, states, goneFolders, runner, journal, clock, book } = stage;
  const emptied = createEmptiedFolders(plan, states, goneFolders);
  let removed = 0;
  let failed = 0;
  const attempt = async (items: readonly FolderItem[]): Promise<void> => {
    const done = countFolders(book, items, await runner.folders(items));
    removed += done.removed;
    failed += done.failed;
    journal.tell({ kind: 'folders', at: clock.now(), removed: done.removed });
    emptied.tried(items);
  };
  return {
    settled: (from, to) => emptied.settled(from, to),
    next(all) {
      const isWorth = emptied.ready >= foldersPerRequest || (all && emptied.ready > 0);
      return isWorth ? attempt(emptied.take(foldersPerRequest)) : null;
    },
    done: () => ({ removed, failed }),
  };
}

/** What is left to try once every entry has its answer: folders become ready as those in them were tried. */
export async function runFolders({ control }: Stage, sweep: FolderSweep): Promise<FoldersDone> {
  while (!control.signal.aborted) {
    const next = sweep.next(true);
    if (next === null) break;
    await next;
  }
  return sweep.done();
}
