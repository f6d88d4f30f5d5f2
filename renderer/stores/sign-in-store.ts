import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { SignInView } from '../../app/contract/sign-in.ts';
import { loaded, loading } from './loadable.ts';
import type { Loadable } from './loadable.ts';

const interval = 1000;

/** What is left of each sign-in, asked for once or, while a screen watches, every second. */
export function createSignInStore(client: Client) {
  const store = createStore<Loadable<SignInView>>(() => loading);
  let watchers = 0;
  let asking = false;
  const load = async (): Promise<void> => {
    store.setState(loaded(await client.call('signin.check', {})), true);
  };
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
    /** starts asking; the returned function ends it. The next question waits for the last answer. */
    watch(): () => void {
      watchers += 1;
      void keepAsking();
      return () => {
        watchers -= 1;
      };
    },
  };
}
