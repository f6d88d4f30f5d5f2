import type { WatchView } from '../../../app/contract/watch.ts';
import { useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Tick } from '../../components/tick.tsx';
import { FileName, useNamesShown } from './file-name.tsx';
import { usePlaces } from './use-places.ts';
import styles from './timeline.module.css';

/** The newest received files in a place of fixed height, so that nothing below moves while they arrive. */
export function ReceivedView({ received }: { readonly received: WatchView['received'] }) {
  const { timeline } = useTexts();
  const { watch } = useStores();
  const format = useFormat();
  const namesShown = useNamesShown();
  const { accountName } = usePlaces();
  const words = timeline.received;
  return (
    <section aria-labelledby="received-heading">
      <div className={styles['headingRow']}>
        <h2 className={styles['heading']} id="received-heading">
          {words.title}
        </h2>
        <Tick selected={namesShown} onChange={(shown) => watch.showNames(shown)}>
          {words.show}
        </Tick>
      </div>
      {/* a stop of its own, so that the keyboard can scroll it */}
      <div className={styles['received']} role="region" aria-label={words.region} tabIndex={0}>
        {received.length === 0 ? <p className={styles['empty']}>{words.none}</p> : null}
        <ul>
          {received.map(({ at, accountId, name, bytes }, index) => (
            <li key={received.length - index} className={styles['receivedRow']}>
              <FileName name={name} />
              <span className={styles['soft']}>{format.bytes(bytes)}</span>
              <span className={styles['who']}>
                {accountId === null ? null : <bdi>{accountName(accountId, 'wechat')}</bdi>}
              </span>
              <time className={styles['time']}>{format.clock(at)}</time>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
