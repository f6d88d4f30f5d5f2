import { closeThreads } from './runner.ts';
import type { RemovalThread } from './thread-worker.ts';

/** Threads started before a run, so that the run need not wait for them. Without an order they touch nothing. */
export interface IdleThreads {
  /** Starts the pool, or resets its idle timer. Returns the threads it started. */
  prepare(): readonly RemovalThread[];
  /** Hands over the pool, or new threads if it is empty or has lost one. The caller closes them. */
  take(): readonly RemovalThread[];
  close(): Promise<void>;
}

/** Milliseconds until idle threads end, so that they do not hold memory for a run that never comes. */
const idleMs = 5 * 60_000;

export function createIdleThreads(start: () => readonly RemovalThread[]): IdleThreads {
  let waiting: readonly RemovalThread[] = [];
  let timer: NodeJS.Timeout | undefined;
  const letGo = (): readonly RemovalThread[] => {
    clearTimeout(timer);
    const threads = waiting;
    waiting = [];
    return threads;
  };
  const close = (): Promise<void> => closeThreads(letGo());
  return {
    close,
    prepare() {
      const threads = letGo();
      const started = threads.length === 0 ? start() : [];
      waiting = threads.length === 0 ? started : threads;
      timer = setTimeout(() => void close(), idleMs);
      timer.unref();
      return started;
    },
    take() {
      const threads = letGo();
      if (threads.length > 0 && !threads.some((thread) => thread.isLost())) return threads;
      void closeThreads(threads);
      return start();
    },
  };
}
