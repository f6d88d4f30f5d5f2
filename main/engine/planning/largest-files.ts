import type { UsageFile } from '../../../app/contract/usage.ts';
import type { Category } from '../../../app/cleanup/categories.ts';
import { fileKey, hasOtherNames } from '../plans/linked-files.ts';
import type { EntryFacts } from '../fs/walk.ts';
import { segmentsOf } from './frames.ts';
import type { Frame } from './frames.ts';
import type { LargeRow } from './scan-job.ts';

/** Files that a usage shows. */
const shown = 100;

/** Larger first; of the same size in the order of their places, so that two scans agree. */
function compare(a: LargeRow, b: LargeRow): number {
  return b.bytes - a.bytes || a.root - b.root || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}

/** A file with several names counts once, by the first of them. */
function largest(rows: readonly LargeRow[]): LargeRow[] {
  const seen = new Set<string>();
  const isFirst = ({ file }: LargeRow): boolean => {
    if (file === null) return true;
    if (seen.has(file)) return false;
    seen.add(file);
    return true;
  };
  return rows.toSorted(compare).filter(isFirst).slice(0, shown);
}

/** The largest files that one worker sees. Keeps twice as many as are shown, so that it seldom sorts. */
export class LargestFiles {
  private kept: LargeRow[] = [];
  /** a smaller file cannot be among the largest any more */
  private floor = 1;

  /** `facts` is not kept. */
  add(frame: Frame, name: string, facts: EntryFacts, account: number, category: Category): void {
    if (facts.size < this.floor || facts.kind !== 'file') return;
    const { size: bytes, allocated, mtimeMs, dev, ino } = facts;
    this.kept.push({
      ...{ root: frame.context.index, account, category, bytes, allocated, mtimeMs },
      path: [...segmentsOf(frame), name].join('/'),
      file: hasOtherNames(facts) ? fileKey(dev, ino) : null,
    });
    if (this.kept.length < 2 * shown) return;
    this.kept = largest(this.kept);
    if (this.kept.length === shown) this.floor = this.kept.at(-1)?.bytes ?? this.floor;
  }

  rows(): readonly LargeRow[] {
    return this.kept;
  }
}

interface Ids {
  readonly roots: readonly { readonly id: string }[];
  readonly accountIds: readonly string[];
}

/** The largest files of all workers, the largest first. */
export function largestFiles(rows: readonly LargeRow[], { roots, accountIds }: Ids): readonly UsageFile[] {
  return largest(rows).map(({ root, account, path, category, bytes, allocated, mtimeMs }) => ({
    ...{ path, category, bytes, allocated, mtime: Math.floor(mtimeMs) },
    rootId: roots[root]?.id ?? '',
    accountId: accountIds[account] ?? null,
  }));
}
