/** Does a piece of work soon after it was asked for: requests in between are one, and two never run at once. */
export interface Soon {
  ask(): void;
  close(): void;
}

export function soon(work: () => Promise<void>, timing: { afterMs: number; gapMs: number }): Soon {
  let timer: NodeJS.Timeout | null = null;
  let isRunning = false;
  let asked = 0;
  let isClosed = false;
  let endedAt = -Infinity;

  const run = async (): Promise<void> => {
    timer = null;
    isRunning = true;
    const served = asked;
    await work();
    isRunning = false;
    endedAt = performance.now();
    if (asked > served) plan();
  };
  const plan = (): void => {
    if (isClosed || timer !== null) return;
    const wait = Math.max(timing.afterMs, endedAt + timing.gapMs - performance.now());
    timer = setTimeout(() => void run(), wait);
    timer.unref();
  };
  return {
    ask() {
      asked += 1;
      if (!isRunning) plan();
    },
    close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
