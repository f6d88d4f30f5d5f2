import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Choice } from '../../parts/choice.tsx';
import { Segments } from '../../parts/segments.tsx';
import { idOf, offered, valueOf } from './offered.ts';
import { QuietHours } from './quiet-hours.tsx';
import { Row } from './row.tsx';
import { Snoozed } from './snoozed.tsx';
import styles from './settings.module.css';

const gib = 1024 ** 3;
const sizes = [gib, 5 * gib, 10 * gib, 20 * gib] as const;
const percents = [10, 20, 50] as const;
const hours = [4, 8, 12, 24, 72] as const;
const switches = ['on', 'off'] as const;

/** Whether changes are watched, when growth is worth a notice, and how long a session counts as the same person's. */
export function WatchSettings() {
  const { settings: texts } = useTexts();
  const { setWatching } = useStores();
  const watching = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.watching,
  );
  const words = texts.watch;
  return (
    <section aria-labelledby="watch-heading">
      <h2 className={styles['heading']} id="watch-heading">
        {words.title}
      </h2>
      <div className={styles['card']}>
        <Row name={words.watching} hint={words.watchingHint}>
          <Segments
            label={words.watching}
            options={switches.map((id) => ({ id, name: words.switches[id] }))}
            chosen={watching ? 'on' : 'off'}
            onChoose={(id) => void setWatching(id === 'on')}
          />
        </Row>
        <GuardRows />
        <QuietHours />
        <Snoozed />
        <SessionRow />
      </div>
    </section>
  );
}

function GuardRows() {
  const { settings: texts } = useTexts();
  const format = useFormat();
  const { settings } = useStores();
  const { guardBytes, guardPercent } = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings,
  );
  const words = texts.watch;
  return (
    <>
      <Row name={words.size} hint={words.sizeHint}>
        <Choice
          label={words.size}
          options={[
            ...offered(sizes, guardBytes).map((size) => ({ id: idOf(size), name: format.bytes(size) })),
            { id: idOf(null), name: words.never },
          ]}
          chosen={idOf(guardBytes)}
          onChoose={(id) => void settings.change({ guardBytes: valueOf(id) })}
        />
      </Row>
      <Row name={words.percent} hint={words.percentHint}>
        <Choice
          label={words.percent}
          options={[
            ...offered(percents, guardPercent).map((percent) => ({
              id: idOf(percent),
              name: format.percent(percent / 100),
            })),
            { id: idOf(null), name: words.never },
          ]}
          chosen={idOf(guardPercent)}
          onChoose={(id) => void settings.change({ guardPercent: valueOf(id) })}
        />
      </Row>
    </>
  );
}

function SessionRow() {
  const { settings: texts } = useTexts();
  const format = useFormat();
  const { settings } = useStores();
  const sessionHours = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.sessionHours,
  );
  const words = texts.watch;
  return (
    <Row name={words.session} hint={words.sessionHint}>
      <Choice
        label={words.session}
        options={offered(hours, sessionHours).map((count) => ({
          id: idOf(count),
          name: words.hourCount({ count: format.count(count) }),
        }))}
        chosen={idOf(sessionHours)}
        onChoose={(id) => void settings.change({ sessionHours: Number(id) })}
      />
    </Row>
  );
}
