import { createStore } from 'zustand/vanilla';
import type { Client } from '../../../app/contract/contract.ts';
import type { JobEnd } from '../../../app/contract/jobs.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import type { Computer } from '../../../app/cleanup/computers.ts';
import type { PlanChoice } from '../../../app/contract/plan-entries.ts';
import type { InterruptedRun, PhoneStepId } from '../../../app/contract/runs.ts';
import { choose } from '../../../app/wizard/choices.ts';
import { mustReduce, selectionOf } from '../../../app/wizard/leaving-state.ts';
import type {
  LeavingEvent,
  LeavingState,
  OpeningPurpose,
  RunPhase,
} from '../../../app/wizard/leaving-state.ts';
import type { Known } from '../../../app/wizard/leaving.ts';
import {
  beginLeaving,
  isRefusal,
  leave,
  leavePicked,
  leaveTheRest,
  resumeLeaving,
} from '../../../app/wizard/leaving.ts';
import { closed } from './leaving-context.ts';
import type { Leaving, LeavingContext } from './leaving-context.ts';
import { excludeFrom, excludeShared, includeShared } from './leaving-exclusions.ts';
import { fetchKept, keepDraft } from './leaving-kept.ts';

type Act = (before: LeavingState | null, after: LeavingState) => void;

/** The ways to open and close the wizard. */
function openings({ get, set }: LeavingContext, act: Act) {
  return {
    open(purpose: OpeningPurpose, selectable: readonly string[], known: Known): void {
      const machine = beginLeaving(purpose, selectable, known);
      set({ ...closed, machine });
      act(null, machine);
    },
    /** opens the preview of what was picked; `choices` leave out the rest */
    openPicked(
      { accounts, include, choices }: Pick<LeavingState, 'accounts' | 'include'> & Pick<Leaving, 'choices'>,
      selectable: readonly string[],
      known: Known,
    ): void {
      const machine = leavePicked(selectable, accounts, include, known);
      set({ ...closed, machine, choices });
      act(null, machine);
    },
    /** resumes an interrupted run; call only after the confirmation */
    resume(run: Pick<InterruptedRun, 'runId' | 'mode'>): void {
      const machine = resumeLeaving(run);
      set({ ...closed, machine });
      act(null, machine);
    },
    /** opens the wizard anew for what a clean left of these accounts */
    dealWithRest(level: 'system' | 'deep', computer: Computer, mine: readonly string[]): void {
      const { machine } = get();
      if (machine !== null) set({ ...closed, machine: leaveTheRest(machine, level, computer, mine) });
    },
    close(): void {
      set(closed);
    },
  };
}

/** What the person leaves out of the plan. */
function leavingOut(context: LeavingContext) {
  const { get, set } = context;
  return {
    /** takes files of the plan out, or in again */
    choose: (choice: PlanChoice) => set({ choices: choose(get().choices, choice) }),
    /** takes everything in again */
    restoreAll(): void {
      set({ choices: [], keptShared: [] });
    },
    /** keeps or gives up the sign-in files shared with accounts outside the choice; the plan changes with it */
    keepShared: (keep: boolean) => (keep ? excludeShared(context) : includeShared(context)),
  };
}

/** Runs the wizard's reducer and carries out its requests: plan, choices, run, verification. */
export function createLeavingStore(
  client: Client,
  ended: (jobId: string) => Promise<JobEnd>,
  afterRun: () => void,
) {
  const store = createStore<Leaving>(() => closed);
  const act: Act = (before, after) => {
    if (after.plan.kind === 'none' && before?.plan.kind !== 'none') store.setState({ plan: null });
    if (after.plan.kind === 'wanted' && before?.plan !== after.plan) void drivePlan(context);
    if (mustReduce(after, store.getState().choices)) void excludeFrom(context);
    if ((after.run.kind === 'wanted' || after.run.kind === 'resuming') && before?.run !== after.run)
      void driveRun(context, after.run, afterRun);
  };
  const send = (event: LeavingEvent): void => {
    const { machine: before, choices } = store.getState();
    if (before === null) return;
    // nothing is confirmed that the preview left out, by whatever way the last question was reached
    const isTooEarly = event.type === 'confirmed' && mustReduce(before, choices);
    const after = isTooEarly ? before : leave(before, event);
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
  keepDraft(client, store);
  return {
    store,
    send,
    ...openings(context, act),
    ...leavingOut(context),
    reopen: () => reopen(context, act, afterRun),
    /** looks at an ended run once more */
    async lookAgain(): Promise<void> {
      const run = store.getState().machine?.run;
      if (run?.kind === 'done') await lookAgain(context, run.runId, null, afterRun);
    },
    /** keeps in the receipt whether the person said that this was done on the phone */
    async confirmOnPhone(product: Product, step: PhoneStepId, done: boolean): Promise<void> {
      const { report } = store.getState();
      if (report === null) return;
      const reply = await client.call('reports.confirm', { runId: report.runId, product, step, done });
      if (reply.ok && store.getState().report?.runId === report.runId)
        store.setState({ report: reply.value });
    },
    /** reduces the plan by the choices, then continues */
    async goOnFromPreview(): Promise<void> {
      const isLeft = await excludeFrom(context);
      if (isLeft && store.getState().machine?.step === 'preview') send({ type: 'next' });
    },
    cancel(): void {
      const run = store.getState().machine?.run;
      if (run?.kind !== 'running') return;
      send({ type: 'cancel-asked' });
      void client.call('jobs.cancel', { jobId: run.jobId });
    },
  };
}

/** Makes the wanted plan; drops the result if an answer changed meanwhile. */
async function drivePlan(context: LeavingContext): Promise<void> {
  const { client, ended, get, set, send } = context;
  const machine = get().machine;
  const selection = machine === null ? null : selectionOf(machine);
  if (machine === null || selection === null) return;
  const isCurrent = (jobId: string): boolean => {
    const plan = get().machine?.plan;
    return plan?.kind === 'making' && plan.jobId === jobId;
  };
  set({ plan: null });
  const started = await client.call('plans.create', selection);
  if (get().machine?.plan !== machine.plan) return;
  if (!started.ok) {
    send({ type: 'plan-failed', error: started.error });
    return;
  }
  const { jobId, planId } = started.value;
  send({ type: 'plan-started', jobId });
  const end = await ended(jobId);
  if (!isCurrent(jobId)) return;
  if (end.outcome !== 'done') {
    send({ type: 'plan-failed', error: end.error ?? { code: 'cancelled', params: {} } });
    return;
  }
  const plan = await client.call('plans.get', { planId });
  if (!isCurrent(jobId)) return;
  if (!plan.ok) {
    send({ type: 'plan-failed', error: plan.error });
    return;
  }
  set({ plan: plan.value });
  // the last question is asked of a plan that is already reduced
  const isAtEnd = get().machine?.step === 'run' && get().choices.length > 0;
  if (isAtEnd) await excludeFrom(context);
  if (isCurrent(jobId)) send({ type: 'plan-ready', planId, empty: plan.value.total.files === 0 });
}

/** Returns to where the last window was: to its run, or to its answers, whose plan is made anew. */
async function reopen(context: LeavingContext, act: Act, afterRun: () => void): Promise<void> {
  const kept = await fetchKept(context.client);
  if (kept === null || context.get().machine !== null) return;
  context.set({ ...closed, ...kept });
  act(null, kept.machine);
  const { run } = kept.machine;
  if (run.kind === 'running') void finishRun(context, run, afterRun);
  if (run.kind === 'verifying') void lookAgain(context, run.runId, null, afterRun);
}

type WantedRun = Extract<RunPhase, { kind: 'wanted' | 'resuming' }>;

/** Starts or resumes the run and follows it to its receipt. */
async function driveRun(context: LeavingContext, wanted: WantedRun, afterRun: () => void): Promise<void> {
  const { client, send } = context;
  const started =
    wanted.kind === 'wanted'
      ? await client.call('runs.start', { planId: wanted.planId, mode: wanted.mode, confirmed: true })
      : await client.call('runs.resume', { runId: wanted.runId, confirmed: true });
  if (!started.ok) {
    send({ type: 'run-refused', error: started.error });
    return;
  }
  const { jobId, runId } = started.value;
  send({ type: 'run-started', runId, jobId });
  await finishRun(context, { jobId, runId }, afterRun);
}

/** Waits for the end of a run and for its verification, and fetches the receipt. */
async function finishRun(
  context: LeavingContext,
  { jobId, runId }: { readonly jobId: string; readonly runId: string },
  afterRun: () => void,
): Promise<void> {
  const { ended, send } = context;
  const end = await ended(jobId);
  if (end.error !== null && isRefusal(end.error.code)) {
    send({ type: 'run-refused', error: end.error });
    return;
  }
  send({ type: 'run-ended' });
  await lookAgain(context, runId, end, afterRun);
}

/** The second look and the receipt. `end`: how the run ended, null if only its receipt can tell. */
async function lookAgain(
  { client, ended, set, send }: LeavingContext,
  runId: string,
  end: JobEnd | null,
  afterRun: () => void,
): Promise<void> {
  const verify = await client.call('runs.verify', { runId });
  if (verify.ok) {
    send({ type: 'verify-started', jobId: verify.value.jobId });
    await ended(verify.value.jobId);
  }
  const report = await client.call('reports.get', { runId });
  if (report.ok) {
    set({ report: report.value });
    send({ type: 'reported' });
  } else {
    // cancelled before it resumed: no receipt, still resumable
    const stopped = end?.outcome === 'cancelled' ? { code: 'cancelled' as const, params: {} } : null;
    send({ type: 'run-refused', error: end?.error ?? stopped ?? report.error });
  }
  afterRun();
}
