import { SignOffError } from '../../../app/contract/errors.ts';
import type { ReportView } from '../../../app/contract/plan-views.ts';
import { lineOf } from '../discovery/discovery.ts';
import type { Discovery, Root } from '../discovery/discovery.ts';
import type { FrozenPlan, PlanRoot } from '../planning/frozen-plan.ts';

function isStill(planned: PlanRoot, now: Root): boolean {
  return (
    now.realPath === planned.realPath &&
    now.identity.dev === planned.identity.dev &&
    now.identity.ino === planned.identity.ino &&
    now.layout === 'recognised' &&
    now.platform.support === 'clean' &&
    now.access === 'ok'
  );
}

/** Throws `plan-changed` unless every root of the plan is, on the disk of this moment, still the messenger's own. */
export function demandSameRoots(plan: FrozenPlan, discovery: Discovery): void {
  for (const planned of plan.roots) {
    if (!discovery.roots.some((now) => isStill(planned, now))) {
      throw new SignOffError('plan-changed', { plan: plan.view.id, path: planned.realPath });
    }
  }
}

/** The accounts that the plan speaks of, with the names that the receipt shows. */
export function accountsIn(plan: FrozenPlan, discovery: Discovery): ReportView['accounts'] {
  const ids = new Set<string | null>([
    ...plan.view.accounts.map((account) => account.accountId),
    ...plan.view.groups.map((group) => group.accountId),
  ]);
  return discovery.roots.flatMap((root) =>
    root.accounts
      .filter((account) => ids.has(account.id))
      .map((account) => ({
        accountId: account.id,
        ...lineOf(root.platform, account),
        folder: account.folder,
      })),
  );
}
