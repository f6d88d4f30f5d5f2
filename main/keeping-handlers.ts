import type { Handlers } from '../app/contract/contract.ts';
import type { Wired } from './handlers.ts';

/** What was put aside, what lies on which volume, and runs that were cut off. */
export function keeping(wired: Pick<Wired, 'runs' | 'quarantine' | 'plans' | 'volumesOf'>) {
  return {
    'runs.resume': ({ runId }) => wired.runs.resume(runId),
    'volumes.describe': async ({ planId }) => wired.volumesOf(await wired.plans.load(planId)),
    'quarantine.list': () => wired.quarantine.list(),
    'quarantine.restore': ({ batchId, conflict }) => wired.quarantine.restore(batchId, conflict),
    'quarantine.restored': ({ jobId }) => wired.quarantine.restored(jobId),
    'quarantine.purge': ({ batches }) => wired.quarantine.purge(batches),
    'quarantine.purged': ({ jobId }) => wired.quarantine.purged(jobId),
  } satisfies Partial<Handlers>;
}
