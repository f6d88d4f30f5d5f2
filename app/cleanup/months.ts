function dateOf(mtimeMs: number): Date {
  const date = new Date(mtimeMs);
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}

function monthOfDate(date: Date): number {
  return date.getFullYear() * 12 + date.getMonth();
}

/** Years whose months are found without a `Date` for each file. */
const commonYears = { from: 2000, to: 2060 } as const;

/** Starts of the months of those years in local time, and of the one after them. */
function monthStarts(): Float64Array {
  const months = (commonYears.to - commonYears.from) * 12 + 1;
  const starts = new Float64Array(months);
  for (let at = 0; at < months; at += 1) starts[at] = new Date(commonYears.from, at, 1).getTime();
  return starts;
}

/** Index of the last start that is not after `mtimeMs`, which lies between the first and the last. */
function lastStart(starts: Float64Array, mtimeMs: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= mtimeMs) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Converts a time in ms to its month number in local time, consecutive from month to month. Caches the bounds of the
 * last month, because neighbouring files mostly share one.
 */
export function createMonthOf(): (mtimeMs: number) => number {
  const starts = monthStarts();
  let from = 0;
  let until = -1;
  let month = 0;
  return (mtimeMs) => {
    if (mtimeMs >= from && mtimeMs < until) return month;
    if (!(mtimeMs >= (starts[0] ?? 0) && mtimeMs < (starts.at(-1) ?? 0))) return monthOfDate(dateOf(mtimeMs));
    const at = lastStart(starts, mtimeMs);
    from = starts[at] ?? 0;
    until = starts[at + 1] ?? 0;
    month = commonYears.from * 12 + at;
    return month;
  };
}

/** `YYYY-MM` of a month number. */
export function monthName(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}`;
}
