import { useState } from 'react';
import type { ReactNode } from 'react';
import { settingText } from '../../../app/settings/setting-text.ts';
import { settingNamesFor, settingRow } from '../../../app/settings/settings-table.ts';
import type { SettingName, SettingRow } from '../../../app/settings/settings-table.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import { clockOf, minutesOf } from '../../../app/settings/clock-time.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useLanguage, useTexts } from '../../language/use-texts.ts';
import { Choice } from '../../components/choice.tsx';
import { Segments } from '../../components/segments.tsx';
import { Button } from '../../components/button.tsx';
import { DataFolders } from './data-folders.tsx';
import styles from './settings.module.css';

type Value = Settings[SettingName];

/** The offered values, including a current value that was set elsewhere. */
export function offeredValues(row: SettingRow, present: Value): readonly Value[] {
  if (row.kind === 'choice') return row.values;
  if (row.kind === 'switch') return [true, false];
  if (row.kind !== 'number') return [];
  const isOther = typeof present === 'number' && !row.offered.includes(present);
  const numbers = isOther ? [...row.offered, present].sort((a, b) => a - b) : row.offered;
  return row.none === true ? [...numbers, null] : numbers;
}

/** One setting of the table. */
function Setting({ name }: { readonly name: SettingName }) {
  const texts = useTexts();
  const language = useLanguage();
  const { settings } = useStores();
  const present = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings[name],
  );
  const row = settingRow(name);
  if (row.kind === 'clock') return name === 'quietFrom' ? <QuietHours /> : null;
  if (row.kind === 'moment') return <Snoozed />;
  if (row.kind === 'folders') return <DataFolders />;
  const words: { readonly name: string; readonly hint?: string } = texts.settings.rows[name];
  const values = offeredValues(row, present);
  const Control = row.kind === 'number' ? Choice : Segments;
  return (
    <Row name={words.name} {...(words.hint === undefined ? {} : { hint: words.hint })}>
      <Control
        label={words.name}
        options={values.map((value) => ({
          id: String(value),
          name: settingText(name, value, texts, language),
        }))}
        chosen={String(present)}
        onChoose={(id) => void settings.change({ [name]: values.find((value) => String(value) === id) })}
      />
    </Row>
  );
}

interface SectionProps {
  readonly section: SettingRow['section'];
}

/** The settings of one section, in table order. */
export function SettingsSection({ section }: SectionProps) {
  const { settings: texts } = useTexts();
  const capabilities = useFrom(
    (stores) => stores.host.store,
    (state) => state.host?.capabilities,
  );
  return (
    <section aria-label={texts.sections[section]}>
      {section === 'general' ? null : <h2 className={styles['heading']}>{texts.sections[section]}</h2>}
      <div className={styles['card']}>
        {settingNamesFor(capabilities ?? {})
          .filter((name) => settingRow(name).section === section)
          .map((name) => (
            <Setting key={name} name={name} />
          ))}
      </div>
    </section>
  );
}

interface RowProps {
  readonly name: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** A row: name, hint, value. */
export function Row({ name, hint, children }: RowProps) {
  return (
    <div className={styles['row']}>
      <div className={styles['words']}>
        <p>{name}</p>
        {hint === undefined ? null : <p className={styles['soft']}>{hint}</p>}
      </div>
      <div className={styles['value']}>{children}</div>
    </div>
  );
}

const evening = 22 * 60;
const morning = 8 * 60;

interface TimeProps {
  readonly label: string;
  readonly minutes: number;
  readonly onChange: (minutes: number) => void;
}

/** The browser's own time field, which follows the system's time format. */
function Time({ label, minutes, onChange }: TimeProps) {
  return (
    <input
      type="time"
      className={styles['time']}
      aria-label={label}
      // uncontrolled, so that typing is not interrupted
      defaultValue={clockOf(minutes)}
      required
      onChange={(event) => {
        const typed = minutesOf(event.currentTarget.value);
        if (typed !== null) onChange(typed);
      }}
    />
  );
}

/** Hours without growth notices; a held-back notice follows afterwards if it still applies. */
function QuietHours() {
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

/** A postponed notice, with a button to undo that. */
function Snoozed() {
  const { settings: texts } = useTexts();
  const format = useFormat();
  const { settings } = useStores();
  const until = useFrom(
    (stores) => stores.settings.store,
    (state) => state.settings.guardSnoozedUntil,
  );
  const [openedAt] = useState(() => Date.now());
  if (until === null || until <= openedAt) return null;
  const words = texts.watch;
  return (
    <Row name={words.snoozed({ time: format.time(until) })}>
      <Button size="small" onPress={() => void settings.change({ guardSnoozedUntil: null })}>
        {words.wake}
      </Button>
    </Row>
  );
}
