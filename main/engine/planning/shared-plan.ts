import type { EntryRows } from './scan-job.ts';
import type { StoredTexts } from './text-column.ts';

/** A plan's folders in shared memory, read-only for threads. */
export interface SharedFolders {
  readonly root: Uint32Array;
  readonly path: StoredTexts<Uint8Array>;
  readonly ino: BigUint64Array;
  readonly mtime: Float64Array;
}

/** A plan's entries in shared memory, read-only for threads. */
export interface SharedEntries {
  readonly batches: readonly EntryRows[];
  readonly order: Uint32Array | null;
}

/** The plan data of a removal thread. */
export interface SharedPlan {
  readonly folders: SharedFolders;
  readonly entries: SharedEntries;
}
