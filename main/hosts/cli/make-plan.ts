import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { keepFault } from '../../engine/planning/keep-at-root.ts';
import { call } from './call.ts';
import { selectionFrom } from './choose-accounts.ts';
import type { CommandContext } from './command.ts';
import { finishJob } from './follow-job.ts';
import { UsageError } from './usage-error.ts';

export interface Planned {
  readonly discovery: DiscoveryView;
  /** null: nothing matches the selection */
  readonly plan: PlanView | null;
}

/** Throws without a valid session, because then all data would count as new. */
async function assertSession(context: CommandContext): Promise<void> {
  const session = await call(context.client, 'session.get', {});
  if (session === null) throw new SignOffError('session-not-running');
  if (session.state === 'undecided')
    throw new SignOffError('session-undecided', { since: new Date(session.startedAt).toISOString() });
}

/** Checks `--keep` patterns even when there is nothing to clean, so that a script notices a mistake. */
function assertKeep(keep: readonly string[]): void {
  for (const pattern of keep) {
    const problem = keepFault(pattern);
    if (problem !== null) throw new UsageError('keep-unsupported', { pattern, problem });
  }
}

/** The plan that `--plan` names, or a new one from the selection. */
export async function planFor(context: CommandContext): Promise<Planned> {
  const { client, invocation } = context;
  assertKeep(invocation.selection.keep);
  if (invocation.selection.sinceSession) await assertSession(context);
  const discovery = await call(client, 'accounts.discover', {});
  if (invocation.plan !== null)
    return { discovery, plan: await call(client, 'plans.get', { planId: invocation.plan }) };
  const selection = selectionFrom(invocation.selection, discovery);
  if (selection === null) return { discovery, plan: null };
  const { planId } = await finishJob(context, () => call(client, 'plans.create', selection));
  const plan = await call(client, 'plans.get', { planId });
  const isNothing = discovery.roots.length === 0 && plan.unreadable.length === 0;
  return { discovery, plan: isNothing ? null : plan };
}
