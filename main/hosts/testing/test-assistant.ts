import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { clientOf } from '../../assistant/assistant.ts';
import type { Assistant } from '../../assistant/assistant.ts';
import { createDispatcher } from '../../assistant/dispatcher.ts';
import type { CallRecord } from '../../assistant/dispatcher.ts';

interface TestAssistant {
  readonly assistant: Assistant;
  readonly emit: FakeContract['emit'];
  /** every call, those that were refused included */
  readonly calls: readonly CallRecord[];
  /** how often the host closed it */
  closed(): number;
}

/** The real dispatcher over the fake contract, for testing a host's transport. */
export function testAssistant(): TestAssistant {
  const fake = new FakeContract({ settings: { language: 'system' } });
  const calls: CallRecord[] = [];
  const dispatcher = createDispatcher(fake.handlers, (record) => calls.push(record), console.error);
  let closes = 0;
  return {
    assistant: {
      dispatcher,
      onAny: (listener) => fake.onAny(listener),
      on: (event, listener) => fake.on(event, listener),
      client: (caller) => clientOf(dispatcher, fake.on, caller),
      retain: () => Promise.resolve(),
      close() {
        closes += 1;
        return Promise.resolve();
      },
    },
    calls,
    emit: (event, payload) => fake.emit(event, payload),
    closed: () => closes,
  };
}
