import { demandReady, execute } from '../execute.ts';
import type { ExecuteDeps, ReadyRun } from '../execute.ts';

/** Checks and carries out a confirmed plan as the product does, in a process that holds the lock. */
export async function runNow(deps: ExecuteDeps, run: Omit<ReadyRun, 'found'>) {
  const found = await demandReady(deps, run.plan);
  return execute(deps, { ...run, found });
}
