import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { ReportView } from '../../app/contract/runs.ts';
import { inTurn } from './in-turn.ts';
import { loaded, loading } from './loadable.ts';
import type { Loadable } from './loadable.ts';

/** The receipts of finished runs. */
export function createRecordsStore(client: Client) {
  const store = createStore<Loadable<readonly ReportView[]>>(() => loading);
  return {
    store,
    load: inTurn(async () => store.setState(loaded(await client.call('reports.list', {})), true)),
  };
}
