import { SignOffError } from '../../../app/contract/errors.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { ActiveRun, InterruptedRun, ReportView } from '../../../app/contract/runs.ts';
import type { JobControl, Jobs } from '../jobs/jobs.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import type { PlanStore } from '../plans/plan-store.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Reports } from '../ledger/reports.ts';
import type { RunLock } from '../state/run-lock.ts';
import type { ReadyRun } from './execute.ts';

export interface RunsDependencies {
  readonly jobs: Jobs;
  readonly plans: PlanStore;
  readonly reports: Reports;
  /** true when this host supports the mode; another mode never replaces it */
  can(mode: RemovalMode): boolean;
  /** throws `busy` while any process removes or restores */
  lock(runId: string): Promise<RunLock>;
  /** reads the disk again; throws `plan-changed`, `messenger-running` or `messenger-unknown` */
  demandReady(plan: FrozenPlan): Promise<Discovery>;
  /** saves the receipt before the journal's end line */
  execute(run: ReadyRun): Promise<unknown>;
  /** a resumable run; throws `run-not-found`, `run-not-resumable` or what `execute` throws */
  resumable(runId: string): Promise<Prepared>;
  resume(plan: FrozenPlan, runId: string, control: JobControl): Promise<unknown>;
  /** null: the plan's file names are gone, and the receipt has to do */
  verify(
    plan: FrozenPlan | null,
    report: ReportView,
    control: JobControl,
  ): Promise<Pick<ReportView, 'examples' | 'verification'>>;
  /** removes the records that nothing needs any more; never fails a run or a look */
  clearRecords(): Promise<void>;
  interrupted(): Promise<readonly InterruptedRun[]>;
  /** nothing of the run can be resumed or closed */
  hasEnded(runId: string): Promise<boolean>;
  closeInterrupted(runId: string): Promise<ReportView>;
}

/** What a run removes, and how. */
interface Prepared {
  readonly plan: FrozenPlan;
  readonly mode: RemovalMode;
}

interface Started {
  readonly jobId: string;
  readonly runId: string;
}

/** Runs a confirmed plan and verifies its receipt. One run at a time per computer; each plan runs at most once. */
export interface Runs {
  /**
   * refuses before the plan is spent: another run, running messenger, replaced root, expired, used or damaged plan
   */
  start(planId: string, runId: string, mode: RemovalMode): Promise<Started>;
  /** resumes an interrupted run; a refusal leaves it unchanged */
  resume(runId: string): Promise<Started>;
  /** the run of this process; null when there is none */
  active(): ActiveRun | null;
  verify(runId: string): Promise<{ jobId: string }>;
  close(runId: string): Promise<ReportView>;
  interrupted(): Promise<readonly InterruptedRun[]>;
}

/** Returns the receipt of a run that has ended; closes another one under the lock. */
async function close(deps: RunsDependencies, runId: string): Promise<ReportView> {
  const known = await deps.reports.find(runId);
  if (known !== null && (await deps.hasEnded(runId))) return known;
  const lock = await deps.lock(runId);
  try {
    return await deps.closeInterrupted(runId);
  } finally {
    await lock.release();
    await deps.clearRecords();
  }
}

/** The plan of a run; null when its file names are gone. */
async function planOf(plans: PlanStore, planId: string): Promise<FrozenPlan | null> {
  try {
    return await plans.loadSpent(planId);
  } catch (error) {
    if (error instanceof SignOffError && error.code === 'plan-not-found') return null;
    throw error;
  }
}

/**
 * Orders the steps so that a refusal costs nothing: lock, load the plan, check messengers, spend the plan, then
 * remove.
 */
export function createRuns(deps: RunsDependencies): Runs {
  let active: ActiveRun | null = null;

  /** Runs `prepare` under the lock, then the job, which releases the lock. A refusal releases it at once. */
  const startLocked = async (
    runId: string,
    prepare: () => Promise<{ mode: RemovalMode; work: (control: JobControl) => Promise<unknown> }>,
  ): Promise<Started> => {
    const lock = await deps.lock(runId);
    try {
      const { mode, work } = await prepare();
      const jobId = deps.jobs.start('clean', async (control) => {
        try {
          await work(control);
        } finally {
          active = null;
          await lock.release();
          await deps.clearRecords();
        }
      });
      active = { jobId, runId, mode };
      return { jobId, runId };
    } catch (error) {
      await lock.release();
      throw error;
    }
  };

  return {
    async start(planId, runId, mode) {
      if (!deps.can(mode)) throw new SignOffError('mode-not-available', { mode });
      return startLocked(runId, async () => {
        const plan = await deps.plans.load(planId);
        const found = await deps.demandReady(plan);
        await deps.plans.spend(planId);
        return { mode, work: (control) => deps.execute({ plan, found, runId, mode, control }) };
      });
    },
    resume: (runId) =>
      startLocked(runId, async () => {
        const { plan, mode } = await deps.resumable(runId);
        return { mode, work: (control) => deps.resume(plan, runId, control) };
      }),
    active: () => active,
    async verify(runId) {
      const report = await deps.reports.get(runId);
      const plan = await planOf(deps.plans, report.planId);
      const jobId = deps.jobs.start('verify', async (control) => {
        const looked = await deps.verify(plan, report, control);
        await deps.reports.update(runId, (now) => ({ ...now, ...looked }));
        await deps.clearRecords();
      });
      return { jobId };
    },
    close: (runId) => close(deps, runId),
    interrupted: () => deps.interrupted(),
  };
}
