import { useMemo } from 'react';
import type { Product } from '../../../app/platforms/platform.ts';
import { useAccountName } from '../../stores/account-names.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';

interface Places {
  /** the account's name, else its messenger's */
  readonly accountName: (accountId: string | null, product: Product) => string;
  /** null if discovery does not know the root */
  readonly rootPath: (rootId: string) => string | null;
  readonly productOf: (rootId: string, accountId: string | null) => Product;
}

/** Names for the ids in watch events. */
export function usePlaces(): Places {
  const { common } = useTexts();
  const discovery = useFrom(
    (stores) => stores.accounts.store,
    (state) => valueOf(state),
  );
  const nameOf = useAccountName();
  return useMemo(() => {
    const account = (id: string | null) => discovery?.accounts.find((candidate) => candidate.id === id);
    const root = (id: string) => discovery?.roots.find((candidate) => candidate.id === id);
    return {
      accountName(accountId, product) {
        const found = account(accountId);
        return found === undefined ? common.products[product] : nameOf(found);
      },
      rootPath: (rootId) => root(rootId)?.path ?? null,
      productOf: (rootId, accountId) => account(accountId)?.product ?? root(rootId)?.product ?? 'wechat',
    };
  }, [discovery, common, nameOf]);
}
