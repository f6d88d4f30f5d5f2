import { useFrom, useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Segments } from '../../components/segments.tsx';
import { clockOf, minutesOf } from '../../../app/settings/clock-time.ts';
import { Row } from './row.tsx';
import styles from './settings.module.css';

const evening = 22 * 60;
const morning = 8 * 60;

interface TimeProps {
  readonly label: string;
  readonly minutes: number;
  readonly onChange: (minutes: number) => void;
}

/** The browser's own time field: it knows the person's way of writing a time and the keyboard. */
function Time({ label, minutes, onChange }: TimeProps) {
  return (
    <input
      type="time"
      className={styles['time']}
      aria-label={label}
      // what is being typed stays until the field is whole
      defaultValue={clockOf(minutes)}
      required
      onChange={(event) => {
        const typed = minutesOf(event.currentTarget.value);
        if (typed !== null) onChange(typed);
      }}
    />
  );
}

/** When growth is not spoken of; what was held back is said afterwards if it still holds. */
export function QuietHours() {
  const { settings: texts } = useTexts();
  const { settings } = useStores();
  const quietFrom = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.quietFrom,
  );
  const quietTo = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.quietTo,
  );
  const words = texts.watch;
  const on = quietFrom !== null && quietTo !== null;
  const choose = (id: 'on' | 'off'): void =>
    void settings.change(
      id === 'on' ? { quietFrom: evening, quietTo: morning } : { quietFrom: null, quietTo: null },
    );
  return (
    <Row name={words.quiet} hint={words.quietHint}>
      <div className={styles['quiet']}>
        {on ? (
          <div className={styles['times']}>
            <Time
              label={texts.rows.quietFrom.name}
              minutes={quietFrom}
              onChange={(minutes) => void settings.change({ quietFrom: minutes })}
            />
            <span>{words.quietUntil}</span>
            <Time
              label={texts.rows.quietTo.name}
              minutes={quietTo}
              onChange={(minutes) => void settings.change({ quietTo: minutes })}
            />
          </div>
        ) : null}
        <Segments
          label={words.quiet}
          options={(['on', 'off'] as const).map((id) => ({ id, name: texts.switches[id] }))}
          chosen={on ? 'on' : 'off'}
          onChoose={choose}
        />
      </div>
    </Row>
  );
}
