import { createStore } from 'zustand/vanilla';
import type { Client, Reply } from '../../app/contract/contract.ts';
import type { JobEnd } from '../../app/contract/jobs.ts';
import type { QuitView } from '../../app/contract/messengers.ts';
import type { ContractError } from '../../app/contract/errors.ts';
import type { Product } from '../../app/platforms/platform.ts';

/** State of a request to quit one messenger. */
export interface Quitting {
  readonly view: QuitView | null;
  /** a request is running */
  readonly busy: boolean;
  readonly error: ContractError | null;
}

export const notAsked: Quitting = { view: null, busy: false, error: null };

/** Requests messengers to quit. The result comes from main, so that it survives a reload. */
export function createQuitStore(client: Client, ended: (jobId: string) => Promise<JobEnd>) {
  const store = createStore<Readonly<Partial<Record<Product, Quitting>>>>(() => ({}));
  const set = (product: Product, change: Partial<Quitting>): void =>
    store.setState((state) => ({ [product]: { ...notAsked, ...state[product], ...change } }));

  const load = async (product: Product): Promise<void> => {
    let reply = await client.call('messengers.quitState', { product });
    if (reply.ok && reply.value?.state === 'waiting') {
      set(product, { view: reply.value, busy: true });
      await ended(reply.value.jobId);
      reply = await client.call('messengers.quitState', { product });
    }
    set(product, {
      busy: false,
      ...(reply.ok ? { view: reply.value } : { error: reply.error }),
    });
  };

  const follow = async (product: Product, start: () => Promise<Reply<{ jobId: string }>>): Promise<void> => {
    set(product, { busy: true, error: null });
    const started = await start();
    if (!started.ok) {
      set(product, { busy: false, error: started.error });
      return;
    }
    const { error } = await ended(started.value.jobId);
    await load(product);
    if (error !== null) set(product, { error });
  };

  return {
    store,
    load,
    ask: (product: Product) => follow(product, () => client.call('messengers.askToQuit', { product })),
    /** call only after the confirmation */
    force: (product: Product) =>
      follow(product, () => client.call('messengers.forceEnd', { product, confirmed: true })),
  };
}
