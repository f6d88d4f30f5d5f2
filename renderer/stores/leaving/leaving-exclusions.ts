import type { PlanGroup } from '../../../app/contract/plans.ts';
import type { PlanChoice } from '../../../app/contract/plan-entries.ts';
import { choose, groupFilter } from '../../../app/wizard/choices.ts';
import { sharedWithOthers } from '../../../app/wizard/impact.ts';
import type { Leaving, LeavingContext } from './leaving-context.ts';

/** Whether the plan leaves the shared sign-ins alone; a tick in the preview can have taken them in again. */
export function areSharedKept({ plan, keptShared, machine }: Leaving): boolean {
  const isShared = (group: PlanGroup): boolean => {
    const own = JSON.stringify(groupFilter(group));
    return keptShared.some(({ what }) => JSON.stringify(what) === own);
  };
  // until the smaller plan is there, what was asked for
  const isAsked = keptShared.length > 0;
  return isAsked && (machine?.plan.kind !== 'ready' || plan?.groups.some(isShared) === false);
}

/** Excludes the shared sign-in groups. The run cannot be confirmed until the smaller plan is there. */
export async function excludeShared(context: LeavingContext): Promise<void> {
  const { get, set } = context;
  const { plan, choices, machine } = get();
  const shared = plan === null ? null : sharedWithOthers(plan);
  if (plan === null || shared === null || machine?.plan.kind !== 'ready') return;
  const ids = new Set(shared.groups.map(({ group }) => group));
  const keptShared: readonly PlanChoice[] = plan.groups
    .filter(({ id }) => ids.has(id))
    .map((group) => ({ goes: false, what: groupFilter(group) }));
  set({ keptShared, choices: keptShared.reduce(choose, choices) });
  await excludeFrom(context);
}

/** Takes the shared sign-in groups into the plan again, which needs a new one. */
export function includeShared({ get, set, send }: LeavingContext): Promise<void> {
  const { choices, keptShared, machine } = get();
  if (machine?.plan.kind === 'ready') {
    const kept = new Set(keptShared.map((choice) => JSON.stringify(choice)));
    // what the person left out besides stays out
    set({ keptShared: [], choices: choices.filter((choice) => !kept.has(JSON.stringify(choice))) });
    send({ type: 'plan-again' });
  }
  return Promise.resolve();
}

/**
 * Replaces the plan with one without what was left out. Nothing can be confirmed or ticked meanwhile. An answer that
 * comes after the person changed their answers is dropped. Returns whether anything is left to confirm; a failure is
 * shown in the place of the plan.
 */
export async function excludeFrom({ client, get, set, send }: LeavingContext): Promise<boolean> {
  const { plan, choices } = get();
  if (plan === null) return false;
  if (choices.length === 0) return true;
  send({ type: 'plan-reducing' });
  const reducing = get().machine?.plan;
  const smaller = await client.call('plans.exclude', { planId: plan.id, choices });
  if (get().machine?.plan !== reducing) return false;
  if (!smaller.ok) {
    send({ type: 'plan-failed', error: smaller.error });
    return false;
  }
  set({ plan: smaller.value });
  send({ type: 'plan-reduced', planId: smaller.value.id, empty: smaller.value.total.files === 0 });
  return smaller.value.total.files > 0;
}
