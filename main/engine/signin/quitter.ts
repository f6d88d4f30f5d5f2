import { SignOffError } from '../../../app/contract/errors.ts';
import type { QuitView } from '../../../app/contract/messengers.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { askToQuit, endByForce } from './quit.ts';
import type { QuitAnswer, QuitDeps } from './quit.ts';

/** Remembers for this session what was asked of whom: nothing is ended by force that was not asked in vain. */
export interface Quitter {
  /** gives the id of the job that asks and waits; `busy` while another one waits for the same product */
  ask(product: Product): string;
  /** `not-asked-to-quit` unless the last answer was that it still runs */
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
