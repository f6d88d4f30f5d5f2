import type { Language } from './dictionary.ts';

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Bytes in powers of 1024 with at most one decimal, as system file managers of the field show them. */
export function formatBytes(bytes: number, language: Language): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
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

/** Local date and time to the minute. */
export function formatTime(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
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
