/** Months as counted numbers, so that a scan makes no Date per file. */
export interface Months {
  /** a number that grows by one from month to month, in local time */
  of(mtimeMs: number): number;
}

function clamped(mtimeMs: number): Date {
  const date = new Date(mtimeMs);
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}

/** Remembers the bounds of the months it met: neighbouring files nearly always share one. */
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

/** `YYYY-MM` of a counted month. */
export function monthName(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}`;
}
