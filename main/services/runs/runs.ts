import { SignOffError } from '../../../app/contract/errors.ts';
import type { RemovalMode, ReportView, VerificationView } from '../../../app/contract/plan-views.ts';
import type { InterruptedRun } from '../../../app/contract/views.ts';
import type { JobControl, Jobs } from '../jobs/jobs.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import type { PlanStore } from '../planning/plan-store.ts';
import type { Reports } from '../reports/report-store.ts';

export interface RunsDependencies {
  readonly jobs: Jobs;
  readonly plans: PlanStore;
  readonly reports: Reports;
  /** throws `messenger-running` or `messenger-unknown` for a messenger whose files the plan holds */
  assertQuiet(plan: FrozenPlan): Promise<void>;
  /** saves the receipt itself, before its journal says that the run has ended */
  execute(plan: FrozenPlan, runId: string, mode: RemovalMode, control: JobControl): Promise<unknown>;
  verify(plan: FrozenPlan, control: JobControl): Promise<VerificationView>;
  interrupted(): Promise<readonly InterruptedRun[]>;
  closeInterrupted(runId: string): Promise<ReportView>;
}

/** From a confirmed plan to a verified receipt. One run at a time, each plan at most once. */
export interface Runs {
  /** refuses before anything is spent: running messenger, expired, used or damaged plan, another run */
  start(planId: string, runId: string, mode: RemovalMode): Promise<{ jobId: string; runId: string }>;
  verify(runId: string): Promise<{ jobId: string }>;
  close(runId: string): Promise<ReportView>;
  interrupted(): Promise<readonly InterruptedRun[]>;
}

/** Orders the steps of a run so that a refusal costs nothing: load, ask who runs, spend, and only then remove. */
export function createRuns(deps: RunsDependencies): Runs {
  let active: string | null = null;

  const cleaning = (plan: FrozenPlan, runId: string, mode: RemovalMode) => async (control: JobControl) => {
    try {
      await deps.execute(plan, runId, mode, control);
    } finally {
      active = null;
    }
  };

  return {
    async start(planId, runId, mode) {
      if (active !== null) throw new SignOffError('busy', { run: active });
      active = runId;
      try {
        const plan = await deps.plans.load(planId);
        await deps.assertQuiet(plan);
        await deps.plans.spend(planId);
        return { jobId: deps.jobs.start('clean', cleaning(plan, runId, mode)), runId };
      } catch (error) {
        active = null;
        throw error;
      }
    },
    async verify(runId) {
      const report = await deps.reports.get(runId);
      const plan = await deps.plans.loadSpent(report.planId);
      const jobId = deps.jobs.start('verify', async (control) => {
        const verification = await deps.verify(plan, control);
        await deps.reports.save({ ...report, verification });
      });
      return { jobId };
    },
    async close(runId) {
      if (active === runId) throw new SignOffError('busy', { run: runId });
      const report = await deps.closeInterrupted(runId);
      await deps.reports.save(report);
      return report;
    },
    async interrupted() {
      return (await deps.interrupted()).filter((run) => run.runId !== active);
    },
  };
}
