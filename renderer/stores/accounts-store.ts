import { createStore } from 'zustand/vanilla';
import type { AccountView, DiscoveryView, RootView } from '../../app/contract/accounts.ts';
import type { Client } from '../../app/contract/contract.ts';
import { inTurn } from './in-turn.ts';
import { loaded, loading } from './loadable.ts';
import type { Loadable } from './loadable.ts';

export type AccountsState = Loadable<DiscoveryView>;

/** The discovered roots and accounts. */
export function createAccountsStore(client: Client) {
  const store = createStore<AccountsState>(() => loading);
  return {
    store,
    load: inTurn(async () => store.setState(loaded(await client.call('accounts.discover', {})), true)),
  };
}

/** Whether the assistant may clean this account: known layout, readable folder, supported platform. */
export function isCleanable(account: AccountView, roots: readonly RootView[]): boolean {
  const root = roots.find((candidate) => candidate.id === account.rootId);
  return (
    account.access === 'ok' &&
    root?.access === 'ok' &&
    root.layout === 'recognised' &&
    root.support !== 'detect-only'
  );
}
