import { demandReady, execute } from '../execute.ts';
import type { ExecuteDeps, ReadyRun } from '../execute.ts';
import { startThreads } from '../../removal/runner.ts';

/** Looks and carries out, as the product does once a plan is confirmed, in a process that holds the lock. */
export async function runNow(deps: ExecuteDeps, run: Omit<ReadyRun, 'found' | 'threads'>) {
  const found = await demandReady(deps, run.plan);
  return execute(deps, { ...run, found, threads: startThreads(deps.place) });
}
