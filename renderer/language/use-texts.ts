import { useMemo } from 'react';
import { dictionaries } from '../../app/locale/dictionaries.ts';
import type { Dictionary } from '../../app/locale/dictionaries.ts';
import type { Language } from '../../app/locale/dictionary.ts';
import {
  formatAmount,
  formatBytes,
  formatClock,
  formatCount,
  formatDate,
  formatDuration,
  formatMonth,
  formatTime,
  freedBytes,
} from '../../app/locale/format.ts';
import type { Amount } from '../../app/contract/shapes.ts';
import type { ContractError } from '../../app/contract/errors.ts';
import { useFrom } from '../stores/stores.ts';

export interface Format {
  bytes(bytes: number): string;
  /** an amount in a sentence about removing */
  amount(amount: Pick<Amount, 'bytes' | 'allocated'>): string;
  /** the same in a table */
  freed(amount: Pick<Amount, 'bytes' | 'allocated'>): string;
  count(count: number): string;
  files(count: number): string;
  time(at: number): string;
  date(at: number): string;
  /** `YYYY-MM` */
  month(month: string): string;
  /** time of day */
  clock(at: number): string;
  duration(ms: number): string;
  percent(share: number): string;
  list(items: readonly string[]): string;
}

export function useLanguage(): Language {
  return useFrom(
    (stores) => stores.settings.store,
    (state) => state.language,
  );
}

/** All texts of the window; switching the language re-renders with the other dictionary. */
export function useTexts(): Dictionary {
  return dictionaries[useLanguage()];
}

function formatFor(language: Language): Format {
  const texts = dictionaries[language].common;
  return {
    bytes: (bytes) => formatBytes(bytes, language),
    amount: (amount) => formatAmount(amount, language, texts.onDisk),
    freed: (amount) => formatBytes(freedBytes(amount), language),
    count: (count) => formatCount(count, language),
    files: (count) => texts.files({ count: formatCount(count, language) }),
    time: (at) => formatTime(at, language),
    date: (at) => formatDate(at, language),
    month: (month) => formatMonth(month, language),
    clock: (at) => formatClock(at, language),
    duration: (ms) => formatDuration(ms, language),
    percent: (share) =>
      new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share),
    list: (items) => items.join(texts.listJoin),
  };
}

export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => formatFor(language), [language]);
}

/** The message for an error, with its remedy; never a raw code. */
export function useErrorText(): (error: ContractError) => string {
  const { errors, wizard } = useTexts();
  const modes: Readonly<Record<string, string>> = wizard.run.way.names;
  return ({ code, params }) => {
    if (code !== 'mode-not-available') return errors[code](params);
    const mode = String(params['mode'] ?? '');
    return errors[code]({ ...params, mode: modes[mode] ?? mode });
  };
}
