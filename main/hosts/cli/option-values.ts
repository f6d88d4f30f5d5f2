import { nearest } from './nearest.ts';
import { optionSpec } from './options.ts';
import type { OptionName } from './options.ts';
import { UsageError } from './usage-error.ts';

/** `value` if the option allows it, otherwise a usage error with the nearest allowed value. */
export function oneOf<const Values extends readonly string[]>(
  name: OptionName,
  value: string,
  values: Values,
): Values[number] {
  if (values.includes(value)) return value;
  throw new UsageError('unknown-value', {
    option: optionSpec(name).long,
    value,
    nearest: nearest(value, values) ?? '',
    allowed: values,
  });
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
export function bytesOf(text: string): number | null {
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
