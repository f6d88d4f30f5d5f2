import { useFrom, useStores } from '../../stores/stores.ts';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { settingText } from '../../../app/settings/setting-text.ts';
import { settingNames, settingRow } from '../../../app/settings/settings-table.ts';
import type { SettingName, SettingRow } from '../../../app/settings/settings-table.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import { Choice } from '../../components/choice.tsx';
import { Segments } from '../../components/segments.tsx';
import { QuietHours } from './quiet-hours.tsx';
import { Row } from './row.tsx';
import { Snoozed } from './snoozed.tsx';
import styles from './settings.module.css';

type Value = Settings[SettingName];

/** What the window offers; a value that was chosen elsewhere stays among them. */
export function offeredValues(row: SettingRow, present: Value): readonly Value[] {
  if (row.kind === 'choice') return row.values;
  if (row.kind === 'switch') return [true, false];
  if (row.kind !== 'number') return [];
  const isOther = typeof present === 'number' && !row.offered.includes(present);
  const numbers = isOther ? [...row.offered, present].sort((a, b) => a - b) : row.offered;
  return row.none === true ? [...numbers, null] : numbers;
}

/** One setting as the table describes it. */
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

/** The settings of one section, in the table's order. */
export function SettingsSection({ section }: SectionProps) {
  const { settings: texts } = useTexts();
  return (
    <section aria-label={texts.sections[section]}>
      {section === 'general' ? null : <h2 className={styles['heading']}>{texts.sections[section]}</h2>}
      <div className={styles['card']}>
        {settingNames
          .filter((name) => settingRow(name).section === section)
          .map((name) => (
            <Setting key={name} name={name} />
          ))}
      </div>
    </section>
  );
}
