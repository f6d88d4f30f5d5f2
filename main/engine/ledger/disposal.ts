import type { PinnedFolder, PinnedStat } from '../../system/ports.ts';
import type { EntryBatch } from './batch.ts';
import type { Outcome } from './outcomes.ts';

/**
 * One planned entry that has just been compared with the plan and found unchanged. `folder` is valid until `settle`.
 */
export interface Target {
  readonly folder: PinnedFolder;
  readonly name: string;
  readonly stat: PinnedStat;
  /** plan index, which identifies the entry in the run's files */
  readonly entry: number;
  /** index of the plan's root */
  readonly root: number;
  /** the folder's components below the root */
  readonly segments: readonly string[];
  /** Reports the outcome exactly once, at the latest in `settle`. A removal is reported only after the entry has left its place. */
  report(outcome: Outcome): void;
}

/** A planned folder with only planned content, compared just now. Valid during the call. */
export interface FolderTarget {
  /** the parent folder */
  readonly parent: PinnedFolder;
  readonly name: string;
  readonly stat: PinnedStat;
  /** the folder's plan index */
  readonly folder: number;
  readonly root: number;
  /** the folder's own components below the root */
  readonly segments: readonly string[];
}

/**
 * Removes the entries of one run. The sink passes compared entries one at a time, and the disposal never searches for
 * more. It is synchronous because it runs in the removal thread.
 */
export interface Disposal {
  /** Writes what must be on the disk before a batch is touched. A throw leaves the whole batch untouched. */
  prepare(batch: EntryBatch): void;
  take(target: Target): void;
  /** Takes a whole folder and returns one outcome for its content; null where unsupported. */
  readonly takeFolder: ((target: FolderTarget) => Outcome) | null;
  /** Completes all pending removals. Called before a folder is closed and at the end of a batch. */
  settle(): void;
  close(): void;
}
