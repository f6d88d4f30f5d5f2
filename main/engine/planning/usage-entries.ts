import { nameProtection } from '../../../app/cleanup/protected.ts';
import { categoryOf } from '../../../app/cleanup/select.ts';
import type { Bin } from './bin.ts';
import type { Bins } from './bins.ts';
import type { EntryTaker } from './entry-taker.ts';
import type { Frame } from './frames.ts';
import { createMonths } from './months.ts';
import { addToBucket, createUsageCells } from './usage-cells.ts';
import type { Bucket } from './usage-cells.ts';
import type { UsageRow } from './scan-job.ts';

/** Sums every entry by account, category and month, and stores nothing else. */
export function createUsageEntries(bins: Bins): { taker: EntryTaker; rows(): UsageRow[] } {
  const cells = createUsageCells();
  const months = createMonths();
  let frame: Frame | null = null;
  let ownBin: Bin | null = null;
  let ownBucket: Bucket | null = null;

  const bucketOf = (bin: Bin, name: string): Bucket => {
    const bits = bin.location === null ? bin.place.folderBits | nameProtection(name) : 0;
    const category = categoryOf(bin.location, bits);
    let bucket = bin.buckets.get(category);
    if (bucket === undefined) {
      bucket = cells.bucket(bin.root, bin.account, category);
      bin.buckets.set(category, bucket);
    }
    return bucket;
  };

  const taker: EntryTaker = {
    open(next) {
      frame = next;
      ownBin = bins.own(next);
      ownBucket = ownBin.location === null ? null : bucketOf(ownBin, '');
    },
    entry(name, facts) {
      if (frame === null || ownBin === null) return;
      const { owner } = frame.position;
      const match = name === null ? owner : frame.context.classifier.match(frame.position, name);
      const isOwn = match === owner;
      const bucket =
        isOwn && ownBucket !== null
          ? ownBucket
          : bucketOf(isOwn ? ownBin : bins.of(frame, match), name ?? '');
      addToBucket(bucket, months.of(facts.mtimeMs), facts);
    },
    folder: () => undefined,
    mount: () => undefined,
    missed: () => undefined,
    close: () => undefined,
    concerns: () => true,
  };
  return { taker, rows: () => cells.rows() };
}
