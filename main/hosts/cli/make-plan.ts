import type { PlanView } from '../../../app/contract/plan-views.ts';
import type { DiscoveryView } from '../../../app/contract/views.ts';
import { call } from './call.ts';
import { selectionFrom } from './choose-accounts.ts';
import type { CommandContext } from './command.ts';
import { finishJob } from './follow-job.ts';

export interface Planned {
  readonly discovery: DiscoveryView;
  /** null: there is nothing that the selection could mean */
  readonly plan: PlanView | null;
}

/** The plan that `--plan` names, or a new one by the selection. */
export async function planFor(context: CommandContext): Promise<Planned> {
  const { client, invocation } = context;
  const discovery = await call(client, 'accounts.discover', {});
  if (invocation.plan !== null)
    return { discovery, plan: await call(client, 'plans.get', { planId: invocation.plan }) };
  const selection = selectionFrom(invocation.selection, discovery);
  if (selection === null) return { discovery, plan: null };
  const { planId } = await finishJob(context, () => call(client, 'plans.create', selection));
  return { discovery, plan: await call(client, 'plans.get', { planId }) };
}
