import type { ReportView, VerificationView } from '../../../../app/contract/runs.ts';
import type { JobControl } from '../../jobs/jobs.ts';
import type { FrozenPlan } from '../../plans/frozen-plan.ts';
import { verify } from '../verify.ts';
import type { VerifyDeps } from '../verify.ts';

/** A receipt of which the second look reads nothing but how the run ended. */
export const ranWhole = { outcome: 'done', verification: null } as ReportView;

/** A second look that finds `fresh` on the disk; null: nothing is left to plan. */
export function finding(fresh: FrozenPlan | null, now = Date.now): VerifyDeps {
  return {
    collect: () => Promise.resolve({ plan: fresh, sessionEnded: false }),
    restorable: () => [],
    mine: () => Promise.resolve([]),
    clock: { now },
  };
}

const free: JobControl = { signal: new AbortController().signal, progress: () => undefined };

export function verifyAgain(plan: FrozenPlan, fresh: FrozenPlan | null): Promise<VerificationView> {
  return verify(finding(fresh), plan, ranWhole, free);
}
