import { SignOffError } from '../../../app/contract/errors.ts';
import type { QuitView } from '../../../app/contract/messengers.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { askToQuit, endByForce } from './quit.ts';
import type { QuitAnswer, QuitDeps } from './quit.ts';

/** Tracks requests to quit by product: a process may be ended by force only after it ignored one. */
export interface Quitter {
  /** starts the job that asks and waits, and returns its id; throws `busy` while one waits for this product */
  ask(product: Product): string;
  /** throws `not-asked-to-quit` unless the last answer was `still-running` */
  force(product: Product): string;
  state(product: Product): QuitView | null;
}

export function createQuitter(deps: QuitDeps & { readonly jobs: Jobs }): Quitter {
  const states = new Map<Product, QuitView>();

  const start = (
    product: Product,
    forced: boolean,
    work: (signal: AbortSignal) => Promise<QuitAnswer>,
  ): string => {
    if (states.get(product)?.state === 'waiting') throw new SignOffError('busy', {});
    const jobId = deps.jobs.start('quit', async ({ signal }) => {
      let answer: QuitAnswer | null = null;
      try {
        answer = await work(signal);
      } finally {
        if (answer === null) states.delete(product);
        else states.set(product, { product, jobId, forced, ...answer });
      }
    });
    states.set(product, { product, jobId, forced, state: 'waiting', reason: null, processes: [] });
    return jobId;
  };

  return {
    ask: (product) => start(product, false, (signal) => askToQuit(deps, product, signal)),
    force(product) {
      const last = states.get(product);
      if (last?.state !== 'still-running') throw new SignOffError('not-asked-to-quit');
      return start(product, true, (signal) => endByForce(deps, product, last.processes, signal));
    },
    state: (product) => states.get(product) ?? null,
  };
}
