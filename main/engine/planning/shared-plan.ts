import type { EntryRows } from './scan-job.ts';
import type { StoredTexts } from './text-column.ts';

/** A plan's folders as a thread gets them: by reference, never copied, and read-only from then on. */
export interface SharedFolders {
  readonly root: Uint32Array;
  readonly path: StoredTexts<Uint8Array>;
  readonly ino: BigUint64Array;
  readonly mtime: Float64Array;
}

/** A plan's entries as a thread gets them: by reference, and read-only from then on. */
export interface SharedEntries {
  readonly batches: readonly EntryRows[];
  readonly order: Uint32Array | null;
}

/** What a removal thread knows of a plan. */
export interface SharedPlan {
  readonly folders: SharedFolders;
  readonly entries: SharedEntries;
}
