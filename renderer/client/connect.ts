import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import { createBridgeClient } from './bridge-client.ts';
import type { Bridge } from '../../app/contract/wire.ts';
import { createSocketClient } from './socket-client.ts';

declare global {
  interface Window {
    readonly signoff?: Bridge;
  }
}

export interface Connection {
  readonly client: Client;
  /** `true` once the program behind the window is gone */
  readonly lost: StoreApi<boolean>;
}

/** Picks the transport: the desktop app's bridge where it is, else the WebSocket of the page's own origin. */
export function connect(window: Window): Connection {
  const lost = createStore<boolean>(() => false);
  if (window.signoff !== undefined) return { client: createBridgeClient(window.signoff), lost };
  const { protocol, host } = window.location;
  const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc`);
  return { client: createSocketClient(socket, () => lost.setState(true, true)).client, lost };
}
