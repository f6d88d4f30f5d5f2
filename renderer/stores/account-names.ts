import { useCallback } from 'react';
import type { AccountView } from '../../app/contract/accounts.ts';
import { visibleName } from '../components/visible-name.ts';
import { valueOf } from './loadable.ts';
import { useFrom } from './stores.ts';

type Named = Pick<AccountView, 'id' | 'displayName' | 'folder'>;

/** The name under which the window shows an account: the person's own, or the messenger's, or the folder's. */
export function useAccountName(): (account: Named) => string {
  const marks = useFrom(
    (stores) => stores.marks.store,
    (state) => state.marks,
  );
  return useCallback(
    ({ id, displayName, folder }) =>
      visibleName(marks.find(({ accountId }) => accountId === id)?.name ?? displayName ?? folder),
    [marks],
  );
}

/** The same for an account of a plan, a receipt or a batch, which may be gone. */
export function useEntryName(): (entry: { readonly accountId: string; readonly folder: string }) => string {
  const nameOf = useAccountName();
  const accounts = useFrom(
    (stores) => stores.accounts.store,
    (state) => valueOf(state)?.accounts,
  );
  return useCallback(
    ({ accountId, folder }) => {
      const displayName = accounts?.find(({ id }) => id === accountId)?.displayName ?? null;
      return nameOf({ id: accountId, displayName, folder });
    },
    [accounts, nameOf],
  );
}
