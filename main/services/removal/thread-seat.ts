import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { RemovalMode } from '../../../app/contract/plan-views.ts';
import type { TrashPlace } from '../../system/ports.ts';
import type { SinkRoot } from './batch.ts';
import type { RunnerSettings } from './runner.ts';
import { RunnerLost } from './seats.ts';
import type { RemovalRequest, Seat } from './seats.ts';

/** What a removal thread is born with. */
export interface RemovalWorkerData {
  readonly roots: readonly SinkRoot[];
  /** one Int32; not 0 = stop before the next entry */
  readonly stop: Int32Array;
  readonly mode: RemovalMode;
  readonly runId: string;
  readonly partFolder: string | null;
  readonly worker: number;
  /** one number, raised by what goes on inside an entry, set back by whoever reads the answer */
  readonly bytesDone: BigInt64Array;
  readonly trash: TrashPlace | null;
}

/** `end`: finish what the disposal holds and leave */
export type RemovalMessage = RemovalRequest | { readonly kind: 'end' };

/** what a request holds is small and short-lived: without a bound V8 lets each thread grow by 50 MB of nothing */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };
const endsWithinMs = 2_000;

interface Waiting {
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

function startWorker(settings: RunnerSettings, folder: string, number: number) {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const bytesDone = new BigInt64Array(new SharedArrayBuffer(8));
  const { roots, mode, runId, partFolder } = settings;
  const trash = settings.trash?.() ?? null;
  const data: RemovalWorkerData = { roots, stop, mode, runId, partFolder, worker: number, bytesDone, trash };
  const worker = new Worker(join(folder, 'removal-worker.js'), { workerData: data, resourceLimits });
  return { stop, bytesDone, worker };
}

/** A sink in a thread of its own, so that the main loop stays free while it works. */
export function createThreadSeat(settings: RunnerSettings, folder: string, number: number): Seat {
  const { stop, bytesDone, worker } = startWorker(settings, folder, number);
  const raise = (): void => void Atomics.store(stop, 0, 1);
  if (settings.signal.aborted) raise();
  settings.signal.addEventListener('abort', raise, { once: true });
  let waiting: Waiting | null = null;
  let lost: RunnerLost | null = null;
  const lose = (cause: unknown): void => {
    lost ??= new RunnerLost('the removal thread is gone', { cause });
    Atomics.store(bytesDone, 0, 0n);
    waiting?.reject(lost);
    waiting = null;
  };
  worker.on('message', (answer: Uint8Array) => {
    Atomics.store(bytesDone, 0, 0n);
    waiting?.resolve(answer);
    waiting = null;
  });
  worker.on('error', lose);
  const ended = once(worker, 'exit').then(lose, lose);
  return {
    isLost: () => lost !== null,
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (lost === null) {
          waiting = { resolve, reject };
          worker.postMessage(request);
        } else reject(lost);
      }),
    bytesInside: () => Number(Atomics.load(bytesDone, 0)),
    async close() {
      settings.signal.removeEventListener('abort', raise);
      raise();
      worker.postMessage({ kind: 'end' } satisfies RemovalMessage);
      await Promise.race([ended, sleep(endsWithinMs, undefined, { ref: false })]);
      await worker.terminate();
    },
  };
}
