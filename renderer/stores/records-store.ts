import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { ReportView } from '../../app/contract/runs.ts';
import { loaded, loading } from './loadable.ts';
import type { Loadable } from './loadable.ts';

/** The receipts of finished runs. */
export function createRecordsStore(client: Client) {
  const store = createStore<Loadable<readonly ReportView[]>>(() => loading);
  return {
    store,
    async load(): Promise<void> {
      store.setState(loaded(await client.call('reports.list', {})), true);
    },
  };
}
