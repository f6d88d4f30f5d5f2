import type { Clock } from '../../system/ports.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Work that a long-running host does at its start and then once a day. */
export interface Daily {
  /** Does the work now and then daily. A second call only does it now. */
  begin(): Promise<void>;
  /** Prevents further work, aborts the current one and waits for it. */
  stop(): Promise<void>;
}

/**
 * Checks the clock every hour, because a timer of a day stands still during sleep. It keeps no process alive. Passes
 * errors of `work` on and continues.
 */
export function createDaily(
  clock: Clock,
  work: (signal: AbortSignal) => Promise<unknown>,
  onError: (error: unknown) => void,
): Daily {
  let timer: NodeJS.Timeout | null = null;
  const abort = new AbortController();
  const { signal } = abort;
  let lastAt = clock.now();
  let running: Promise<void> = Promise.resolve();

  const now = (): Promise<void> => {
    lastAt = clock.now();
    running = running.then(async () => {
      try {
        if (!signal.aborted) await work(signal);
      } catch (error) {
        onError(error);
      }
    });
    return running;
  };
  const hourly = (): void => {
    const passed = clock.now() - lastAt;
    // A negative difference means that the clock went back.
    if (passed >= dayMs || passed < 0) void now();
  };
  return {
    begin() {
      if (timer === null && !signal.aborted) timer = setInterval(hourly, hourMs).unref();
      return now();
    },
    async stop() {
      abort.abort();
      if (timer !== null) clearInterval(timer);
      await running;
    },
  };
}
