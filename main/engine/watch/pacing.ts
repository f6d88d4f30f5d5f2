/** Monotonic time and timers; tests replace them and move time by hand. */
export interface Timers {
  /** Milliseconds on a clock that never jumps. */
  elapsed(): number;
  /** Runs `work` once and returns its cancellation. Does not keep the process alive. */
  after(ms: number, work: () => void): () => void;
}

export const systemTimers: Timers = {
  elapsed: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** Runs `work` every `ms` until the returned function is called. */
export function every(timers: Timers, ms: number, work: () => void): () => void {
  let cancel = (): void => undefined;
  const next = (): void => {
    cancel = timers.after(ms, () => {
      next();
      work();
    });
  };
  next();
  return () => cancel();
}

/** Work that runs once for many requests, and never twice at a time. */
export interface Paced {
  request(): void;
  close(): void;
}

interface Pace {
  readonly timers: Timers;
  /** Milliseconds from a request to the work. */
  readonly delayMs: number;
  /** Milliseconds between the end of one run and the next, at least. */
  readonly gapMs: number;
}

export function paced(work: () => unknown, { timers, delayMs, gapMs }: Pace): Paced {
  let cancel: (() => void) | null = null;
  let isRunning = false;
  let isRequested = false;
  let isClosed = false;
  let restUntil = -Infinity;

  const plan = (): void => {
    if (isClosed || isRunning || cancel !== null) return;
    cancel = timers.after(Math.max(delayMs, restUntil - timers.elapsed()), run);
  };
  const finish = (): void => {
    isRunning = false;
    restUntil = timers.elapsed() + gapMs;
    if (isRequested) plan();
  };
  const run = (): void => {
    [cancel, isRunning, isRequested] = [null, true, false];
    const result = work();
    if (result instanceof Promise) void result.finally(finish);
    else finish();
  };
  return {
    request() {
      isRequested = true;
      plan();
    },
    close() {
      isClosed = true;
      cancel?.();
    },
  };
}
