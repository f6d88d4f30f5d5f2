import { useEffect, useId, useRef } from 'react';
import { forcedEnd } from '../../../app/guides/forced-end.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { notAsked } from '../../stores/quit-store.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Claim } from './claim.tsx';
import { HoldToConfirm } from './hold-to-confirm.tsx';
import styles from './quit.module.css';

interface Props {
  readonly product: Product;
  readonly onClose: () => void;
}

/** The guide's warnings before a messenger that was asked in vain is ended by force. */
export function ForcedEnd({ product, onClose }: Props) {
  const { wizard, common } = useTexts();
  const { quit } = useStores();
  const words = wizard.signOut.quit;
  const name = common.products[product];
  const title = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  const inVain = useFrom(
    (stores) => stores.quit.store,
    (state) => (state[product] ?? notAsked).view?.state === 'still-running',
  );
  useEffect(() => {
    title.current?.focus({ preventScroll: true });
    title.current?.parentElement?.scrollIntoView({ block: 'start' });
  }, []);
  const end = (): void => {
    onClose();
    void quit.force(product);
  };
  return (
    <section className={styles['forced']} aria-labelledby={titleId}>
      <h2 className={styles['title']} id={titleId} ref={title} tabIndex={-1}>
        {words.forceTitle({ product: name })}
      </h2>
      <ul className={styles['claims']}>
        {[...forcedEnd.warnings, forcedEnd.after].map((id) => (
          <li key={id}>
            <Claim id={id} />
          </li>
        ))}
      </ul>
      {product === 'wechat' ? null : <p>{words.about({ product: name })}</p>}
      <p>{words.unsaved}</p>
      <div className={styles['confirm']}>
        <Button onPress={onClose}>{words.leave}</Button>
        <HoldToConfirm words={words} disabled={!inVain} onConfirmed={end} />
      </div>
    </section>
  );
}
