import type { EntryRows } from './entry-columns.ts';
import type { ScanCount, ScanJob, ScanResult, ScanUnit } from './scan-job.ts';

/** Flags in shared memory, because a busy thread does not read messages. */
export const flagCancel = 0;
/** Set while a thread is idle: threads with more than one folder give half of them away. */
export const flagHungry = 1;
export const flagCount = 2;

export interface ScanWorkerData {
  readonly job: ScanJob;
  readonly flags: Int32Array<SharedArrayBuffer>;
}

export type ToScanWorker =
  { readonly kind: 'units'; readonly units: readonly ScanUnit[] } | { readonly kind: 'finish' };

export type FromScanWorker =
  | { readonly kind: 'idle' }
  | { readonly kind: 'share'; readonly units: readonly ScanUnit[] }
  | { readonly kind: 'rows'; readonly rows: EntryRows }
  | { readonly kind: 'count'; readonly count: ScanCount }
  | { readonly kind: 'result'; readonly result: ScanResult };
