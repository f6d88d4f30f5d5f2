import { closeThreads } from './runner.ts';
import type { RemovalThread } from './thread-worker.ts';

/** Threads that are up before a run begins, so that no run waits for them. They have no order and touch nothing. */
export interface IdleThreads {
  /** starts them now, or lets those that wait wait anew; gives the new ones. They go after a few minutes without a run */
  prepare(): readonly RemovalThread[];
  /** gives them away, or new ones where none are waiting; whoever takes them closes them */
  take(): readonly RemovalThread[];
  close(): Promise<void>;
}

const keptMs = 5 * 60_000;

/** One set of threads at a time. */
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
      timer = setTimeout(() => void close(), keptMs);
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
