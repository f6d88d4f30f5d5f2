import type { Handlers } from '../../app/contract/contract.ts';
import type { VolumeView } from '../../app/contract/plans.ts';
import type { FrozenPlan } from '../engine/planning/frozen-plan.ts';
import type { PlanStore } from '../engine/planning/plan-store.ts';
import type { Quarantine } from '../engine/quarantine/quarantine.ts';
import type { Runs } from '../engine/runs/runs.ts';

interface Keeping {
  readonly runs: Runs;
  readonly quarantine: Quarantine;
  readonly plans: PlanStore;
  volumesOf(plan: FrozenPlan): Promise<readonly VolumeView[]>;
}

/** What was put aside, what lies on which volume, and runs that were cut off. */
export function keeping(wired: Keeping) {
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
