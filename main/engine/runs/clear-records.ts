import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { idSchema } from '../../../app/contract/shapes.ts';
import type { Clock, ProcessMarks } from '../../system/ports.ts';
import { fileNamesIn } from '../ledger/reports.ts';
import type { PlanStore } from '../plans/plan-store.ts';
import { runLockHolder } from '../state/run-lock.ts';
import { hasRunEnded, plansInUse, removeJournal } from './interrupted.ts';
import type { InterruptedDeps } from './interrupted.ts';

export interface RecordsDeps extends InterruptedDeps {
  readonly plans: PlanStore;
  readonly marks: ProcessMarks;
  readonly clock: Clock;
}

/** Removes the journals of runs that have ended: their receipt holds what is to be kept. */
async function clearJournals(deps: RecordsDeps): Promise<void> {
  const names = await fileNamesIn(deps.state, 'runs');
  const runIds = names.flatMap((name) => (name.endsWith('.jsonl') ? name.slice(0, -6) : []));
  if (runIds.length === 0) return;
  const active = await runLockHolder(deps.state, deps.marks);
  for (const runId of runIds) {
    if (!idSchema.safeParse(runId).success || runId === active || !(await hasRunEnded(deps, runId))) continue;
    await removeJournal(deps.state, runId);
  }
}

/** Removes the plans of runs whose second look succeeded: a later look needs the receipt only. */
async function clearPlans(deps: RecordsDeps): Promise<void> {
  const spent = await deps.plans.spent();
  if (spent.length === 0) return;
  const looked = (await deps.reports.list()).filter(({ verification }) => verification !== null);
  const planIds = new Set(looked.map(({ planId }) => planId));
  const inUse = await plansInUse(deps);
  for (const planId of spent)
    if (planIds.has(planId) && !inUse.has(planId)) await deps.plans.dropSpent(planId);
}

/** Time in ms after the end of a run in which its first look can still be made with the plan. */
const firstLookMs = 24 * 60 * 60 * 1000;

/** The plans of runs that have just ended, also when the plan itself is old: their first look needs the names. */
async function notLookedAt({ state, reports, clock }: RecordsDeps): Promise<readonly string[]> {
  const planIds: string[] = [];
  for (const { runId, planId, verification } of await reports.list()) {
    if (verification !== null) continue;
    // an interrupted run ended long before its receipt was written
    const { mtimeMs } = await stat(join(state.path, 'reports', `${runId}.json`));
    if (clock.now() - mtimeMs <= firstLookMs) planIds.push(planId);
  }
  return planIds;
}

/**
 * Removes every plan, journal and damaged file that nothing needs any more, because each holds file or account names.
 * Safe at any time and in any process: what can be resumed, closed or looked at for the first time stays. Goes on after
 * a failure, and then throws the first one.
 */
export async function clearRecords(deps: RecordsDeps): Promise<void> {
  const { plans, state } = deps;
  const inUse = async (): Promise<ReadonlySet<string>> =>
    new Set([...(await plansInUse(deps)), ...(await notLookedAt(deps))]);
  const steps = [
    () => clearJournals(deps),
    () => clearPlans(deps),
    () => plans.sweep(inUse),
    () => state.sweepAsides(),
  ];
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => void failures.push(error));
  if (failures.length > 0) throw failures[0];
}
