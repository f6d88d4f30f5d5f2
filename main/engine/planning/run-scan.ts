import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SignOffError } from '../../../app/contract/errors.ts';
import { nextTurn } from '../fs/turns.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { EntryRows } from '../plans/entry-columns.ts';
import type { ScanCount, ScanJob, ScanResult, ScanUnit } from './scan-job.ts';
import { flagCancel, flagCount, flagHungry, createScanRun } from './scan-worker.ts';
import type { FromScanWorker, ScanWorkerData, ToScanWorker } from './scan-worker.ts';
import type { WorkerPlace } from './workers.ts';

/** Receives scan events. `source` is the worker whose folder and group numbers the rows use. */
interface ScanListener {
  rows(source: number, rows: EntryRows): void;
  count(count: ScanCount): void;
}

interface ScanThread {
  readonly worker: Worker;
  isIdle: boolean;
  count: ScanCount;
  result: ScanResult | null;
}

/**
 * A walk creates only short-lived objects. A small young generation avoids tens of megabytes of garbage per thread
 * without measurable cost.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 2 };

const noProgress: ScanCount = { files: 0, bytes: 0, current: null };

/** Distributes units to idle threads, so that one huge account uses all of them. */
class ScanPool {
  readonly results: Promise<readonly ScanResult[]>;
  private readonly threads: ScanThread[];
  private readonly flags: Int32Array<SharedArrayBuffer>;
  private readonly queue: ScanUnit[];
  private readonly listener: ScanListener;
  private resolve: (results: readonly ScanResult[]) => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;

  constructor(file: string, count: number, job: ScanJob, units: readonly ScanUnit[], listener: ScanListener) {
    this.flags = new Int32Array(new SharedArrayBuffer(flagCount * Int32Array.BYTES_PER_ELEMENT));
    this.queue = [...units];
    this.listener = listener;
    this.results = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    const data: ScanWorkerData = { job, flags: this.flags };
    this.threads = Array.from({ length: count }, (_, source) => this.startWorker(file, data, source));
    this.distribute();
  }

  cancel(): void {
    Atomics.store(this.flags, flagCancel, 1);
    this.reject(new SignOffError('cancelled'));
  }

  async dismiss(): Promise<void> {
    Atomics.store(this.flags, flagCancel, 1);
    await Promise.all(this.threads.map((thread) => thread.worker.terminate()));
  }

  private startWorker(file: string, data: ScanWorkerData, source: number): ScanThread {
    const worker = new Worker(file, { workerData: data, resourceLimits, stdout: false, stderr: false });
    const thread: ScanThread = { worker, isIdle: true, count: noProgress, result: null };
    const fail = (cause: unknown): void =>
      this.reject(new SignOffError('internal', { part: 'scan-worker' }, { cause }));
    worker.on('message', (message: FromScanWorker) => this.handleMessage(thread, source, message));
    worker.on('error', fail);
    worker.on('messageerror', fail);
    worker.on('exit', (code) => {
      if (thread.result === null) fail(new Error(`scan worker ended with ${code} before its result`));
    });
    return thread;
  }

  private send(thread: ScanThread, message: ToScanWorker): void {
    thread.worker.postMessage(message);
  }

  private handleMessage(thread: ScanThread, source: number, message: FromScanWorker): void {
    switch (message.kind) {
      case 'rows':
        this.listener.rows(source, message.rows);
        break;
      case 'count':
        thread.count = message.count;
        this.listener.count(this.total(message.count.current));
        break;
      case 'share':
        this.queue.push(...message.units);
        this.distribute();
        break;
      case 'idle':
        thread.isIdle = true;
        this.distribute();
        break;
      case 'result':
        thread.result = message.result;
        this.finishIfComplete();
        break;
    }
  }

  private total(current: string | null): ScanCount {
    const sum = (pick: (count: ScanCount) => number): number =>
      this.threads.reduce((total, thread) => total + pick(thread.count), 0);
    return { files: sum((count) => count.files), bytes: sum((count) => count.bytes), current };
  }

  private distribute(): void {
    let idle = this.threads.filter((thread) => thread.isIdle);
    for (const thread of idle) {
      const units = this.queue.splice(0, Math.ceil(this.queue.length / idle.length));
      if (units.length === 0) break;
      thread.isIdle = false;
      this.send(thread, { kind: 'units', units });
    }
    idle = this.threads.filter((thread) => thread.isIdle);
    if (idle.length === this.threads.length)
      for (const thread of this.threads) this.send(thread, { kind: 'finish' });
    else Atomics.store(this.flags, flagHungry, idle.length > 0 ? 1 : 0);
  }

  private finishIfComplete(): void {
    const results = this.threads.flatMap((thread) => (thread.result === null ? [] : [thread.result]));
    if (results.length === this.threads.length) this.resolve(results);
  }
}

/**
 * Runs a job in threads and returns their results in order. A crashed thread fails the scan; an abort ends it at once.
 */
async function scanInThreads(
  place: { readonly folder: string; readonly count: number },
  job: ScanJob,
  units: readonly ScanUnit[],
  signal: AbortSignal,
  listener: ScanListener,
): Promise<readonly ScanResult[]> {
  if (signal.aborted) throw new SignOffError('cancelled');
  const pool = new ScanPool(
    join(place.folder, 'scan-worker.js'),
    Math.max(1, place.count),
    job,
    units,
    listener,
  );
  const cancel = (): void => pool.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await pool.results;
  } finally {
    signal.removeEventListener('abort', cancel);
    await pool.dismiss();
  }
}

const inlineStepMs = 10;

async function scanInline(
  job: ScanJob,
  units: readonly ScanUnit[],
  signal: AbortSignal,
  listener: ScanListener,
): Promise<readonly ScanResult[]> {
  const run = createScanRun(
    job,
    (rows) => listener.rows(0, rows),
    () => false,
  );
  run.add(units);
  let isDone = false;
  while (!isDone) {
    if (signal.aborted) throw new SignOffError('cancelled');
    isDone = run.step(performance.now() + inlineStepMs, () => false);
    listener.count(run.count());
    await nextTurn();
  }
  return [run.result()];
}

/** Scans every root of a job once. `onRows` receives planned entries; one worker's rows arrive in its order. */
export async function runScan(
  workers: WorkerPlace,
  job: ScanJob,
  control: JobControl,
  onRows: (source: number, rows: EntryRows) => void,
): Promise<readonly ScanResult[]> {
  const units = job.roots.map((root, index) => ({ root: index, path: '', ino: root.ino, mtimeMs: 0 }));
  if (units.length === 0) return [];
  const listener: ScanListener = {
    rows: onRows,
    count: ({ files, bytes, current }) =>
      control.progress({ done: files, total: null, bytes, bytesTotal: null, current }),
  };
  return workers.kind === 'inline'
    ? scanInline(job, units, control.signal, listener)
    : scanInThreads(workers, job, units, control.signal, listener);
}
