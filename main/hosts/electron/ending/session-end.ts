import type { BrowserWindow, PowerMonitor } from 'electron';

/** How the system ends a person's session; registered on every system, where each sends its own (electron.d.ts). */
export interface SessionEndParts {
  readonly window: Pick<BrowserWindow, 'on'>;
  readonly power: Pick<PowerMonitor, 'on'>;
  /** known at once: Windows waits for no promise */
  readonly isBusy: () => boolean;
  /** stops after the current file, writes the journal and ends the program */
  readonly leave: () => void;
}

/**
 * At log-off and shutdown the current entry is finished and the journal written.
 * Windows sends `query-session-end` and then `session-end` to the window, never `before-quit`, and kills the program
 * soon after the second; only a run is worth delaying it. Linux and macOS send `shutdown`, and wait when it is prevented.
 */
export function followSessionEnd({ window, power, isBusy, leave }: SessionEndParts): void {
  window.on('query-session-end', (event) => {
    if (!isBusy()) return;
    event.preventDefault();
    leave();
  });
  window.on('session-end', leave);
  // electron.d.ts declares no parameter, but describes preventDefault
  const onShutdown = (event?: { preventDefault?: () => void }): void => {
    event?.preventDefault?.();
    leave();
  };
  power.on('shutdown', onShutdown);
}

/** Signals that end the program in order. A terminal sends an interrupt to each program in it, so one may come twice. */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Call once Electron is ready: until then it installs handlers of its own for these signals. */
export function followSignals(process: Pick<NodeJS.Process, 'on'>, leave: () => void): void {
  for (const signal of endingSignals) process.on(signal, leave);
}
