import type { Client } from '../../app/contract/contract.ts';
import type { PlanGroup, PlanView } from '../../app/contract/plans.ts';
import { groupKey, isEmpty } from '../../app/wizard/exclusions.ts';
import type { ExcludedFile } from '../../app/wizard/exclusions.ts';
import { selectionOf } from '../../app/wizard/leaving-state.ts';
import type { LeavingContext } from './leaving-context.ts';

const pageSize = 500;

/** Makes the plan that the machine wants, unless the person has changed an answer meanwhile. */
export async function drivePlan({ client, ended, get, set, send }: LeavingContext): Promise<void> {
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
  send({ type: 'plan-ready', planId, empty: plan.value.total.files === 0 });
}

/** Ids of excluded files in this plan; ids of an older plan are found again by path. */
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

/** Replaces the plan by one without what was taken out. False when that failed; the machine then knows why. */
export async function excludeFrom({ client, get, set, send }: LeavingContext): Promise<boolean> {
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
