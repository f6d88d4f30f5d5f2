import { planLifetimeMs } from '../engine/planning/create-plan.ts';
import type { PlanStore } from '../engine/plans/plan-store.ts';
import { clearRecords } from '../engine/runs/clear-records.ts';
import type { RecordsDeps } from '../engine/runs/clear-records.ts';

/** The records of plans and runs, which hold names. */
export interface Records {
  /** the store, which clears records whenever a plan is saved, and again when that plan has expired */
  readonly plans: PlanStore;
  /** Never throws: what could not be removed is reported, and tried again by the next call. */
  clear(): Promise<void>;
  stop(): void;
}

/** Wait in ms after a plan's expiry, so that the clock is surely past it. */
const afterExpiryMs = 1000;

export function wireRecords(deps: RecordsDeps, onFailure: (error: unknown) => void): Records {
  let timer: NodeJS.Timeout | undefined;
  const clear = async (): Promise<void> => {
    try {
      await clearRecords(deps);
    } catch (error) {
      onFailure(error);
    }
  };
  const plans: PlanStore = {
    ...deps.plans,
    async save(plan) {
      await deps.plans.save(plan);
      clearTimeout(timer);
      timer = setTimeout(() => void clear(), planLifetimeMs + afterExpiryMs).unref();
      await clear();
    },
  };
  return { plans, clear, stop: () => clearTimeout(timer) };
}
