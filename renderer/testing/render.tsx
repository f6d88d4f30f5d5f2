import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { createStore } from 'zustand/vanilla';
import type { FakeContract } from '../../app/testing/fake-contract.ts';
import type { Lost } from '../client/connect.ts';
import { StoresProvider, createStores } from '../stores/stores.ts';
import type { Stores } from '../stores/stores.ts';

/** The stores of a window without a browser. */
export function storesOf(client: FakeContract): Stores {
  const window = {
    location: { hash: '' },
    navigator: { language: 'zh-CN' },
    addEventListener: () => undefined,
  } as unknown as Window;
  return createStores({ client, lost: createStore<Lost>(() => null) }, window);
}

/** React's server renderer reads the initial state of a store; tests need the current one. */
function showPresentState(stores: Stores): void {
  const { route, settings, leaving, jobs, host, accounts, usage, signIn, quit, records } = stores;
  const all = [route, settings, leaving, jobs, host, accounts, usage, signIn, quit, records];
  for (const { store } of [
    ...all,
    stores.quarantine,
    stores.volumes,
    stores.watch,
    stores.session,
    stores.marks,
    stores.keep,
  ])
    Object.assign(store, { getInitialState: store.getState });
}

/** The rendered markup of a screen. */
export function markupOf(stores: Stores, screen: ReactNode): string {
  showPresentState(stores);
  return renderToStaticMarkup(<StoresProvider value={stores}>{screen}</StoresProvider>);
}

/** The rendered text of a screen, without markup. */
export function wordsOf(stores: Stores, screen: ReactNode): string {
  return markupOf(stores, screen)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}
