import type { Client, EventName, Events } from '../../app/contract/contract.ts';

type Listener = (payload: never) => void;

/** Hands each event to those who asked for it; both transports and the fake share this one. */
export function createEventHub() {
  const listeners = new Map<EventName, Set<Listener>>();
  const on: Client['on'] = (event, listener) => {
    const known = listeners.get(event) ?? new Set();
    known.add(listener);
    listeners.set(event, known);
    return () => known.delete(listener);
  };
  return {
    on,
    emit(event: EventName, payload: Events[EventName]): void {
      for (const listener of [...(listeners.get(event) ?? [])]) listener(payload as never);
    },
  };
}
