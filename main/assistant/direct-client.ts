import type { Client } from '../../app/contract/contract.ts';
import type { Assistant } from './assistant.ts';
import type { Caller, Dispatcher } from './dispatcher.ts';

/** The client of a host that lives in this process: a call without a transport in between. */
export function clientOf(dispatcher: Dispatcher, on: Assistant['on'], caller: Caller): Client {
  return {
    on,
    call: (method, input) =>
      dispatcher.dispatch(method, input, caller) as ReturnType<Client['call']> as never,
  };
}
