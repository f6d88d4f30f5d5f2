import type { Client, InputOf, MethodName, OutputOf, Reply } from '../../app/contract/contract.ts';
import type { Bridge } from '../../app/contract/wire.ts';
import { createEventHub } from './event-hub.ts';

/** The contract over Electron's two channels. */
export function createBridgeClient(bridge: Bridge): Client {
  const hub = createEventHub();
  let nextId = 1;
  bridge.onEvent((frame) => hub.emit(frame.event, frame.payload));
  return {
    async call<M extends MethodName>(method: M, input: InputOf<M>) {
      const answer = await bridge.request({ kind: 'request', id: nextId++, method, input });
      return answer.reply as Reply<OutputOf<M>>;
    },
    on: hub.on,
  };
}
