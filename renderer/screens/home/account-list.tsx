import type { AccountView, DiscoveryView } from '../../../app/contract/accounts.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { useFrom } from '../../stores/stores.ts';
import { joinUsages } from '../../stores/usage-summary.ts';
import { useTexts } from '../../language/use-texts.ts';
import { SizeBar } from '../../components/size-bar.tsx';
import { AccountRow } from './account-row.tsx';
import { MeasuredRows, measuredPlaces } from './measured-folders.tsx';
import { Row } from './row.tsx';
import styles from './home.module.css';

function byProduct(accounts: readonly AccountView[]): ReadonlyMap<Product, readonly AccountView[]> {
  const groups = new Map<Product, readonly AccountView[]>();
  for (const account of accounts)
    groups.set(account.product, [...(groups.get(account.product) ?? []), account]);
  return groups;
}

/** The accounts in rows, one group for each messenger, then the data that belongs to none. */
export function AccountList({ discovery }: { readonly discovery: DiscoveryView }) {
  const { common, home } = useTexts();
  const largest = useFrom(
    (stores) => stores.usage.store,
    ({ summary }) => Math.max(0, ...[...(summary?.accounts.values() ?? [])].map(({ bytes }) => bytes)),
  );
  return (
    <section className={styles['groups']} aria-label={home.accounts}>
      {[...byProduct(discovery.accounts)].map(([product, accounts]) => (
        <div key={product}>
          <h2 className={styles['groupName']}>{common.products[product]}</h2>
          <ul className={styles['rows']}>
            {accounts.map((account) => (
              <AccountRow
                key={account.id}
                account={account}
                root={discovery.roots.find((root) => root.id === account.rootId) ?? null}
                largest={largest}
              />
            ))}
          </ul>
        </div>
      ))}
      <Others discovery={discovery} />
    </section>
  );
}

/** What belongs to no account, and folders that are only measured. */
function Others({ discovery }: { readonly discovery: DiscoveryView }) {
  const { home } = useTexts();
  const summary = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary,
  );
  const apart = measuredPlaces(discovery);
  const ids = new Set(apart.map(({ id }) => id));
  const usages = [...(summary?.shared ?? [])].filter(([id]) => !ids.has(id)).map(([, usage]) => usage);
  const shared = joinUsages(usages);
  const isShared = shared !== null && shared.files > 0;
  if (!isShared && apart.length === 0) return null;
  return (
    <div>
      <h2 className={styles['groupName']}>{home.otherData}</h2>
      <ul className={styles['rows']}>
        {isShared ? (
          <Row name={home.shared} state={home.sharedHint} icon="folder" usage={shared} readable>
            <SizeBar usage={shared} name={home.shared} />
          </Row>
        ) : null}
        <MeasuredRows discovery={discovery} />
      </ul>
    </div>
  );
}
