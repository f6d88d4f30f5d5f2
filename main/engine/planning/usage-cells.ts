import type { Category } from '../../../app/cleanup/categories.ts';
import type { UsageRow } from './scan-job.ts';
import type { EntryFacts } from '../fs/walk.ts';

interface MonthSum {
  files: number;
  bytes: number;
  allocated: number;
}

/** One account's files of one category, by month. Caches the last month, because neighbours share it. */
export interface Bucket {
  readonly months: Map<number, MonthSum>;
  month: number;
  sum: MonthSum;
}

export interface UsageCells {
  bucket(root: number, account: number, category: Category): Bucket;
  rows(): UsageRow[];
}

/** Adds one file to its month. */
export function addToBucket(bucket: Bucket, month: number, facts: EntryFacts): void {
  if (bucket.month !== month) {
    let sum = bucket.months.get(month);
    if (sum === undefined) {
      sum = { files: 0, bytes: 0, allocated: 0 };
      bucket.months.set(month, sum);
    }
    bucket.month = month;
    bucket.sum = sum;
  }
  bucket.sum.files += 1;
  bucket.sum.bytes += facts.size;
  bucket.sum.allocated += facts.allocated;
}

/** Sums by root, account, category and month, so that a usage scan's result does not grow with the files. */
export function createUsageCells(): UsageCells {
  const buckets = new Map<string, { root: number; account: number; category: Category; bucket: Bucket }>();
  return {
    bucket(root, account, category) {
      const key = `${root},${account},${category}`;
      const known = buckets.get(key);
      if (known !== undefined) return known.bucket;
      const bucket: Bucket = {
        months: new Map(),
        month: Number.NaN,
        sum: { files: 0, bytes: 0, allocated: 0 },
      };
      buckets.set(key, { root, account, category, bucket });
      return bucket;
    },
    rows: () =>
      [...buckets.values()].flatMap(({ root, account, category, bucket }) =>
        [...bucket.months].map(([month, sum]) => ({ root, account, category, month, ...sum })),
      ),
  };
}
