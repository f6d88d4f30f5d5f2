export type PresenceEnd = 'aborted' | 'never-opened' | 'window-closed' | 'quit';

/** Tracks whether a window is connected, and when its absence means the end. */
export interface Presence {
  report(connected: boolean): void;
  isConnected(): boolean;
  cameOnce(): boolean;
  /** the browser's first process exited with 0: a window connects soon or never */
  expectSoon(): void;
  /** true: the host stays without a window, because a tray can bring it back */
  stay(stays: boolean): void;
  /** the browser of an open window ended, so that no reload can follow */
  gone(): void;
  /** ends now, because the person asked to quit */
  quit(): void;
  /** resolves once, when no window is expected any more */
  readonly over: Promise<PresenceEnd>;
}

export interface PresenceTimings {
  /** how long a reload or a sleeping window may be away, and a panel that starts again may be without the icon */
  readonly idleMs: number;
  /** how long the first window may take to connect */
  readonly firstWindowMs: number;
}

/** A closed window and a reload look alike at first, so an absence counts only after `idleMs`. */
export function createPresence(timings: PresenceTimings, signal: AbortSignal): Presence {
  let came = false;
  let connected = false;
  let stays = false;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let settle: (end: PresenceEnd) => void = () => undefined;
  const over = new Promise<PresenceEnd>((resolve) => (settle = resolve));

  const end = (reason: PresenceEnd): void => {
    ended = true;
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    settle(reason);
  };
  const abort = (): void => end('aborted');
  const endAfter = (ms: number): void => {
    clearTimeout(timer);
    if (!ended && !stays && !connected)
      timer = setTimeout(() => end(came ? 'window-closed' : 'never-opened'), ms);
  };
  endAfter(timings.firstWindowMs);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });

  return {
    over,
    isConnected: () => connected,
    cameOnce: () => came,
    expectSoon() {
      if (!came) endAfter(timings.idleMs);
    },
    stay(wanted) {
      if (wanted === stays) return;
      stays = wanted;
      endAfter(came ? timings.idleMs : timings.firstWindowMs);
    },
    gone() {
      if (!stays) end('window-closed');
    },
    quit: () => end('quit'),
    report(isOpen) {
      connected = isOpen;
      if (isOpen) came = true;
      endAfter(timings.idleMs);
    },
  };
}
