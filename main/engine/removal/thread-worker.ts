import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { TrashPlace } from '../../system/ports.ts';
import { RunnerLost } from './worker-pool.ts';
import type { RemovalRequest, RunnerSettings, PoolWorker } from './worker-pool.ts';

/** Startup data of a removal thread: the settings of its run. */
export interface RemovalWorkerData extends Pick<
  RunnerSettings,
  'roots' | 'mode' | 'runId' | 'partFolder' | 'plan'
> {
  /** the thread's number, used in the names of the files it writes */
  readonly worker: number;
  readonly trash: TrashPlace | null;
  /** one Int32; not 0 = stop before the next entry */
  readonly stop: Int32Array;
  /** one number: the thread adds bytes inside an entry, the reader resets it with each answer */
  readonly bytesDone: BigInt64Array;
}

/** `end`: finish pending work of the disposal and exit */
export type RemovalMessage = RemovalRequest | { readonly kind: 'end' };

/** limits young objects, which are small and short-lived here; without a limit V8 grows each thread by 50 MB */
const resourceLimits = { maxYoungGenerationSizeMb: 3 };
const endsWithinMs = 2_000;

interface Waiting {
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** Answers arrive in request order; when the thread ends, all pending requests are rejected. */
function listenTo(worker: Worker, bytesDone: BigInt64Array) {
  const waiting: Waiting[] = [];
  let lost: RunnerLost | null = null;
  let sayDone: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (sayDone = resolve));
  const lose = (cause: unknown): void => {
    lost ??= new RunnerLost('the removal thread is gone', { cause });
    Atomics.store(bytesDone, 0, 0n);
    for (const { reject } of waiting.splice(0)) reject(lost);
  };
  worker.on('message', (answer: Uint8Array | null) => {
    Atomics.store(bytesDone, 0, 0n);
    if (answer === null) sayDone();
    else waiting.shift()?.resolve(answer);
  });
  worker.on('error', lose);
  return {
    /** the thread's last message, or its exit */
    ended: Promise.race([done, once(worker, 'exit').then(lose, lose)]).then(() => true),
    isLost: () => lost !== null,
    ask: (request: RemovalRequest) =>
      new Promise<Uint8Array>((resolve, reject) => {
        if (lost === null) {
          waiting.push({ resolve, reject });
          worker.postMessage(request);
        } else reject(lost);
      }),
  };
}

/** Starts a thread with a sink of its own, so that the main loop is not blocked. */
export function startThread(folder: string, number: number, settings: RunnerSettings): PoolWorker {
  const { roots, mode, runId, partFolder, plan, signal } = settings;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const bytesDone = new BigInt64Array(new SharedArrayBuffer(8));
  const trash = settings.trash?.() ?? null;
  const run = { roots, mode, runId, partFolder, plan, trash };
  const workerData: RemovalWorkerData = { ...run, worker: number, stop, bytesDone };
  const worker = new Worker(join(folder, 'removal-worker.js'), { workerData, resourceLimits });
  const { ended, isLost, ask } = listenTo(worker, bytesDone);
  const raise = (): void => void Atomics.store(stop, 0, 1);
  if (signal.aborted) raise();
  signal.addEventListener('abort', raise, { once: true });
  return {
    isLost,
    ask,
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
