export type PresenceEnd = 'aborted' | 'nobody-came' | 'window-closed';

/** Whether a window is there, and when its absence means that the person has gone. */
export interface Presence {
  report(connected: boolean): void;
  cameOnce(): boolean;
  /** the browser's first process has ended well: a window comes soon now or not at all */
  expectSoon(): void;
  /** resolves once, when no window is to be expected any more */
  readonly over: Promise<PresenceEnd>;
}

/** A closed window and a reload look the same at first, so its absence counts only after `idleMs`. */
export function createPresence(
  timings: { readonly idleMs: number; readonly firstWindowMs: number },
  signal: AbortSignal,
): Presence {
  let came = false;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let settle: (end: PresenceEnd) => void = () => undefined;
  const over = new Promise<PresenceEnd>((resolve) => (settle = resolve));

  const end = (why: PresenceEnd): void => {
    ended = true;
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    settle(why);
  };
  const abort = (): void => end('aborted');
  const waitForFirst = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => end('nobody-came'), ms);
  };
  waitForFirst(timings.firstWindowMs);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });

  return {
    over,
    cameOnce: () => came,
    expectSoon() {
      if (!ended && !came) waitForFirst(timings.idleMs);
    },
    report(connected) {
      if (ended) return;
      clearTimeout(timer);
      if (!connected) {
        timer = setTimeout(() => end('window-closed'), timings.idleMs);
        return;
      }
      came = true;
    },
  };
}
