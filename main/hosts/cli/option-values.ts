import { settingsSchema } from '../../../app/contract/settings.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import { minutesOf } from '../../../app/settings/clock-time.ts';
import { settingNamesFor, settingRow } from '../../../app/settings/settings-table.ts';
import type { SettingName, SettingRow } from '../../../app/settings/settings-table.ts';
import { nearest, UsageError } from './usage-error.ts';
import { optionSpec, shells } from './options.ts';
import type { OptionName, Shell } from './options.ts';

/** `value` if the option allows it, otherwise a usage error with the nearest allowed value. */
export function oneOf<const Values extends readonly string[]>(
  name: OptionName,
  value: string,
  values: Values,
): Values[number] {
  return known(optionSpec(name).long, value, values);
}

function known<const Values extends readonly string[]>(
  option: string,
  value: string,
  values: Values,
): Values[number] {
  if (values.includes(value)) return value;
  throw new UsageError('unknown-value', {
    option,
    value,
    nearest: nearest(value, values) ?? '',
    allowed: values,
  });
}

export function shellOf(value: string): Shell {
  return known('SHELL', value, shells);
}

/** Values of a comma-separated, repeatable option, without duplicates. */
export function listOf<const Values extends readonly string[]>(
  name: OptionName,
  given: readonly string[],
  values: Values,
): Values[number][] {
  const words = given.flatMap((text) => text.split(',')).map((word) => word.trim());
  return [...new Set(words.map((word) => oneOf(name, word, values)))];
}

const hour = 3_600_000;
const agePattern = /^(\d{1,6})(h|d|w|m|y)$/;
const unitMs = { h: hour, d: 24 * hour, w: 7 * 24 * hour, m: 30 * 24 * hour, y: 365 * 24 * hour } as const;

/** `30d` → milliseconds. Units: h, d, w, m (30 days), y (365 days). */
export function ageOf(name: OptionName, text: string): number {
  const match = agePattern.exec(text);
  const unit = match?.[2] as keyof typeof unitMs | undefined;
  const ms = unit === undefined ? 0 : Number(match?.[1]) * unitMs[unit];
  if (ms > 0) return ms;
  throw new UsageError('bad-value', {
    option: optionSpec(name).long,
    value: text,
    example: '12h, 30d, 4w, 6m, 1y',
  });
}

const sizePattern = /^(\d{1,6})(B|KB|MB|GB|TB)$/i;
const sizeUnits = ['B', 'KB', 'MB', 'GB', 'TB'];

/** `5GB` → bytes, in powers of 1024 like every displayed size; null for invalid text. */
function bytesOf(text: string): number | null {
  const match = sizePattern.exec(text);
  if (match === null) return null;
  return Number(match[1]) * 1024 ** sizeUnits.indexOf(match[2]?.toUpperCase() ?? 'B');
}

export function sizeOf(name: OptionName, text: string): number {
  const bytes = bytesOf(text);
  if (bytes !== null) return bytes;
  throw new UsageError('bad-value', {
    option: optionSpec(name).long,
    value: text,
    example: '500MB, 5GB, 1TB',
  });
}

/** A whole number between `least` and `most`. */
export function wholeNumber(name: OptionName, text: string, least: number, most: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError('bad-value', {
    option: optionSpec(name).long,
    value: text,
    example: `${least}–${most}`,
  });
}

/** A parsed `settings set NAME VALUE`. */
export interface SettingChange {
  readonly name: SettingName;
  readonly value: Settings[SettingName];
}

/** Allowed input of a setting, for help and errors. */
function allowedInput(row: SettingRow): readonly string[] {
  if (row.kind === 'folders') return ['/mnt/data/xwechat_files …', 'none'];
  const none = 'none' in row ? ['none'] : [];
  if (row.kind === 'choice') return row.values.map(String);
  if (row.kind === 'switch') return ['on', 'off'];
  if (row.kind === 'clock') return ['22:00', ...none];
  if (row.kind === 'moment') return ['2026-01-31T22:00', ...none];
  return [row.unit === 'bytes' ? '5GB' : String(row.offered[0]), ...none];
}

/** undefined for invalid text */
function parsedSetting(row: SettingRow, texts: readonly string[]): unknown {
  const [text = ''] = texts;
  if (row.kind === 'folders') return texts.length === 1 && text === 'none' ? [] : texts;
  if (text === 'none') return null;
  if (row.kind === 'choice') return text;
  if (row.kind === 'switch') return text === 'on' ? true : text === 'off' ? false : undefined;
  if (row.kind === 'clock') return /^\d{2}:\d{2}$/.test(text) ? (minutesOf(text) ?? undefined) : undefined;
  if (row.kind === 'moment') return Date.parse(text);
  if (row.unit === 'bytes') return bytesOf(text) ?? undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Parses `name` and its values within the contract's limits, or throws a usage error that lists valid input. */
export function settingOf(name: string, texts: readonly string[]): SettingChange {
  const setting = known('NAME', name, settingNamesFor({}));
  const row = settingRow(setting);
  const [, extra] = texts;
  if (extra !== undefined && row.kind !== 'folders')
    throw new UsageError('extra-argument', { command: 'settings set', argument: extra });
  const value = settingsSchema.shape[setting].safeParse(parsedSetting(row, texts));
  if (value.success) return { name: setting, value: value.data };
  const given = texts.join(' ');
  throw new UsageError('bad-value', { option: setting, value: given, example: allowedInput(row).join(', ') });
}
