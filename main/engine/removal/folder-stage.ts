import type { FrozenPlan } from '../planning/frozen-plan.ts';
import { noHolder } from '../ledger/batch.ts';
import { createEmptiedFolders } from '../ledger/emptied-folders.ts';
import { isFailure, outcomeOf } from '../ledger/outcomes.ts';
import type { Stage } from './stage.ts';

/** Folders per request: fewer are not worth one. */
const foldersPerRequest = 200;

function holderOf({ tree }: FrozenPlan, folder: number): number {
  return tree.isDirect[folder] === 1 ? (tree.parents[folder] ?? noHolder.root) : noHolder.unknown;
}

export interface FoldersDone {
  readonly removed: number;
  readonly failed: number;
}

function countFolders({ plan, book }: Stage, folders: Uint32Array, answer: Uint8Array): FoldersDone {
  let removed = 0;
  let failed = 0;
  folders.forEach((folder, index) => {
    const outcome = outcomeOf(answer[index]);
    if (outcome === 'deleted') removed += 1;
    if (!isFailure(outcome)) return;
    failed += 1;
    book.example(null, () => plan.folderPath(folder), outcome);
  });
  return { removed, failed };
}

/** Removes emptied folders while the run continues; a folder that is not empty stays. */
export interface FolderSweep {
  settled(from: number, to: number): void;
  /** removes the folders that are ready; a small number only with `all`. Null when there is nothing to do now */
  next(all: boolean): Promise<void> | null;
  /** true when folders that identify an account became removable, because the rest of the account is gone */
  release(): boolean;
  done(): FoldersDone;
}

export function createFolderSweep(stage: Stage): FolderSweep {
  const { plan, states, goneFolders, runner, journal, clock } = stage;
  const emptied = createEmptiedFolders(plan, states, goneFolders);
  let removed = 0;
  let failed = 0;
  const attempt = async (folders: Uint32Array): Promise<void> => {
    const holders = Int32Array.from(folders, (folder) => holderOf(plan, folder));
    const done = countFolders(stage, folders, await runner.folders(folders, holders));
    removed += done.removed;
    failed += done.failed;
    journal.tell({ kind: 'folders', at: clock.now(), removed: done.removed });
    emptied.tried(folders);
  };
  return {
    settled: (from, to) => emptied.settled(from, to),
    next(all) {
      const isWorth = emptied.ready >= foldersPerRequest || (all && emptied.ready > 0);
      return isWorth ? attempt(emptied.take(foldersPerRequest)) : null;
    },
    release: () => emptied.release(),
    done: () => ({ removed, failed }),
  };
}

/**
 * Removes what is left once every entry has an outcome. A folder becomes ready when its subfolders have been tried.
 */
export async function runFolders({ control }: Stage, sweep: FolderSweep): Promise<FoldersDone> {
  while (!control.signal.aborted) {
    const next = sweep.next(true);
    if (next !== null) await next;
    else if (!sweep.release()) break;
  }
  return sweep.done();
}
