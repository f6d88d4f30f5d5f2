import { useMemo } from 'react';
import type { WatchEvent } from '../../../app/contract/watch.ts';
import { masked, minutesOf } from '../../stores/timeline-lines.ts';
import type { TimelineLine } from '../../stores/timeline-lines.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { visibleName } from '../../components/visible-name.ts';
import { useNamesShown } from './file-name.tsx';
import { usePlaces } from './use-places.ts';
import styles from './timeline.module.css';

/** One line in words; several received files are a number, one is named as far as names may be shown. */
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

/** What happened, newest first, a burst within a minute as one line. */
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
