import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { JobEnd } from '../../app/contract/jobs.ts';
import type { InterruptedRun } from '../../app/contract/runs.ts';
import { noExclusions } from '../../app/wizard/exclusions.ts';
import type { Exclusions } from '../../app/wizard/exclusions.ts';
import { beginLeaving, leave, resumeLeaving } from '../../app/wizard/leaving.ts';
import type { LeavingEvent, OpeningPurpose, LeavingState } from '../../app/wizard/leaving-state.ts';
import type { Leaving, LeavingContext } from './leaving-context.ts';
import { drivePlan, excludeFrom } from './plan-driver.ts';
import { driveRun } from './run-driver.ts';

const closed: Leaving = { machine: null, plan: null, exclusions: noExclusions, report: null };

/** Runs the wizard's machine and does what it asks for: plans, exclusions, the run, its verification. */
export function createLeavingStore(
  client: Client,
  ended: (jobId: string) => Promise<JobEnd>,
  afterRun: () => void,
) {
  const store = createStore<Leaving>(() => closed);
  const act = (before: LeavingState | null, after: LeavingState): void => {
    if (after.plan.kind === 'none' && before?.plan.kind !== 'none') store.setState({ plan: null });
    if (after.plan.kind === 'wanted' && before?.plan !== after.plan) void drivePlan(context);
    if ((after.run.kind === 'wanted' || after.run.kind === 'resuming') && before?.run !== after.run)
      void driveRun(context, after.run, afterRun);
  };
  const send = (event: LeavingEvent): void => {
    const before = store.getState().machine;
    if (before === null) return;
    const after = leave(before, event);
    if (after === before) return;
    store.setState({ machine: after });
    act(before, after);
  };
  const context: LeavingContext = {
    client,
    ended,
    get: () => store.getState(),
    set: (part) => store.setState(part),
    send,
  };
  return {
    store,
    send,
    /** `sinceSession`: only what came since the person sat down */
    open(purpose: OpeningPurpose, selectable: readonly string[], sinceSession = false): void {
      const machine = beginLeaving(purpose, selectable, sinceSession);
      store.setState({ ...closed, machine }, true);
      act(null, machine);
    },
    /** goes on with an interrupted run; only after the person has held the button for it */
    resume(run: Pick<InterruptedRun, 'runId' | 'mode'>): void {
      const machine = resumeLeaving(run);
      store.setState({ ...closed, machine }, true);
      act(null, machine);
    },
    close(): void {
      store.setState(closed, true);
    },
    exclude(exclusions: Exclusions): void {
      store.setState({ exclusions });
    },
    /** makes the plan as small as the person wants it, then goes on to the last question */
    async goOnFromPreview(): Promise<void> {
      if (await excludeFrom(context)) send({ type: 'next' });
    },
    /** puts everything back that was taken out */
    restoreAll(): void {
      store.setState({ exclusions: noExclusions });
    },
    cancel(): void {
      const run = store.getState().machine?.run;
      if (run?.kind !== 'running') return;
      send({ type: 'cancel-asked' });
      void client.call('jobs.cancel', { jobId: run.jobId });
    },
  };
}
