/**
 * Where the program is between its start and its end: `is_ready_`, `is_quitting_`, `is_exiting_` and `is_shutdown_`
 * of shell/browser/browser.h.
 */
export const lifetime = { isReady: false, isQuitting: false, isExiting: false, isShutDown: false };

/** Throws Electron's own message for a call that came too late. */
export function demandBeforeReady(message: string): void {
  if (lifetime.isReady) throw new Error(message);
}

/** Throws Electron's own message for a call that came too early. */
export function demandReady(message: string, kind: new (text: string) => Error = Error): void {
  if (!lifetime.isReady) throw new kind(message);
}
