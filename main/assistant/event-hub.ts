import type { EventName, Events } from '../../app/contract/contract.ts';

type Listener = (event: EventName, payload: Events[EventName]) => void;

/** Carries events from services to every face; a listener that throws must not stop the others. */
export interface EventHub {
  readonly emit: <E extends EventName>(event: E, payload: Events[E]) => void;
  readonly on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void) => () => void;
  readonly onAny: (listener: Listener) => () => void;
}

export function createEventHub(onUnexpected: (error: unknown) => void): EventHub {
  const listeners = new Set<Listener>();
  const onAny = (listener: Listener): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    onAny,
    emit(event, payload) {
      for (const listener of listeners) {
        try {
          listener(event, payload);
        } catch (error) {
          onUnexpected(error);
        }
      }
    },
    on(wanted, listener) {
      return onAny((event, payload) => {
        if (event === wanted) listener(payload as Parameters<typeof listener>[0]);
      });
    },
  };
}
