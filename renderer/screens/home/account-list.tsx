import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import { useFrom } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { AccountCard } from './account-card.tsx';
import { Amount } from './amount.tsx';
import { SizeBar } from '../../components/size-bar.tsx';
import styles from './home.module.css';

/** The accounts as cards, then what belongs to none of them. */
export function AccountList({ discovery }: { readonly discovery: DiscoveryView }) {
  const { home } = useTexts();
  return (
    <section aria-labelledby="accounts-heading">
      <h2 className={styles['heading']} id="accounts-heading">
        {home.accounts}
      </h2>
      <ul className={styles['cards']}>
        {discovery.accounts.map((account) => (
          <AccountCard
            key={account.id}
            account={account}
            root={discovery.roots.find((root) => root.id === account.rootId) ?? null}
          />
        ))}
        <SharedCard />
      </ul>
    </section>
  );
}

function SharedCard() {
  const { home } = useTexts();
  const shared = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary?.shared ?? null,
  );
  if (shared === null || shared.files === 0) return null;
  return (
    <li className={styles['card']} aria-label={home.shared}>
      <div className={styles['cardTop']}>
        <div className={styles['who']}>
          <h3 className={styles['name']}>{home.shared}</h3>
          <p className={styles['meta']}>{home.sharedHint}</p>
        </div>
        <Amount usage={shared} readable />
      </div>
      <SizeBar usage={shared} name={home.shared} />
    </li>
  );
}
