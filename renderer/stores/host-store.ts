import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { ContractError } from '../../app/contract/errors.ts';
import type { HostView, StatusView } from '../../app/contract/host.ts';
import { inTurn } from './in-turn.ts';

export interface HostState {
  readonly host: HostView | null;
  readonly status: StatusView | null;
  /** why the file manager did not show the last place */
  readonly notShown: ContractError | null;
}

/** The host's capabilities and status. */
export function createHostStore(client: Client) {
  const store = createStore<HostState>(() => ({ host: null, status: null, notShown: null }));
  const loadStatus = inTurn(async () => {
    const reply = await client.call('status.get', {});
    if (reply.ok) store.setState({ status: reply.value });
  });
  return {
    store,
    loadStatus,
    async showPlace(rootId: string, path: string): Promise<void> {
      const reply = await client.call('host.showPlace', { rootId, path });
      store.setState({ notShown: reply.ok ? null : reply.error });
    },
    /** the person has read why the last place was not shown */
    read: () => store.setState({ notShown: null }),
    async load(): Promise<void> {
      const reply = await client.call('host.describe', {});
      if (reply.ok) store.setState({ host: reply.value });
      await loadStatus();
    },
  };
}
