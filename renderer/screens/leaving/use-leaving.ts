import type { AccountView, RootView } from '../../../app/contract/accounts.ts';
import type { LeavingState } from '../../../app/wizard/leaving-state.ts';
import type { Leaving } from '../../stores/leaving-store.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom } from '../../stores/stores.ts';

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
