import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { EntryRows } from './entry-columns.ts';
import type { ScanCount, ScanJob, ScanResult, ScanUnit } from './scan-job.ts';
import { flagCancel, flagCount, flagHungry } from './scan-messages.ts';
import type { FromScanWorker, ScanWorkerData, ToScanWorker } from './scan-messages.ts';

/** Receives scan events. `source` is the worker whose folder and group numbers the rows use. */
export interface ScanListener {
  rows(source: number, rows: EntryRows): void;
  count(count: ScanCount): void;
}

interface Hand {
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
  private readonly hands: Hand[];
  private readonly flags: Int32Array<SharedArrayBuffer>;
  private readonly queue: ScanUnit[];
  private readonly listener: ScanListener;
  private resolve: (results: readonly ScanResult[]) => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;

  constructor(
    file: string,
    threads: number,
    job: ScanJob,
    units: readonly ScanUnit[],
    listener: ScanListener,
  ) {
    this.flags = new Int32Array(new SharedArrayBuffer(flagCount * Int32Array.BYTES_PER_ELEMENT));
    this.queue = [...units];
    this.listener = listener;
    this.results = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    const data: ScanWorkerData = { job, flags: this.flags };
    this.hands = Array.from({ length: threads }, (_, source) => this.startWorker(file, data, source));
    this.distribute();
  }

  cancel(): void {
    Atomics.store(this.flags, flagCancel, 1);
    this.reject(new SignOffError('cancelled'));
  }

  async dismiss(): Promise<void> {
    Atomics.store(this.flags, flagCancel, 1);
    await Promise.all(this.hands.map((hand) => hand.worker.terminate()));
  }

  private startWorker(file: string, data: ScanWorkerData, source: number): Hand {
    const worker = new Worker(file, { workerData: data, resourceLimits, stdout: false, stderr: false });
    const hand: Hand = { worker, isIdle: true, count: noProgress, result: null };
    const fail = (cause: unknown): void =>
      this.reject(new SignOffError('internal', { part: 'scan-worker' }, { cause }));
    worker.on('message', (message: FromScanWorker) => this.handleMessage(hand, source, message));
    worker.on('error', fail);
    worker.on('messageerror', fail);
    worker.on('exit', (code) => {
      if (hand.result === null) fail(new Error(`scan worker ended with ${code} before its result`));
    });
    return hand;
  }

  private tell(hand: Hand, message: ToScanWorker): void {
    hand.worker.postMessage(message);
  }

  private handleMessage(hand: Hand, source: number, message: FromScanWorker): void {
    switch (message.kind) {
      case 'rows':
        this.listener.rows(source, message.rows);
        break;
      case 'count':
        hand.count = message.count;
        this.listener.count(this.total(message.count.current));
        break;
      case 'share':
        this.queue.push(...message.units);
        this.distribute();
        break;
      case 'idle':
        hand.isIdle = true;
        this.distribute();
        break;
      case 'result':
        hand.result = message.result;
        this.finishIfComplete();
        break;
    }
  }

  private total(current: string | null): ScanCount {
    const sum = (pick: (count: ScanCount) => number): number =>
      this.hands.reduce((total, hand) => total + pick(hand.count), 0);
    return { files: sum((count) => count.files), bytes: sum((count) => count.bytes), current };
  }

  private distribute(): void {
    let idle = this.hands.filter((hand) => hand.isIdle);
    for (const hand of idle) {
      const units = this.queue.splice(0, Math.ceil(this.queue.length / idle.length));
      if (units.length === 0) break;
      hand.isIdle = false;
      this.tell(hand, { kind: 'units', units });
    }
    idle = this.hands.filter((hand) => hand.isIdle);
    if (idle.length === this.hands.length) for (const hand of this.hands) this.tell(hand, { kind: 'finish' });
    else Atomics.store(this.flags, flagHungry, idle.length > 0 ? 1 : 0);
  }

  private finishIfComplete(): void {
    const results = this.hands.flatMap((hand) => (hand.result === null ? [] : [hand.result]));
    if (results.length === this.hands.length) this.resolve(results);
  }
}

/**
 * Runs a job in threads and returns their results in order. A crashed thread fails the scan; an abort ends it at once.
 */
export async function scanInThreads(
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
