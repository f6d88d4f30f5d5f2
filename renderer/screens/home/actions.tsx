import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import { isCleanable } from '../../stores/accounts-store.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { useSession } from './session-card.tsx';
import { useOpening } from './use-opening.ts';
import styles from './home.module.css';

/** The one thing to do, and two shorter ways to the preview. */
export function Actions({ discovery }: { readonly discovery: DiscoveryView }) {
  const { home } = useTexts();
  const { open } = useOpening();
  const sitting = useSession() !== null;
  const disabled = !discovery.accounts.some((account) => isCleanable(account, discovery.roots));
  return (
    <div className={styles['actions']}>
      <Button
        kind={sitting ? 'quiet' : 'primary'}
        size="large"
        isDisabled={disabled}
        onPress={() => open('leave')}
      >
        {home.leave}
      </Button>
      <Button size="large" isDisabled={disabled} onPress={() => open('deep')}>
        {home.deep}
      </Button>
      <Button size="large" isDisabled={disabled} onPress={() => open('cache')}>
        {home.cache}
      </Button>
    </div>
  );
}
