import type { EventEmitter } from 'node:events';

/** Hands an error of a listener to the program as Electron does: no native caller ever sees it. */
export function reportError(error: unknown): void {
  process.emit('uncaughtException', error instanceof Error ? error : new Error(String(error)));
}

/**
 * Emits an event from the system's side, with the event object first (gin_helper/event_emitter.h). True if a listener
 * called `preventDefault`.
 */
export function emitNative(
  emitter: EventEmitter,
  name: string,
  details: Readonly<Record<string, unknown>> = {},
  ...more: readonly unknown[]
): boolean {
  let prevented = false;
  const event = {
    ...details,
    preventDefault: () => {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
  try {
    emitter.emit(name, event, ...more);
  } catch (error) {
    reportError(error);
  }
  return prevented;
}
