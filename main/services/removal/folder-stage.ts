import { removableFolders } from './batch.ts';
import type { FolderItem } from './batch.ts';
import { isFailure, outcomeOf } from './outcomes.ts';
import type { FoldersDone, Stage } from './stages.ts';
import type { TallyBook } from './tally.ts';

const foldersPerBatch = 500;

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

/** Removes the folders that the run has emptied, deepest first; a folder with anything in it just stays. */
export async function runFolders(stage: Stage): Promise<FoldersDone> {
  const items = removableFolders(stage.plan, stage.goneFolders);
  let removed = 0;
  let failed = 0;
  for (let from = 0; from < items.length && !stage.control.signal.aborted; from += foldersPerBatch) {
    const batch = items.slice(from, from + foldersPerBatch);
    const done = countFolders(stage.book, batch, await stage.runner.folders(batch));
    removed += done.removed;
    failed += done.failed;
    stage.journal.tell({ kind: 'folders', at: stage.clock.now(), removed: done.removed });
  }
  return { removed, failed };
}
