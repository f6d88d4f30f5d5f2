import type { Client } from '../../app/contract/contract.ts';
import type { JobEnd } from '../../app/contract/jobs.ts';
import type { PlanView } from '../../app/contract/plans.ts';
import type { ReportView } from '../../app/contract/runs.ts';
import type { Exclusions } from '../../app/wizard/exclusions.ts';
import type { LeavingEvent, LeavingState } from '../../app/wizard/leaving-state.ts';

export interface Leaving {
  /** null = the wizard is closed */
  readonly machine: LeavingState | null;
  /** the plan on the screen; its totals are main's own */
  readonly plan: PlanView | null;
  readonly exclusions: Exclusions;
  readonly report: ReportView | null;
}

export interface LeavingContext {
  readonly client: Client;
  readonly ended: (jobId: string) => Promise<JobEnd>;
  readonly get: () => Leaving;
  readonly set: (part: Partial<Leaving>) => void;
  readonly send: (event: LeavingEvent) => void;
}
