import type { PinnedFolder, PinnedStat } from '../../system/ports.ts';
import type { EntryBatch } from './batch.ts';
import type { Outcome } from './outcomes.ts';

/** One planned entry, compared with the plan a moment ago and found to be the same. `folder` is valid until `settle`. */
export interface Target {
  readonly folder: PinnedFolder;
  readonly name: string;
  readonly stat: PinnedStat;
  /** position in the plan: what names it in the files of the run itself */
  readonly entry: number;
  /** index of the plan's root */
  readonly root: number;
  /** the folder's components below the root */
  readonly segments: readonly string[];
  /** exactly once, at the latest in `settle`; never a removal before the entry has left its place */
  tell(outcome: Outcome): void;
}

/** A planned folder that holds nothing but what is planned, compared a moment ago. Valid during the call. */
export interface FolderTarget {
  /** the folder that it lies in */
  readonly parent: PinnedFolder;
  readonly name: string;
  readonly stat: PinnedStat;
  /** the folder's position in the plan */
  readonly folder: number;
  readonly root: number;
  /** the folder's own components below the root */
  readonly segments: readonly string[];
}

/**
 * How the entries of one run leave their place. It is given what the sink has compared, one at a time, and never looks
 * for more; everything is synchronous because it lives in the removal thread.
 */
export interface Disposal {
  /** before anything of a batch is touched: what has to be on the disk first; a throw leaves the whole batch untouched */
  prepare(batch: EntryBatch): void;
  take(target: Target): void;
  /** null where whole folders are not taken; otherwise one outcome for everything in it */
  readonly takeFolder: ((target: FolderTarget) => Outcome) | null;
  /** finishes everything that was taken, before its folder is let go of and at the end of a batch */
  settle(): void;
  close(): void;
}
