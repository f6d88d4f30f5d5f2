import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { FolderPins, TrashBin, TrashPlace } from '../../system/ports.ts';
import { nextTurn } from '../fs/turns.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import { WorkerLost } from './protocol.ts';
import type { RemovalMessage, RemovalRequest, RemovalWorkerData, RunOrder } from './protocol.ts';
import { createSinks } from './removal-worker.ts';

export interface PoolSettings extends RunOrder {
  /** inline only: a thread creates its own */
  readonly pins: () => FolderPins;
  readonly style: PathStyle;
  readonly signal: AbortSignal;
  /** mode `trash` only; called once per thread, because a message port has one other end */
  readonly trash?: (() => TrashPlace) | null;
  /** inline only: a thread opens the trash itself */
  readonly openBin?: (place: TrashPlace, isCancelled: () => boolean) => TrashBin;
}

/** A worker with a sink of its own: one request at a time. */
export interface PoolWorker {
  /** rejects with `WorkerLost` when the effect of the request is unknown */
  request(request: RemovalRequest): Promise<Uint8Array>;
  /** why the thread is gone; null while it works */
  readonly lost: () => WorkerLost | null;
  /** bytes overwritten or copied inside entries that have no answer yet */
  bytesInside(): number;
  /** resolves once the worker touches nothing any more */
  close(): Promise<void>;
}

/** Runs the sink on the calling thread, for unit tests. */
function createInlineWorker(settings: PoolSettings): PoolWorker {
  const bytesDone = new BigInt64Array(1);
  const isCancelled = (): boolean => settings.signal.aborted;
  const { trash, openBin } = settings;
  const bin = trash && openBin ? openBin(trash(), isCancelled) : null;
  const sinks = createSinks({ ...settings, pins: settings.pins(), worker: 0, bytesDone, bin, isCancelled });
  return {
    lost: () => null,
    async request(request) {
      await nextTurn();
      const answer = sinks.answer(request);
      Atomics.store(bytesDone, 0, 0n);
      return answer;
    },
    bytesInside: () => Number(Atomics.load(bytesDone, 0)),
    close() {
      sinks.close();
      return Promise.resolve();
    },
  };
}

const threads = 2;
/** limits young objects, which are small and short-lived here; without a limit V8 grows each thread by 50 MB */
const resourceLimits = { maxYoungGenerationSizeMb: 3 };
/** Milliseconds a thread gets to finish its work before it is terminated. */
const endsWithinMs = 2_000;

interface Waiting {
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** Answers arrive in request order; when the thread ends, all pending requests are rejected. */
function listenTo(worker: Worker, bytesDone: BigInt64Array) {
  const waiting: Waiting[] = [];
  let lost: WorkerLost | null = null;
  let resolveDone: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (resolveDone = resolve));
  const lose = (cause: unknown): void => {
    lost ??= new WorkerLost('the removal thread is gone', { cause });
    Atomics.store(bytesDone, 0, 0n);
    for (const { reject } of waiting.splice(0)) reject(lost);
  };
  worker.on('message', (answer: Uint8Array | null) => {
    Atomics.store(bytesDone, 0, 0n);
    if (answer === null) resolveDone();
    else waiting.shift()?.resolve(answer);
  });
  worker.on('error', lose);
  return {
    /** the thread's last message, or its exit */
    ended: Promise.race([done, once(worker, 'exit').then(lose, lose)]).then(() => true),
    lost: () => lost,
    request: (request: RemovalRequest) =>
      new Promise<Uint8Array>((resolve, reject) => {
        if (lost === null) {
          waiting.push({ resolve, reject });
          worker.postMessage(request);
        } else reject(lost);
      }),
  };
}

/** Starts a thread, so that the main loop is not blocked. */
function startThread(folder: string, number: number, settings: PoolSettings): PoolWorker {
  const { roots, mode, runId, partFolder, plan, signal } = settings;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const bytesDone = new BigInt64Array(new SharedArrayBuffer(8));
  const trash = settings.trash?.() ?? null;
  const order: RunOrder = { roots, mode, runId, partFolder, plan };
  const workerData: RemovalWorkerData = { ...order, trash, worker: number, stop, bytesDone };
  const worker = new Worker(join(folder, 'removal-worker.js'), { workerData, resourceLimits });
  const { ended, lost, request } = listenTo(worker, bytesDone);
  const raise = (): void => void Atomics.store(stop, 0, 1);
  if (signal.aborted) raise();
  signal.addEventListener('abort', raise, { once: true });
  return {
    lost,
    request,
    bytesInside: () => Number(Atomics.load(bytesDone, 0)),
    async close() {
      signal.removeEventListener('abort', raise);
      raise();
      worker.postMessage({ kind: 'end' } satisfies RemovalMessage);
      const isDone = await Promise.race([ended, sleep(endsWithinMs, false, { ref: false })]);
      const stopped = worker.terminate();
      if (!isDone) await stopped;
    },
  };
}

/** The workers of one run. */
export interface WorkerPool {
  /** requests in parallel */
  readonly size: number;
  /** rejects with `WorkerLost` when the effect of the request is unknown */
  request(request: RemovalRequest): Promise<Uint8Array>;
  /** bytes overwritten or copied inside entries that have no answer yet */
  bytesInside(): number;
  close(): Promise<void>;
}

/** Gives each request to a free worker; a lost worker fails only its own request. */
export function createPool(workers: readonly PoolWorker[]): WorkerPool {
  const free = [...workers];
  const waiting: { readonly take: (worker: PoolWorker) => void; readonly refuse: (error: Error) => void }[] =
    [];

  const noneLeft = (): WorkerLost =>
    new WorkerLost('no removal thread is left', {
      cause: workers.find((one) => one.lost() !== null)?.lost(),
    });
  const release = (worker: PoolWorker): void => {
    if (worker.lost() === null) {
      const next = waiting.shift();
      if (next === undefined) free.push(worker);
      else next.take(worker);
    } else if (workers.every((one) => one.lost() !== null)) {
      for (const { refuse } of waiting.splice(0)) refuse(noneLeft());
    }
  };
  const freeWorker = (): Promise<PoolWorker> => {
    for (let worker = free.shift(); worker !== undefined; worker = free.shift())
      if (worker.lost() === null) return Promise.resolve(worker);
    if (workers.every((one) => one.lost() !== null)) return Promise.reject(noneLeft());
    return new Promise((take, refuse) => void waiting.push({ take, refuse }));
  };
  return {
    size: workers.length,
    async request(request) {
      const worker = await freeWorker();
      try {
        return await worker.request(request);
      } finally {
        release(worker);
      }
    },
    bytesInside: () => workers.reduce((sum, worker) => sum + worker.bytesInside(), 0),
    async close() {
      for (const { refuse } of waiting.splice(0)) refuse(new WorkerLost('the run has ended'));
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

/** Starts the run's workers: threads in the product, the calling thread in unit tests. */
export function startPool(settings: PoolSettings, place: WorkerPlace): WorkerPool {
  if (place.kind === 'inline') return createPool([createInlineWorker(settings)]);
  const start = (_none: unknown, number: number): PoolWorker => startThread(place.folder, number, settings);
  return createPool(Array.from({ length: threads }, start));
}
