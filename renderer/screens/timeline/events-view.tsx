import { useMemo } from 'react';
import type { WatchEvent, WatchView } from '../../../app/contract/watch.ts';
import { masked, minutesOf } from '../../stores/timeline-lines.ts';
import type { TimelineLine } from '../../stores/timeline-lines.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { visibleName } from '../../components/visible-name.ts';
import { Tick } from '../../components/tick.tsx';
import { usePlaces } from './use-places.ts';
import styles from './timeline.module.css';

/** Text of a timeline line; several received files are counted, one is named if names are shown. */
function useWords(): (line: TimelineLine) => string {
  const { timeline, common } = useTexts();
  const format = useFormat();
  const namesShown = useNamesShown();
  const { kinds, amount } = timeline.events;
  return ({ kind, category, files, bytes, name, events }) => {
    const size = format.bytes(Math.abs(bytes));
    const count = format.files(Math.abs(files));
    if (kind === 'grew' || kind === 'shrank')
      return kinds[kind]({
        category: category === null ? common.categories.other : common.categories[category],
        amount: files === 0 ? size : bytes === 0 ? count : amount({ files: count, size }),
      });
    if (kind === 'file-received')
      return events > 1 || name === null
        ? kinds['files-received']({ files: count, size })
        : kinds[kind]({ name: visibleName(namesShown ? name : masked(name)), size });
    if (kind === 'root-moved') return kinds[kind]({ name: visibleName(name ?? '') });
    return kinds[kind];
  };
}

/** Events, newest first; one line per burst within a minute. */
export function EventsView({ events }: { readonly events: readonly WatchEvent[] }) {
  const { timeline } = useTexts();
  const format = useFormat();
  const words = useWords();
  const { accountName } = usePlaces();
  const minutes = useMemo(() => minutesOf(events), [events]);
  return (
    <section aria-labelledby="events-heading">
      <h2 className={styles['heading']} id="events-heading">
        {timeline.events.title}
      </h2>
      {minutes.length === 0 ? <p className={styles['empty']}>{timeline.events.none}</p> : null}
      <ol className={styles['minutes']}>
        {minutes.map(({ at, lines }) => (
          <li key={at} className={styles['minute']}>
            <time className={styles['time']} title={format.time(at)}>
              {format.clock(at)}
            </time>
            <ul className={styles['lines']}>
              {lines.map((line) => (
                <li key={line.key} className={styles['line']}>
                  <bdi className={styles['lineWho']}>{accountName(line.accountId, line.product)}</bdi>
                  <span>{words(line)}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The newest received files in a box of fixed height, so that nothing below moves. */
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

function useNamesShown(): boolean {
  return useFrom(
    (stores) => stores.watch.store,
    (state) => state.namesShown,
  );
}

/** The name of a received file, masked until requested because others may see the screen. */
function FileName({ name }: { readonly name: string }) {
  const { timeline } = useTexts();
  const shown = useNamesShown();
  if (shown) return <bdi className={styles['file']}>{visibleName(name)}</bdi>;
  return (
    <bdi className={styles['file']}>
      <span className={styles['hidden']}>{timeline.received.hidden}</span>
      <span aria-hidden="true">{visibleName(masked(name))}</span>
    </bdi>
  );
}
