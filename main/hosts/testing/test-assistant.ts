import type { EventName, Events, Handlers } from '../../../app/contract/contract.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { Assistant } from '../../assistant/assistant.ts';
import { createDispatcher } from '../../assistant/dispatcher.ts';

type AnyListener = Parameters<Assistant['onAny']>[0];

interface TestAssistant {
  readonly assistant: Assistant;
  readonly emit: <E extends EventName>(event: E, payload: Events[E]) => void;
  /** how often the host has closed it */
  closed(): number;
}

/** The real dispatcher over handlers that know only settings: enough to try a host's transport. */
export function testAssistant(): TestAssistant {
  const listeners = new Set<AnyListener>();
  let closes = 0;
  const refuse = (): never => {
    throw new SignOffError('nothing-found', {});
  };
  const handlers = new Proxy({} as Handlers, {
    get: (_target, name) =>
      name === 'settings.get' ? () => ({ language: 'system', theme: 'system' }) : refuse,
  });
  const dispatcher = createDispatcher(handlers, () => undefined, console.error);
  const onAny: Assistant['onAny'] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    assistant: {
      dispatcher,
      onAny,
      on: () => refuse(),
      client: () => refuse(),
      retain: () => Promise.resolve(),
      close() {
        closes += 1;
        return Promise.resolve();
      },
    },
    emit(event, payload) {
      for (const listener of listeners) listener(event, payload);
    },
    closed: () => closes,
  };
}
