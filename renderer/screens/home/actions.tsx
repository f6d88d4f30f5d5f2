import type { DiscoveryView } from '../../../app/contract/views.ts';
import type { OpeningPurpose } from '../../../app/wizard/leaving-state.ts';
import { isCleanable } from '../../stores/accounts-store.ts';
import { useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../parts/button.tsx';
import styles from './home.module.css';

/** The one thing to do, and two shorter ways to the preview. */
export function Actions({ discovery }: { readonly discovery: DiscoveryView }) {
  const { home } = useTexts();
  const { leaving } = useStores();
  const selectable = discovery.accounts
    .filter((account) => isCleanable(account, discovery.roots))
    .map((account) => account.id);
  const open = (purpose: OpeningPurpose) => () => leaving.open(purpose, selectable);
  const disabled = selectable.length === 0;
  return (
    <div className={styles['actions']}>
      <Button kind="primary" size="large" isDisabled={disabled} onPress={open('leave')}>
        {home.leave}
      </Button>
      <Button size="large" isDisabled={disabled} onPress={open('deep')}>
        {home.deep}
      </Button>
      <Button size="large" isDisabled={disabled} onPress={open('cache')}>
        {home.cache}
      </Button>
    </div>
  );
}
