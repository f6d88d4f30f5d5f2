import { useEffect } from 'react';
import type { PlanView } from '../../../app/contract/plans.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import type { AccountView, RootView } from '../../../app/contract/accounts.ts';
import type { LeavingState } from '../../../app/wizard/leaving-state.ts';
import type { Leaving } from '../../stores/leaving/leaving-context.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom, useStores } from '../../stores/stores.ts';

/** State of the open wizard. Throws if the wizard is closed, because that is a bug. */
export function useMachine<Part>(select: (state: LeavingState) => Part): Part {
  return useFrom(
    (stores) => stores.leaving.store,
    (state) => {
      if (state.machine === null) throw new Error('a step was drawn while the wizard is closed');
      return select(state.machine);
    },
  );
}

export function useLeaving<Part>(select: (state: Leaving) => Part): Part {
  return useFrom((stores) => stores.leaving.store, select);
}

const noAccounts: readonly AccountView[] = [];
const noRoots: readonly RootView[] = [];

/** All discovered accounts, including those that cannot be chosen. */
export function useAccounts(): readonly AccountView[] {
  return useFrom(
    (stores) => stores.accounts.store,
    (state) => valueOf(state)?.accounts ?? noAccounts,
  );
}

export function useRoots(): readonly RootView[] {
  return useFrom(
    (stores) => stores.accounts.store,
    (state) => valueOf(state)?.roots ?? noRoots,
  );
}

/** Running messengers of the chosen accounts; they would have the run refused. */
export function useRunning(plan: PlanView | null): readonly Product[] {
  const { signIn } = useStores();
  useEffect(() => signIn.watch(), [signIn]);
  const chosen = useMachine((state) => state.accounts);
  const roots = useRoots();
  const products = new Set(
    useAccounts()
      .filter((account) => chosen.includes(account.id))
      .map((account) => account.product),
  );
  // in a session the plan may contain only shared places
  if (plan?.selection.sinceSession === true)
    for (const { rootId } of plan.groups) {
      const root = roots.find((candidate) => candidate.id === rootId);
      if (root !== undefined) products.add(root.product);
    }
  const view = useFrom(
    (stores) => stores.signIn.store,
    (state) => valueOf(state),
  );
  return (view?.products ?? [])
    .filter((entry) => entry.running === 'yes' && products.has(entry.product))
    .map((entry) => entry.product);
}
