import { createStore } from 'zustand/vanilla';
import type { Client } from '../../app/contract/contract.ts';
import type { JobEnd } from '../../app/contract/jobs.ts';
import type { PlanGroup, PlanView } from '../../app/contract/plans.ts';
import type { InterruptedRun, ReportView } from '../../app/contract/runs.ts';
import { groupKey, isEmpty, noExclusions } from '../../app/wizard/exclusions.ts';
import type { ExcludedFile, Exclusions } from '../../app/wizard/exclusions.ts';
import { sharedWithOthers } from '../../app/wizard/impact.ts';
import { selectionOf } from '../../app/wizard/leaving-state.ts';
import type { LeavingEvent, LeavingState, OpeningPurpose, RunPhase } from '../../app/wizard/leaving-state.ts';
import { beginLeaving, followLeaving, isRefusal, leave, resumeLeaving } from '../../app/wizard/leaving.ts';

export interface Leaving {
  /** null = the wizard is closed */
  readonly machine: LeavingState | null;
  /** the current plan; its totals come from main */
  readonly plan: PlanView | null;
  readonly exclusions: Exclusions;
  /** keys of the shared sign-in groups that the user keeps at the last question */
  readonly keptShared: readonly string[];
  readonly report: ReportView | null;
}

interface LeavingContext {
  readonly client: Client;
  readonly ended: (jobId: string) => Promise<JobEnd>;
  readonly get: () => Leaving;
  readonly set: (part: Partial<Leaving>) => void;
  readonly send: (event: LeavingEvent) => void;
}

const closed: Leaving = {
  machine: null,
  plan: null,
  exclusions: noExclusions,
  keptShared: [],
  report: null,
};

/** Runs the wizard's reducer and carries out its requests: plan, exclusions, run, verification. */
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
    const after = before === null ? null : leave(before, event);
    if (after === null || after === before) return;
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
    /** `sinceSession`: only what came since the session began */
    open(purpose: OpeningPurpose, selectable: readonly string[], sinceSession = false): void {
      const machine = beginLeaving(purpose, selectable, sinceSession);
      store.setState({ ...closed, machine }, true);
      act(null, machine);
    },
    /** resumes an interrupted run; call only after the confirmation */
    resume(run: Pick<InterruptedRun, 'runId' | 'mode'>): void {
      const machine = resumeLeaving(run);
      store.setState({ ...closed, machine }, true);
      act(null, machine);
    },
    /** opens the wizard on the run that goes on in the program, after a reload; returns whether there is one */
    follow: () => followRun(context, afterRun),
    close(): void {
      store.setState(closed, true);
    },
    exclude: (exclusions: Exclusions) => store.setState({ exclusions }),
    /** reduces the plan by the exclusions, then continues */
    async goOnFromPreview(): Promise<void> {
      if (await excludeFrom(context)) send({ type: 'next' });
    },
    /** clears all exclusions */
    restoreAll(): void {
      store.setState({ exclusions: noExclusions, keptShared: [] });
    },
    /** keeps or gives up the sign-in files shared with accounts outside the choice; the plan changes with it */
    keepShared: (keep: boolean) => (keep ? excludeShared(context) : includeShared(context)),
    cancel(): void {
      const run = store.getState().machine?.run;
      if (run?.kind !== 'running') return;
      send({ type: 'cancel-asked' });
      void client.call('jobs.cancel', { jobId: run.jobId });
    },
  };
}

async function followRun(context: LeavingContext, afterRun: () => void): Promise<boolean> {
  const { client, get, set } = context;
  const active = await client.call('runs.active', {});
  if (!active.ok || active.value === null || get().machine !== null) return false;
  set({ ...closed, machine: followLeaving(active.value) });
  void finishRun(context, active.value, afterRun);
  return true;
}

const pageSize = 500;

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
  const isAtEnd = get().machine?.step === 'run' && !isEmpty(get().exclusions);
  if (isAtEnd) await excludeFrom(context);
  if (isCurrent(jobId)) send({ type: 'plan-ready', planId, empty: plan.value.total.files === 0 });
}

/** Excludes the shared sign-in groups. The run cannot be confirmed until the smaller plan is there. */
async function excludeShared(context: LeavingContext): Promise<void> {
  const { get, set, send } = context;
  const { plan, exclusions, machine } = get();
  const shared = plan === null ? null : sharedWithOthers(plan);
  if (plan === null || shared === null || machine?.plan.kind !== 'ready') return;
  const ids = new Set(shared.groups.map(({ group }) => group));
  const keys = plan.groups.filter(({ id }) => ids.has(id)).map(groupKey);
  send({ type: 'plan-reducing' });
  set({ keptShared: keys, exclusions: { ...exclusions, groups: [...exclusions.groups, ...keys] } });
  await excludeFrom(context);
}

/** Takes the shared sign-in groups into the plan again, which needs a new one. */
function includeShared({ get, set, send }: LeavingContext): Promise<void> {
  const { exclusions, keptShared, machine } = get();
  if (machine?.plan.kind === 'ready') {
    const groups = exclusions.groups.filter((key) => !keptShared.includes(key));
    set({ keptShared: [], exclusions: { ...exclusions, groups } });
    send({ type: 'plan-again' });
  }
  return Promise.resolve();
}

/** Ids of excluded files in this plan; finds those of an older plan by path. */
async function entryIds(
  client: Client,
  plan: PlanView,
  group: PlanGroup,
  files: readonly ExcludedFile[],
): Promise<number[]> {
  const ids = files.filter((file) => file.planId === plan.id).map((file) => file.id);
  const wanted = new Set(files.filter((file) => file.planId !== plan.id).map((file) => file.path));
  for (let offset = 0; offset < group.files && ids.length < files.length; offset += pageSize) {
    const page = await client.call('plans.entries', {
      planId: plan.id,
      groupId: group.id,
      offset,
      limit: pageSize,
    });
    if (!page.ok || page.value.entries.length === 0) break;
    for (const entry of page.value.entries) if (wanted.has(entry.path)) ids.push(entry.id);
  }
  return ids;
}

/** Replaces the plan with one without the exclusions. Returns false on failure, after reporting it to the reducer. */
async function excludeFrom({ client, get, set, send }: LeavingContext): Promise<boolean> {
  const { plan, exclusions } = get();
  if (plan === null) return false;
  if (isEmpty(exclusions)) return true;
  const groups = plan.groups.filter((group) => exclusions.groups.includes(groupKey(group)));
  const entries: number[] = [];
  for (const group of plan.groups) {
    const files = exclusions.files[groupKey(group)] ?? [];
    if (files.length > 0 && !groups.includes(group))
      entries.push(...(await entryIds(client, plan, group, files)));
  }
  if (groups.length === 0 && entries.length === 0) return true;
  const smaller = await client.call('plans.exclude', {
    planId: plan.id,
    groups: groups.map((group) => group.id),
    entries,
  });
  if (!smaller.ok) {
    send({ type: 'plan-failed', error: smaller.error });
    return false;
  }
  set({ plan: smaller.value });
  send({ type: 'plan-reduced', planId: smaller.value.id, empty: smaller.value.total.files === 0 });
  return smaller.value.total.files > 0;
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
  { client, ended, set, send }: LeavingContext,
  { jobId, runId }: { readonly jobId: string; readonly runId: string },
  afterRun: () => void,
): Promise<void> {
  const end = await ended(jobId);
  if (end.error !== null && isRefusal(end.error.code)) {
    send({ type: 'run-refused', error: end.error });
    return;
  }
  send({ type: 'run-ended' });
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
    const stopped = end.outcome === 'cancelled' ? { code: 'cancelled' as const, params: {} } : null;
    send({ type: 'run-refused', error: end.error ?? stopped ?? report.error });
  }
  afterRun();
}
