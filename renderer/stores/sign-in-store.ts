import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { SignInView } from '../../app/contract/sign-in.ts';
import { inTurn } from './in-turn.ts';
import { loaded, loading } from './loadable.ts';
import type { Loadable } from './loadable.ts';

const interval = 1000;

/** What is left of each sign-in; loaded once, or polled every second while a screen watches. */
export function createSignInStore(client: Client) {
  const store = createStore<Loadable<SignInView>>(() => loading);
  let watchers = 0;
  let asking = false;
  const load = inTurn(async () => store.setState(loaded(await client.call('signin.check', {})), true));
  const keepAsking = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    while (watchers > 0) {
      if (document.visibilityState === 'visible') await load();
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
    asking = false;
  };
  return {
    store,
    load,
    /** starts polling and returns the function that stops it; polls never overlap */
    watch(): () => void {
      watchers += 1;
      void keepAsking();
      return () => {
        watchers -= 1;
      };
    },
  };
}
