import type { Language } from './dictionary.ts';

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

/** Formatters are kept, because making one takes as long as drawing a row. */
function numberFormat(language: Language, maximumFractionDigits: number): Intl.NumberFormat {
  const key = `${language} ${maximumFractionDigits}`;
  const known = numbers.get(key) ?? new Intl.NumberFormat(language, { maximumFractionDigits });
  numbers.set(key, known);
  return known;
}

/** Bytes in powers of 1024 with at most one decimal, as system file managers of the field show them. */
export function formatBytes(bytes: number, language: Language): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  const number = numberFormat(language, digits).format(value);
  return `${number} ${units[unit] ?? 'B'}`;
}

/** What of an amount the disk gives back: never more than its blocks, and never more than the files hold. */
export function freedBytes({ bytes, allocated }: { bytes: number; allocated: number }): number {
  return Math.min(bytes, allocated);
}

/**
 * An amount as a sentence about removing says it. Sparse files and files with further names hold more than the disk
 * gives back; then `both` names the two.
 */
export function formatAmount(
  amount: { readonly bytes: number; readonly allocated: number },
  language: Language,
  both: (sizes: { disk: string; size: string }) => string,
): string {
  const disk = formatBytes(freedBytes(amount), language);
  const size = formatBytes(amount.bytes, language);
  return disk === size ? size : both({ disk, size });
}

export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(language).format(count);
}

/** The nearest time that a date can hold; a file may carry any (ECMAScript: 100 million days around 1970). */
function shownTime(at: number): number {
  const most = 8.64e15;
  return Number.isNaN(at) ? 0 : Math.min(most, Math.max(-most, at));
}

/** Local date and time to the minute. */
export function formatTime(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(shownTime(at));
}

/** Local date without the time of day. */
export function formatDate(at: number, language: Language): string {
  const known = dates.get(language) ?? new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  dates.set(language, known);
  return known.format(shownTime(at));
}

/** A month given as `YYYY-MM`. */
export function formatMonth(month: string, language: Language): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long' }).format(
    new Date(year, number - 1, 15),
  );
}

/** Local time of the day to the minute, for what happened lately. */
export function formatClock(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(at);
}

/** A remaining or spent time in whole seconds or minutes, never with false precision. */
export function formatDuration(ms: number, language: Language): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const [value, unit] = seconds < 90 ? [seconds, 'second'] : [Math.round(seconds / 60), 'minute'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** YYYY-MM-DD as the computer's clock shows it, for names of files. */
export function localDay(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
