import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { HostView, StatusView } from '../../app/contract/host.ts';
import { inTurn } from './in-turn.ts';

export interface HostState {
  readonly host: HostView | null;
  readonly status: StatusView | null;
}

/** The host's capabilities and status. */
export function createHostStore(client: Client) {
  const store = createStore<HostState>(() => ({ host: null, status: null }));
  const loadStatus = inTurn(async () => {
    const reply = await client.call('status.get', {});
    if (reply.ok) store.setState({ status: reply.value });
  });
  return {
    store,
    loadStatus,
    async load(): Promise<void> {
      const reply = await client.call('host.describe', {});
      if (reply.ok) store.setState({ host: reply.value });
      await loadStatus();
    },
  };
}
