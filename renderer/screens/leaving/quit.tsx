import { useEffect, useId, useRef } from 'react';
import type { Product } from '../../../app/platforms/platform.ts';
import { forcedEnd } from '../../../app/guides/forced-end.ts';
import { notAsked } from '../../stores/quit-store.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { HoldToConfirm } from '../../components/hold-to-confirm.tsx';
import { Claim } from './claim.tsx';
import styles from './quit.module.css';

interface QuitOfferProps {
  readonly product: Product;
  readonly onForce: () => void;
}

/** The answer to the last request while the messenger still runs. */
function Answer({ product }: { readonly product: Product }) {
  const { wizard, common } = useTexts();
  const errorText = useErrorText();
  const words = wizard.signOut.quit;
  const { view, error } = useFrom(
    (stores) => stores.quit.store,
    (state) => state[product] ?? notAsked,
  );
  const name = common.products[product];
  if (error !== null) return <p>{errorText(error)}</p>;
  if (view?.state === 'still-running') return <p>{words.inVain({ product: name })}</p>;
  if (view?.state === 'unclear' && view.reason !== null)
    return <p>{words.unclear({ product: name, reason: common.quitReasons[view.reason] })}</p>;
  return null;
}

/** The offer to quit a running messenger; quitting is not signing out. */
export function QuitOffer({ product, onForce }: QuitOfferProps) {
  const { wizard, common } = useTexts();
  const { quit } = useStores();
  const words = wizard.signOut.quit;
  const running = useFrom(
    (stores) => stores.signIn.store,
    (state) => valueOf(state)?.products.find((entry) => entry.product === product)?.running,
  );
  const { view, busy } = useFrom(
    (stores) => stores.quit.store,
    (state) => state[product] ?? notAsked,
  );
  useEffect(() => void quit.load(product), [quit, product]);
  if (running !== 'yes') return null;
  const inVain = !busy && view?.state === 'still-running';
  return (
    <div className={styles['offer']}>
      {busy ? (
        <p className={styles['waiting']}>
          <Spinner />
          {words.asking({ product: common.products[product] })}
        </p>
      ) : (
        <Answer product={product} />
      )}
      <div className={styles['buttons']}>
        <Button size="small" isDisabled={busy} onPress={() => void quit.ask(product)}>
          {inVain ? words.askAgain : words.ask}
        </Button>
        {inVain ? (
          <Button size="small" kind="plain" onPress={onForce}>
            {words.force}
          </Button>
        ) : null}
      </div>
      <p className={styles['soft']}>{words.hint}</p>
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
