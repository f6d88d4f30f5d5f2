import type { Category } from '../../app/cleanup/categories.ts';
import type { WatchEvent, WatchView } from '../../app/contract/watch.ts';

/** Events of one kind, account and category within one minute, shown as one line. */
export interface TimelineLine extends Pick<
  WatchEvent,
  'kind' | 'rootId' | 'accountId' | 'product' | 'category' | 'files' | 'bytes' | 'name' | 'trouble'
> {
  readonly key: string;
  /** number of merged events */
  readonly events: number;
}

export interface TimelineMinute {
  /** start of the minute */
  readonly at: number;
  readonly lines: readonly TimelineLine[];
}

const minuteMs = 60_000;

function isSize({ kind }: Pick<WatchEvent, 'kind'>): boolean {
  return kind === 'grew' || kind === 'shrank';
}

/** Growth and shrinkage of the same place merge into one line with the net amount. */
function placeOf(event: WatchEvent): string {
  const { kind, rootId, accountId, category, trouble } = event;
  return [isSize(event) ? 'size' : kind, rootId, accountId ?? '', category ?? '', trouble ?? ''].join('/');
}

function joined(line: TimelineLine, { files, bytes }: WatchEvent): TimelineLine {
  const sums = { files: line.files + files, bytes: line.bytes + bytes, events: line.events + 1 };
  if (!isSize(line)) return { ...line, ...sums };
  const more = sums.bytes > 0 || (sums.bytes === 0 && sums.files > 0);
  return { ...line, ...sums, kind: more ? 'grew' : 'shrank' };
}

/** Newest minute first; within it the latest change first. */
export function minutesOf(events: readonly WatchEvent[]): readonly TimelineMinute[] {
  const minutes = new Map<number, Map<string, TimelineLine>>();
  for (const event of [...events].sort((a, b) => b.seq - a.seq)) {
    const at = Math.floor(event.at / minuteMs) * minuteMs;
    const lines = minutes.get(at) ?? new Map<string, TimelineLine>();
    minutes.set(at, lines);
    const key = placeOf(event);
    const { kind, rootId, accountId, product, category, files, bytes, name, trouble } = event;
    const before = lines.get(key);
    lines.set(
      key,
      before === undefined
        ? { key, kind, rootId, accountId, product, category, files, bytes, name, trouble, events: 1 }
        : joined(before, event),
    );
  }
  return [...minutes]
    .sort(([a], [b]) => b - a)
    .map(([at, lines]) => ({ at, lines: [...lines.values()].filter((line) => !isNothing(line)) }))
    .filter((minute) => minute.lines.length > 0);
}

/** True if growth and shrinkage within a minute cancel out. */
function isNothing(line: TimelineLine): boolean {
  return isSize(line) && line.files === 0 && line.bytes === 0;
}

export interface CategoryChange {
  readonly category: Category;
  readonly files: number;
  readonly bytes: number;
}

export interface AccountChange {
  /** null = belongs to no single account */
  readonly accountId: string | null;
  readonly rootId: string;
  readonly files: number;
  readonly bytes: number;
  readonly categories: readonly CategoryChange[];
}

/** Sums by account, the largest change first; data of no account comes last. */
export function changesByAccount(changes: WatchView['changes']): readonly AccountChange[] {
  const accounts = new Map<string, { accountId: string | null; rootId: string; rows: CategoryChange[] }>();
  for (const { rootId, accountId, category, files, bytes } of changes) {
    const key = accountId ?? '';
    const entry = accounts.get(key) ?? { accountId, rootId, rows: [] };
    accounts.set(key, entry);
    const index = entry.rows.findIndex((row) => row.category === category);
    const before = entry.rows[index];
    if (before === undefined) entry.rows.push({ category, files, bytes });
    else entry.rows[index] = { category, files: before.files + files, bytes: before.bytes + bytes };
  }
  const sum = (rows: readonly CategoryChange[], of: 'files' | 'bytes'): number =>
    rows.reduce((total, row) => total + row[of], 0);
  return [...accounts.values()]
    .map(({ accountId, rootId, rows }) => ({
      ...{ accountId, rootId, files: sum(rows, 'files'), bytes: sum(rows, 'bytes') },
      categories: rows
        .filter((row) => row.files !== 0 || row.bytes !== 0)
        .sort((a, b) => Math.abs(b.bytes) - Math.abs(a.bytes)),
    }))
    .filter((account) => account.categories.length > 0)
    .sort((a, b) => Number(a.accountId === null) - Number(b.accountId === null) || b.bytes - a.bytes);
}

/** Total of the sums that grew. */
export function cameIn(changes: WatchView['changes']): { readonly files: number; readonly bytes: number } {
  const grown = changes.filter((change) => change.bytes > 0 || (change.bytes === 0 && change.files > 0));
  return {
    files: grown.reduce((sum, change) => sum + Math.max(0, change.files), 0),
    bytes: grown.reduce((sum, change) => sum + change.bytes, 0),
  };
}

/** A file name as dots with its extension. */
export function masked(name: string): string {
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= 6 ? name.slice(dot) : '';
  return `••••••${ending}`;
}
