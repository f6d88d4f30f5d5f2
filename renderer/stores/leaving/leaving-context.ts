import type { Client } from '../../../app/contract/contract.ts';
import type { JobEnd } from '../../../app/contract/jobs.ts';
import type { PlanChoice } from '../../../app/contract/plan-entries.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { LeavingEvent, LeavingState } from '../../../app/wizard/leaving-state.ts';

/** The wizard as the window shows it. */
export interface Leaving {
  /** null = the wizard is closed */
  readonly machine: LeavingState | null;
  /** the current plan; its totals come from main */
  readonly plan: PlanView | null;
  /** what the user left out in the preview */
  readonly choices: readonly PlanChoice[];
  /** the shared sign-ins that the user keeps at the last question */
  readonly keptShared: readonly PlanChoice[];
  readonly report: ReportView | null;
}

/** What carries out the wizard's requests. */
export interface LeavingContext {
  readonly client: Client;
  readonly ended: (jobId: string) => Promise<JobEnd>;
  readonly get: () => Leaving;
  readonly set: (part: Partial<Leaving>) => void;
  readonly send: (event: LeavingEvent) => void;
}

export const closed: Leaving = {
  machine: null,
  plan: null,
  choices: [],
  keptShared: [],
  report: null,
};
