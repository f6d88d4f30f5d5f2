import type { MessagePort } from 'node:worker_threads';
import { WalkStopped } from '../fs/walk.ts';
import type { EntryRows } from '../plans/entry-columns.ts';
import type { ScanCount, ScanJob, ScanResult, ScanUnit } from './scan-job.ts';
import { createBuckets } from './frames.ts';
import type { Buckets } from './frames.ts';
import { Walker } from './walk-roots.ts';
import type { EntryHandler } from './walk-roots.ts';
import { createPlanEntries } from './plan-entries.ts';
import { createPlanTally } from './plan-tally.ts';
import type { PlanTally } from './plan-tally.ts';
import { createUsageEntries } from './usage-entries.ts';
import { folderBuffersOf } from '../plans/folder-columns.ts';

/** One worker's part of a scan. It runs in steps, so that the caller keeps control. */
interface ScanRun {
  add(units: readonly ScanUnit[]): void;
  /**
   * Walks until `untilMs` of `performance.now()`, or until `isShareRequested` while there are enough folders to share. Returns
   * true when done. Throws WalkStopped.
   */
  step(untilMs: number, isShareRequested: () => boolean): boolean;
  /** Gives away about half of the remaining folders, those nearest to the root first. */
  share(): readonly ScanUnit[];
  count(): ScanCount;
  result(): ScanResult;
}

/** Minimum folders for sharing. With fewer, the transfer costs more than walking. */
const minSharedFolders = 8;

/** Records every entry of every folder, for a snapshot and never for removal. Marks folders with unrecorded content. */
function createRecorder(buckets: Buckets, tally: PlanTally): EntryHandler {
  let give: EntryHandler['entry'] = () => undefined;
  return {
    open(frame) {
      const bucket = buckets.own(frame);
      tally.openFolder(frame, true);
      give = (name, facts) => {
        if (name === null) tally.markIncomplete();
        else tally.take(bucket, 'other', name, facts);
      };
    },
    folder: () => tally.countFolder(),
    entry: (name, facts) => give(name, facts),
    mount: () => tally.markIncomplete(),
    skipped: () => undefined,
    close: () => tally.closeFolder(),
    matters: () => true,
  };
}

function handlerFor(job: ScanJob, buckets: Buckets, tally: PlanTally, usage: EntryHandler): EntryHandler {
  if (job.recordsAll) return createRecorder(buckets, tally);
  return job.selection === null ? usage : createPlanEntries(job, buckets, tally);
}

/** Creates one worker's run. `onRows` receives planned entries; `isStopped` is called at least once per folder. */
export function createScanRun(
  job: ScanJob,
  onRows: (rows: EntryRows) => void,
  isStopped: () => boolean,
): ScanRun {
  const buckets = createBuckets(job);
  const tally = createPlanTally(onRows);
  const usage = createUsageEntries(buckets, job.roots);
  const handler = handlerFor(job, buckets, tally, usage.handler);
  const walker = new Walker(job, handler, isStopped);
  return {
    add: (units) => walker.add(units),
    share: () => walker.share(),
    step(untilMs, isShareRequested) {
      while (walker.next()) {
        if (performance.now() >= untilMs) return false;
        if (walker.remaining() >= minSharedFolders && isShareRequested()) return false;
      }
      return true;
    },
    count: () => ({ files: walker.files, bytes: walker.bytes, current: walker.current?.path ?? null }),
    result: () => ({
      ...tally.result(),
      usage: usage.rows(),
      others: usage.others(),
      large: usage.large(),
      linkedUsage: usage.linked,
      unreadable: walker.unreadable,
      keepMatched: [...new Set(walker.contexts.flatMap(({ keepMatched }) => [...keepMatched]))],
    }),
  };
}

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

/** ms between two looks at the flags */
const stepMs = 20;
/** ms between two progress messages */
const countEveryMs = 80;

/** The main loop of a scan thread: walks its units, shares them on request, and posts one result. */
export function serveScan(port: MessagePort, data: ScanWorkerData): void {
  const { job, flags } = data;
  const post = (message: FromScanWorker, transfer: ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);
  const give = (rows: EntryRows): void => post({ kind: 'rows', rows });
  const run = createScanRun(job, give, () => Atomics.load(flags, flagCancel) !== 0);
  let countedAt = 0;

  const shareIfRequested = (): void => {
    if (Atomics.compareExchange(flags, flagHungry, 1, 0) !== 1) return;
    const units = run.share();
    if (units.length > 0) post({ kind: 'share', units });
    else Atomics.store(flags, flagHungry, 1);
  };

  const walk = (): void => {
    const isShareRequested = (): boolean => Atomics.load(flags, flagHungry) === 1;
    while (!run.step(performance.now() + stepMs, isShareRequested)) {
      shareIfRequested();
      if (performance.now() - countedAt < countEveryMs) continue;
      countedAt = performance.now();
      post({ kind: 'count', count: run.count() });
    }
    post({ kind: 'count', count: run.count() });
    post({ kind: 'idle' });
  };

  port.on('message', (message: ToScanWorker) => {
    try {
      if (message.kind === 'units') {
        run.add(message.units);
        walk();
      } else {
        const result = run.result();
        post({ kind: 'result', result }, folderBuffersOf(result.folders));
        port.close();
      }
    } catch (error) {
      if (!(error instanceof WalkStopped)) throw error;
      port.close();
    }
  });
}
