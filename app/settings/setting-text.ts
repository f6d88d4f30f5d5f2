import type { Settings } from '../contract/settings.ts';
import type { Dictionary } from '../locale/dictionaries.ts';
import type { Language } from '../locale/dictionary.ts';
import { formatBytes, formatCount, formatTime } from '../locale/format.ts';
import { clockOf } from './clock-time.ts';
import { settingRow } from './settings-table.ts';
import type { SettingName, SettingRow } from './settings-table.ts';

function numberText(
  unit: (SettingRow & { kind: 'number' })['unit'],
  value: number,
  texts: Dictionary,
  language: Language,
) {
  if (unit === 'bytes') return formatBytes(value, language);
  if (unit === 'percent') return new Intl.NumberFormat(language, { style: 'percent' }).format(value / 100);
  return texts.settings[unit]({ count: formatCount(value, language) });
}

/** A value of a setting in words, the same in the window and on the command line. */
export function settingText(
  name: SettingName,
  value: Settings[SettingName],
  texts: Dictionary,
  language: Language,
): string {
  const row = settingRow(name);
  const words: {
    readonly name: string;
    readonly none?: string;
    readonly values?: Readonly<Record<string, string>>;
  } = texts.settings.rows[name];
  if (value === null) return words.none ?? '';
  if (typeof value === 'object')
    return value.length > 0 ? value.join(texts.common.listJoin) : (words.none ?? '');
  if (typeof value === 'string') return words.values?.[value] ?? value;
  if (typeof value === 'boolean') return texts.settings.switches[value ? 'on' : 'off'];
  if (row.kind === 'clock') return clockOf(value);
  if (row.kind === 'moment') return formatTime(value, language);
  return row.kind === 'number' ? numberText(row.unit, value, texts, language) : String(value);
}
