import { settingsSchema } from '../../../app/contract/settings.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import { minutesOf } from '../../../app/settings/clock-time.ts';
import { settingNames, settingRow } from '../../../app/settings/settings-table.ts';
import type { SettingName, SettingRow } from '../../../app/settings/settings-table.ts';
import { nearest } from './nearest.ts';
import { bytesOf } from './option-values.ts';
import { UsageError } from './usage-error.ts';

/** A parsed `settings set NAME VALUE`. */
export interface SettingWords {
  readonly name: SettingName;
  readonly value: Settings[SettingName];
}

/** Allowed input of a setting, for help and errors. */
function valuesOf(row: SettingRow): readonly string[] {
  const none = 'none' in row ? ['none'] : [];
  if (row.kind === 'choice') return row.values.map(String);
  if (row.kind === 'switch') return ['on', 'off'];
  if (row.kind === 'clock') return ['22:00', ...none];
  if (row.kind === 'moment') return ['2026-01-31T22:00', ...none];
  return [row.unit === 'bytes' ? '5GB' : String(row.offered[0]), ...none];
}

/** undefined for invalid text */
function parsed(row: SettingRow, text: string): unknown {
  if (text === 'none') return null;
  if (row.kind === 'choice') return text;
  if (row.kind === 'switch') return text === 'on' ? true : text === 'off' ? false : undefined;
  if (row.kind === 'clock') return /^\d{2}:\d{2}$/.test(text) ? (minutesOf(text) ?? undefined) : undefined;
  if (row.kind === 'moment') return Date.parse(text);
  if (row.unit === 'bytes') return bytesOf(text) ?? undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Parses `name` and `text` within the contract's limits, or throws a usage error that lists valid input. */
export function settingOf(name: string, text: string): SettingWords {
  const known = settingNames.find((one) => one === name);
  if (known === undefined)
    throw new UsageError('unknown-value', {
      option: 'NAME',
      value: name,
      nearest: nearest(name, settingNames) ?? '',
      allowed: settingNames,
    });
  const row = settingRow(known);
  const value = settingsSchema.shape[known].safeParse(parsed(row, text));
  if (value.success) return { name: known, value: value.data };
  throw new UsageError('bad-value', { option: known, value: text, example: valuesOf(row).join(', ') });
}
