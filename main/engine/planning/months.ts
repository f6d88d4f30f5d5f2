/** Converts times to month numbers without a Date per file. */
export interface Months {
  /** month number in local time, consecutive from month to month */
  of(mtimeMs: number): number;
}

function clamped(mtimeMs: number): Date {
  const date = new Date(mtimeMs);
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}

/** Caches the bounds of known months, because neighbouring files mostly share one. */
export function createMonths(): Months {
  let from = 0;
  let until = -1;
  let month = 0;
  return {
    of(mtimeMs) {
      if (mtimeMs >= from && mtimeMs < until) return month;
      const date = clamped(mtimeMs);
      const year = date.getFullYear();
      from = new Date(year, date.getMonth(), 1).getTime();
      until = new Date(year, date.getMonth() + 1, 1).getTime();
      month = year * 12 + date.getMonth();
      return month;
    },
  };
}

/** `YYYY-MM` of a month number. */
export function monthName(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}`;
}
