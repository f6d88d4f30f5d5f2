import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkerPlace } from '../planning/workers.ts';
import { WatchEngine } from './engine.ts';
import { chokidarWatcher } from './hot-watcher.ts';
import type { FromWatcher, ToWatcher, WatchJob } from './watch-messages.ts';

/** Whoever follows the folders: a thread in the product, the same engine inline in tests. */
export interface Watcher {
  say(message: ToWatcher): void;
  /** nothing is told any more when this is called; resolves when nothing of it is left */
  close(): Promise<void>;
}

export interface WatcherListener {
  told(message: FromWatcher): void;
  /** the thread ended by itself; nothing is followed any more */
  failed(error: Error): void;
}

/** a thread that only lists folders needs little room; without a limit the engine keeps whatever it once took */
const resourceLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 128 };

function inThread(folder: string, job: WatchJob, listener: WatcherListener): Watcher {
  const url = pathToFileURL(join(folder, 'watch-worker.js'));
  const worker = new Worker(url, { workerData: job, resourceLimits });
  let isClosed = false;
  worker.on('message', (message: FromWatcher) => {
    if (!isClosed) listener.told(message);
  });
  const end = (error: Error): void => {
    if (!isClosed) listener.failed(error);
    isClosed = true;
  };
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('messageerror', end);
  worker.on('exit', (code) => end(new Error(`the watch thread ended with ${String(code)}`)));
  return {
    say: (message) => worker.postMessage(message),
    async close() {
      isClosed = true;
      await worker.terminate();
    },
  };
}

function inline(job: WatchJob, listener: WatcherListener): Watcher {
  let isClosed = false;
  const engine = new WatchEngine({
    job,
    say: (message) => {
      if (!isClosed) listener.told(message);
    },
    now: Date.now,
    makeWatcher: chokidarWatcher,
  });
  engine.start().catch((error: unknown) => {
    if (!isClosed) listener.failed(error instanceof Error ? error : new Error(String(error)));
  });
  return {
    say: (message) => (message.kind === 'job' ? engine.update(message.job) : engine.lookSoon()),
    async close() {
      isClosed = true;
      await engine.close();
    },
  };
}

/** Starts following a job's roots; what is found is told to `listener`. */
export function openWatcher(place: WorkerPlace, job: WatchJob, listener: WatcherListener): Watcher {
  return place.kind === 'threads' ? inThread(place.folder, job, listener) : inline(job, listener);
}
