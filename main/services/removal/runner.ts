import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { FolderPins } from '../../system/ports.ts';
import type { WorkerPlace } from '../scanning/workers.ts';
import type { EntryBatch, FolderItem, SinkRoot } from './batch.ts';
import { nextTurn } from './next-turn.ts';
import { createSink } from './sink.ts';

/** Hands batches to the sink, wherever it runs. Rejects with `RunnerLost` when nobody knows what a batch did. */
export interface Runner {
  entries(batch: EntryBatch): Promise<Uint8Array>;
  folders(items: readonly FolderItem[]): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The thread that held the sink is gone in the middle of a batch. */
export class RunnerLost extends Error {
  override readonly name = 'RunnerLost';
}

export interface RunnerSettings {
  readonly place: WorkerPlace;
  /** used inline only: a thread brings its own */
  readonly pins: () => FolderPins;
  readonly style: PathStyle;
  readonly roots: readonly SinkRoot[];
  readonly signal: AbortSignal;
}

/** What a removal thread is born with. */
export interface RemovalWorkerData {
  readonly roots: readonly SinkRoot[];
  /** one Int32; not 0 = stop before the next entry */
  readonly stop: Int32Array;
}

export type RemovalRequest =
  | { readonly kind: 'entries'; readonly batch: EntryBatch }
  | { readonly kind: 'folders'; readonly items: readonly FolderItem[] };

function inlineRunner(settings: RunnerSettings): Runner {
  const sink = createSink({ pins: settings.pins(), style: settings.style, roots: settings.roots });
  const isCancelled = (): boolean => settings.signal.aborted;
  return {
    async entries(batch) {
      await nextTurn();
      return sink.removeEntries(batch, isCancelled);
    },
    async folders(items) {
      await nextTurn();
      return sink.removeFolders(items, isCancelled);
    },
    close: () => Promise.resolve(),
  };
}

function threadRunner(settings: RunnerSettings, folder: string): Runner {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const raise = (): void => void Atomics.store(stop, 0, 1);
  if (settings.signal.aborted) raise();
  settings.signal.addEventListener('abort', raise, { once: true });
  const worker = new Worker(join(folder, 'removal-worker.js'), {
    workerData: { roots: settings.roots, stop } satisfies RemovalWorkerData,
  });
  let waiting: { resolve: (answer: Uint8Array) => void; reject: (error: Error) => void } | null = null;
  let lost: RunnerLost | null = null;
  const lose = (cause: unknown): void => {
    lost ??= new RunnerLost('the removal thread is gone', { cause });
    waiting?.reject(lost);
    waiting = null;
  };
  worker.on('message', (answer: Uint8Array) => {
    waiting?.resolve(answer);
    waiting = null;
  });
  worker.on('error', lose);
  worker.on('exit', lose);
  const ask = (request: RemovalRequest): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      if (lost !== null) {
        reject(lost);
        return;
      }
      waiting = { resolve, reject };
      worker.postMessage(request);
    });
  return {
    entries: (batch) => ask({ kind: 'entries', batch }),
    folders: (items) => ask({ kind: 'folders', items }),
    async close() {
      settings.signal.removeEventListener('abort', raise);
      await worker.terminate();
    },
  };
}

/** One thread for a whole run in the product, the same sink inline in unit tests. */
export function createRunner(settings: RunnerSettings): Runner {
  const { place } = settings;
  return place.kind === 'inline' ? inlineRunner(settings) : threadRunner(settings, place.folder);
}
