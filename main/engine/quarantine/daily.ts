import type { Clock } from '../../system/ports.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Work that a host which stays open does at its start and then once a day. */
export interface Daily {
  /** does it now, and from then on daily; a second call only does it now */
  begin(): Promise<void>;
  /** nothing begins afterwards; what is under way is told to stop and waited for */
  stop(): Promise<void>;
}

/**
 * Asks the clock every hour, because a timer of a day stands still while the computer sleeps. It keeps no process alive.
 * What `work` throws ends nothing and is handed on.
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
    // a clock that went back is looked at as well
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
