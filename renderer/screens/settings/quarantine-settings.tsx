import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Choice } from '../../parts/choice.tsx';
import { idOf, offered, valueOf } from './offered.ts';
import { Row } from './row.tsx';
import styles from './settings.module.css';

const gib = 1024 ** 3;
const days = [7, 30, 90, 365] as const;
const sizes = [5 * gib, 20 * gib, 50 * gib] as const;

/** How long and how much the quarantine keeps before the oldest goes by itself. */
export function QuarantineSettings() {
  const { settings: texts } = useTexts();
  const format = useFormat();
  const { settings } = useStores();
  const present = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings,
  );
  const words = texts.quarantine;
  return (
    <section aria-labelledby="quarantine-heading">
      <h2 className={styles['heading']} id="quarantine-heading">
        {words.title}
      </h2>
      <div className={styles['card']}>
        <Row name={words.days} hint={words.daysHint}>
          <Choice
            label={words.days}
            options={[
              ...offered(days, present.quarantineDays).map((count) => ({
                id: idOf(count),
                name: words.dayCount({ count: format.count(count) }),
              })),
              { id: idOf(null), name: words.always },
            ]}
            chosen={idOf(present.quarantineDays)}
            onChoose={(id) => void settings.change({ quarantineDays: valueOf(id) })}
          />
        </Row>
        <Row name={words.size} hint={words.sizeHint}>
          <Choice
            label={words.size}
            options={[
              ...offered(sizes, present.quarantineBytes).map((size) => ({
                id: idOf(size),
                name: format.bytes(size),
              })),
              { id: idOf(null), name: words.unlimited },
            ]}
            chosen={idOf(present.quarantineBytes)}
            onChoose={(id) => void settings.change({ quarantineBytes: valueOf(id) })}
          />
        </Row>
      </div>
    </section>
  );
}
