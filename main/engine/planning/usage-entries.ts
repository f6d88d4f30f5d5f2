import type { Category } from '../../../app/cleanup/categories.ts';
import { createMonthOf } from '../../../app/cleanup/months.ts';
import { nameProtection } from '../../../app/cleanup/protected.ts';
import { categoryOf } from '../../../app/cleanup/select.ts';
import { unrecognised } from '../../../app/platforms/no-data-root.ts';
import type { EntryFacts } from '../fs/walk.ts';
import type { EntryHandler } from './walk-roots.ts';
import type { Bucket, Buckets, Frame } from './frames.ts';
import { fileKey, hasOtherNames } from '../plans/linked-files.ts';
import type { LinkedName } from '../plans/linked-files.ts';
import { LargestFiles } from './largest-files.ts';
import { createOtherFolders } from './other-folders.ts';
import type { LargeRow, OtherRow, ScanRoot, UsageRow } from './scan-job.ts';

interface MonthSum {
  files: number;
  bytes: number;
  allocated: number;
}

/** One account's files of one category in one root, by month. Caches the last month. */
interface UsageCell {
  readonly root: number;
  readonly account: number;
  readonly category: Category;
  /** no row knows these files, or no layout was recognised */
  readonly isOther: boolean;
  readonly months: Map<number, MonthSum>;
  month: number;
  sum: MonthSum;
}

function addTo(cell: UsageCell, month: number, facts: EntryFacts): void {
  if (cell.month !== month) {
    let sum = cell.months.get(month);
    if (sum === undefined) {
      sum = { files: 0, bytes: 0, allocated: 0 };
      cell.months.set(month, sum);
    }
    cell.month = month;
    cell.sum = sum;
  }
  cell.sum.files += 1;
  cell.sum.bytes += facts.size;
  if (!hasOtherNames(facts)) cell.sum.allocated += facts.allocated;
}

/** The blocks of a name whose file has others: which cell counts them is known when all names are. */
function linkedName({ root, account, category }: UsageCell, month: number, facts: EntryFacts) {
  const { dev, ino, links, allocated } = facts;
  const row: UsageRow = { root, account, category, month, files: 0, bytes: 0, allocated };
  return { file: fileKey(dev, ino), links, row };
}

/** The cells of a scan. Several buckets share one cell, so the rows do not grow with the files. */
class UsageCells {
  private readonly cells: UsageCell[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly unrecognised: ReadonlySet<number>;

  constructor(roots: readonly ScanRoot[]) {
    const numbers = roots.map(({ platform }, number) => (platform.id === unrecognised.id ? number : -1));
    this.unrecognised = new Set(numbers);
  }

  /** The cell for a file of `bucket` with this name. */
  find(bucket: Bucket, name: string): UsageCell {
    const category = this.categoryFor(bucket, name);
    const known = this.cells[bucket.cells.get(category) ?? -1];
    return known ?? this.assign(bucket, category);
  }

  rows(): UsageRow[] {
    return this.cells.flatMap(({ root, account, category, months }) =>
      [...months].map(([month, sum]) => ({ root, account, category, month, ...sum })),
    );
  }

  /** Names mean nothing where no messenger was recognised. */
  private categoryFor({ location, place, root }: Bucket, name: string): Category {
    if (this.unrecognised.has(root)) return 'other';
    const bits = location === null ? place.folderBits | nameProtection(name) : 0;
    return categoryOf(location, bits);
  }

  private assign(bucket: Bucket, category: Category): UsageCell {
    const { root, account } = bucket;
    const key = `${root},${account},${category}`;
    const number = this.numbers.get(key) ?? this.cells.length;
    const cell = this.cells[number] ?? {
      ...{ root, account, category, months: new Map<number, MonthSum>() },
      isOther: category === 'other' || bucket.place.layout === 'unknown',
      month: Number.NaN,
      sum: { files: 0, bytes: 0, allocated: 0 },
    };
    this.cells[number] = cell;
    this.numbers.set(key, number);
    bucket.cells.set(category, number);
    return cell;
  }
}

/** Sums every entry by account, category and month; of single files it stores the largest and those with several names. */
export function createUsageEntries(
  buckets: Buckets,
  roots: readonly ScanRoot[],
): {
  handler: EntryHandler;
  rows(): UsageRow[];
  others(): readonly OtherRow[];
  large(): readonly LargeRow[];
  readonly linked: readonly LinkedName<UsageRow>[];
} {
  const folders = createOtherFolders();
  const largest = new LargestFiles();
  const linked: LinkedName<UsageRow>[] = [];
  const cells = new UsageCells(roots);
  const monthOf = createMonthOf();
  let frame: Frame | null = null;
  let ownBucket: Bucket | null = null;
  let ownCell: UsageCell | null = null;

  const handler: EntryHandler = {
    open(next) {
      frame = next;
      folders.open(next);
      ownBucket = buckets.own(next);
      ownCell = ownBucket.location === null ? null : cells.find(ownBucket, '');
    },
    entry(name, facts) {
      if (frame === null || ownBucket === null) return;
      const { owner } = frame.position;
      const match = name === null ? owner : frame.context.classifier.match(frame.position, name);
      const isOwn = match === owner;
      const cell =
        isOwn && ownCell !== null
          ? ownCell
          : cells.find(isOwn ? ownBucket : buckets.find(frame, match), name ?? '');
      const month = monthOf(facts.mtimeMs);
      addTo(cell, month, facts);
      if (hasOtherNames(facts)) linked.push(linkedName(cell, month, facts));
      if (name !== null) largest.add(frame, name, facts, cell.account, cell.category);
      if (cell.isOther) folders.addOther(facts);
      else folders.addKnown();
    },
    folder: () => undefined,
    mount: () => undefined,
    skipped: () => undefined,
    close: () => undefined,
    matters: () => true,
  };
  return {
    ...{ handler, linked },
    rows: () => cells.rows(),
    others: () => folders.rows(),
    large: () => largest.rows(),
  };
}
