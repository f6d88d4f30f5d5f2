import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { WorkerPlace } from '../planning/workers.ts';
import { chokidarWatcher } from './folder-watcher.ts';
import { systemTimers } from './pacing.ts';
import type { Timers } from './pacing.ts';
import { pollMs, sweepEveryMs } from './policy.ts';
import type { FromWatcher, ToWatcher, WatchJob } from './protocol.ts';
import { WatchEngine } from './watch-engine.ts';

/** An engine that follows a job's roots: a thread in the product, the same engine inline in tests. */
export interface Watcher {
  say(message: ToWatcher): void;
  /** Nothing is heard any more from this call on; resolves when all is released. */
  close(): Promise<void>;
}

export interface WatcherListener {
  heard(message: FromWatcher): void;
  /** The engine ended by itself; nothing is followed any more. */
  failed(error: Error): void;
}

export type OpenWatcher = (job: WatchJob, listener: WatcherListener) => Watcher;

/** Megabytes of V8 heap: without a limit the thread keeps whatever a burst once took. */
const resourceLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 128 };

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function openThread(folder: string, job: WatchJob, listener: WatcherListener): Watcher {
  const url = pathToFileURL(join(folder, 'watch-worker.js'));
  const worker = new Worker(url, { workerData: job, resourceLimits });
  let isClosed = false;
  worker.on('message', (message: FromWatcher) => {
    if (!isClosed) listener.heard(message);
  });
  const fail = (error: Error): void => {
    if (!isClosed) listener.failed(error);
    isClosed = true;
  };
  worker.on('error', (error) => fail(asError(error)));
  worker.on('messageerror', fail);
  worker.on('exit', (code) => fail(new Error(`the watch thread ended with ${String(code)}`)));
  return {
    say: (message) => worker.postMessage(message),
    async close() {
      isClosed = true;
      await worker.terminate();
    },
  };
}

/** The watch thread's whole life; its owner ends it. */
export function serveWatch(port: MessagePort, job: WatchJob): void {
  const say = (message: FromWatcher): void => port.postMessage(message);
  const engine = new WatchEngine({ job, say, now: Date.now, makeWatcher: chokidarWatcher });
  port.on('message', (message: ToWatcher) => engine.hear(message));
  void engine.start();
}

function openInline(job: WatchJob, listener: WatcherListener, timers: Timers): Watcher {
  let isClosed = false;
  const engine = new WatchEngine({
    ...{ job, timers, now: Date.now, makeWatcher: chokidarWatcher },
    say: (message) => {
      if (!isClosed) listener.heard(message);
    },
  });
  engine.start().catch((error: unknown) => {
    if (!isClosed) listener.failed(asError(error));
  });
  return {
    say: (message) => engine.hear(message),
    async close() {
      isClosed = true;
      await engine.close();
    },
  };
}

/** Opens watchers at this place. `timers` are those of an inline engine. */
export function watcherAt(place: WorkerPlace, timers: Timers = systemTimers): OpenWatcher {
  return (job, listener) =>
    place.kind === 'threads' ? openThread(place.folder, job, listener) : openInline(job, listener, timers);
}

interface RestartingListener {
  heard(message: FromWatcher): void;
  /** Nothing is followed until the restart. */
  lost(error: Error): void;
}

interface RestartingDeps {
  readonly open: OpenWatcher;
  readonly timers: Timers;
  readonly now: () => number;
}

/** A watcher that restarts when it fails, each time in a row after twice the wait. */
export class RestartingWatcher {
  private readonly deps: RestartingDeps;
  private readonly listener: RestartingListener;
  private job: WatchJob;
  private watcher: Watcher | null = null;
  private waitMs = pollMs;
  private openedAt = 0;
  private cancelRestart: (() => void) | null = null;
  private isClosed = false;

  constructor(job: WatchJob, listener: RestartingListener, deps: RestartingDeps) {
    this.job = job;
    this.listener = listener;
    this.deps = deps;
    this.open();
  }

  get rootIds(): readonly string[] {
    return this.job.rootIds;
  }

  /** From now on this job; null keeps the last one and only answers the request. */
  follow(job: WatchJob | null, answers: number): void {
    if (job !== null) this.job = { ...job, since: this.job.since };
    this.watcher?.say({ job: this.job, answers });
  }

  /** Nothing is heard any more from this call on; resolves when all is released. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.cancelRestart?.();
    await this.watcher?.close();
  }

  private open(): void {
    this.cancelRestart = null;
    this.openedAt = this.deps.timers.elapsed();
    const mine = this.deps.open(this.job, {
      heard: (message) => {
        if (!this.isClosed) this.listener.heard(message);
      },
      failed: (error) => this.fail(mine, error),
    });
    this.watcher = mine;
  }

  private fail(watcher: Watcher, error: Error): void {
    if (this.isClosed || this.watcher !== watcher) return;
    this.watcher = null;
    void watcher.close();
    const { timers, now } = this.deps;
    // one that has lived for long failed for a new reason
    if (timers.elapsed() - this.openedAt >= sweepEveryMs) this.waitMs = pollMs;
    // what came until now was reported, or is found by comparing sums
    this.job = { ...this.job, since: now() };
    this.cancelRestart = timers.after(this.waitMs, () => this.open());
    this.waitMs = Math.min(sweepEveryMs, this.waitMs * 2);
    this.listener.lost(error);
  }
}
