import type { Category } from '../../../app/cleanup/categories.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { WatchTrouble } from '../../../app/contract/watch.ts';
import type { ScanJob } from '../planning/scan-job.ts';

/** What is followed: the scan's own job with the names that its numbers stand for. */
export interface WatchJob {
  readonly scan: ScanJob;
  readonly rootIds: readonly string[];
  readonly accountIds: readonly string[];
  /** roots on a network file system: nobody tells when another computer writes there */
  readonly networkRoots: readonly string[];
  /** folders outside of the roots in which a change may mean another root, such as those of pointer files */
  readonly lookouts: readonly string[];
  /** when the watch began, by the wall's clock: what was made later has arrived */
  readonly since: number;
}

/** How much one account's files of one category have changed. */
export interface CellChange extends Amount {
  readonly rootId: string;
  readonly accountId: string | null;
  readonly category: Category;
}

export interface ReceivedFile {
  /** the same for the same file whenever it is told */
  readonly id: number;
  /** it was told before and has another size now: a copy that goes on is listed while it is small */
  readonly isAgain: boolean;
  readonly rootId: string;
  readonly accountId: string | null;
  readonly name: string;
  readonly bytes: number;
  /** the folder directly in the root in which it lies: whose account that is may become known only later */
  readonly top: string | null;
}

export type FromWatcher =
  /** the hot set is watched; what arrives from now on is told */
  | { readonly kind: 'ready'; readonly hotEntries: number }
  | { readonly kind: 'hot'; readonly hotEntries: number }
  /** every folder is known; `sums` are what is there, without what is yet to be told of it */
  | { readonly kind: 'surveyed'; readonly sums: readonly CellChange[]; readonly folders: number }
  | {
      readonly kind: 'changes';
      readonly changes: readonly CellChange[];
      readonly received: readonly ReceivedFile[];
    }
  /** accounts or roots may be others than before */
  | { readonly kind: 'shape' }
  | { readonly kind: 'credentials' }
  | { readonly kind: 'trouble'; readonly rootId: string; readonly trouble: WatchTrouble | null };

export type ToWatcher =
  | { readonly kind: 'job'; readonly job: WatchJob }
  /** the computer slept or its clock was set: look at everything soon */
  | { readonly kind: 'look' };
