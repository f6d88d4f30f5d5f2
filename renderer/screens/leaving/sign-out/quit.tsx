import { useEffect, useId, useRef } from 'react';
import type { Product } from '../../../../app/platforms/platform.ts';
import { forcedEnd } from '../../../../app/guides/forced-end.ts';
import { notAsked } from '../../../stores/quit-store.ts';
import { useFrom, useStores } from '../../../stores/stores.ts';
import { useErrorText, useTexts } from '../../../language/use-texts.ts';
import { Button } from '../../../components/button.tsx';
import { Spinner } from '../../../components/spinner.tsx';
import { HoldToConfirm } from '../../../components/hold-to-confirm.tsx';
import { Claim } from '../claim.tsx';
import styles from './quit.module.css';

interface QuitAnswerProps {
  readonly product: Product;
  /** the user wants to end the messenger by force; this only opens the warnings */
  readonly onForce: () => void;
}

/** How the last request to quit goes, while the messenger still runs; after one in vain, the forced end. */
export function QuitAnswer({ product, onForce }: QuitAnswerProps) {
  const { wizard, common } = useTexts();
  const errorText = useErrorText();
  const words = wizard.signOut.quit;
  const { view, busy, error } = useFrom(
    (stores) => stores.quit.store,
    (state) => state[product] ?? notAsked,
  );
  const name = common.products[product];
  if (busy)
    return (
      <p className={styles['waiting']}>
        <Spinner />
        {words.asking({ product: name })}
      </p>
    );
  if (error !== null) return <p className={styles['answer']}>{errorText(error)}</p>;
  if (view?.state === 'unclear' && view.reason !== null)
    return (
      <p className={styles['answer']}>
        {words.unclear({ product: name, reason: common.quitReasons[view.reason] })}
      </p>
    );
  if (view?.state !== 'still-running') return null;
  return (
    <div className={styles['answer']}>
      <p>{words.inVain({ product: name })}</p>
      <Button size="small" onPress={onForce}>
        {words.force}
      </Button>
    </div>
  );
}

interface ForcedEndProps {
  readonly product: Product;
  readonly onClose: () => void;
}

/** The guide's warnings before a messenger that did not quit is ended by force. */
export function ForcedEnd({ product, onClose }: ForcedEndProps) {
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
