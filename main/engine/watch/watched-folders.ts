import { hasBytes } from '../../../app/cleanup/byte-name.ts';
import type { Category } from '../../../app/cleanup/categories.ts';
import { patternsOf } from '../../../app/cleanup/classify.ts';
import type { ClassifiedPattern } from '../../../app/cleanup/classify.ts';
import type { SegmentRule } from '../../../app/cleanup/path-pattern.ts';
import type { FolderWatcher, MakeFolderWatcher } from './folder-watcher.ts';
import { maxWatchedFolders } from './policy.ts';
import type { WatchJob } from './protocol.ts';
import type { Snapshot } from './snapshot.ts';

/** Folders that one wildcard may add: one with more, such as the chats of an account, is left to the sweeps. */
const maxWildcardFolders = 40;

/** The categories that a person wants to know of first, for when there is no room for all. */
const order: readonly Category[] = [
  'credentials',
  'received',
  'database',
  'media',
  'backup',
  'cache',
  'config',
  'logs',
  'other',
  'binary',
];
/** Wildcards of these are entered: sign-ins, received files, and databases, whose -wal files show activity. */
const entered: ReadonlySet<Category> = new Set(['credentials', 'received', 'database']);

type Ranks = Map<number, number>;

interface Step {
  readonly pattern: ClassifiedPattern;
  readonly category: Category;
  readonly month: string;
  readonly isAccount: (row: number) => boolean;
}

function rank(ranks: Ranks, row: number, value: number): void {
  ranks.set(row, Math.min(value, ranks.get(row) ?? Infinity));
}

function listedChildren(snapshot: Snapshot, row: number): readonly number[] {
  if (!snapshot.table.isListed(row)) snapshot.list(row, snapshot.pathOf(row));
  return snapshot.table.children(row);
}

/** The subfolders of `row` that one component of a pattern names. */
function matches(snapshot: Snapshot, row: number, rule: SegmentRule, step: Step): readonly number[] {
  const children = listedChildren(snapshot, row);
  const { table } = snapshot;
  if (rule.kind === 'literal') {
    const wanted = rule.text.toLowerCase();
    return children.filter((child) => table.name(child).toLowerCase() === wanted);
  }
  if (rule.kind === 'account-folder') return children.filter((child) => step.isAccount(child));
  if (rule.kind === 'deep') return [];
  const fits = children.filter((child) => rule.test.test(table.name(child)));
  const thisMonth = fits.filter((child) => table.name(child) === step.month);
  if (thisMonth.length > 0) return thisMonth;
  return entered.has(step.category) && fits.length <= maxWildcardFolders ? fits : [];
}

function follow(snapshot: Snapshot, ranks: Ranks, row: number, at: number, step: Step): void {
  const value = order.indexOf(step.category) + 1;
  rank(ranks, row, at === 0 ? 0 : value);
  const rule = step.pattern.segments[at];
  if (rule !== undefined) {
    for (const child of matches(snapshot, row, rule, step)) follow(snapshot, ranks, child, at + 1, step);
  } else if (step.category === 'database' || step.category === 'credentials') {
    const below = listedChildren(snapshot, row);
    if (below.length <= maxWildcardFolders) for (const child of below) rank(ranks, child, value);
  }
}

/** The month whose folder is watched where a category keeps a folder a month. */
function monthOf(now: number): string {
  const date = new Date(now);
  return `${String(date.getFullYear())}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}

/**
 * The folders to watch: roots, accounts, the folders that the platform's rows name (of those a month, the current one),
 * sign-in folders and those of databases. Lists what it needs on the way.
 */
function foldersToWatch(snapshot: Snapshot, job: WatchJob, month: string): readonly number[] {
  const ranks: Ranks = new Map();
  for (const [index, id] of job.rootIds.entries()) {
    const root = job.scan.roots[index];
    const row = snapshot.roots.get(id);
    if (root === undefined || row === undefined) continue;
    rank(ranks, row, -1);
    const isAccount = (child: number): boolean => root.accountByFolder.has(snapshot.table.name(child));
    for (const child of listedChildren(snapshot, row)) if (isAccount(child)) rank(ranks, child, 0);
    for (const pattern of patternsOf(root.platform, root.kind)) {
      const category = root.platform.locations[pattern.location]?.category ?? 'other';
      follow(snapshot, ranks, row, 0, { pattern, category, month, isAccount });
    }
  }
  return [...ranks]
    .sort(([, a], [, b]) => a - b)
    .slice(0, maxWatchedFolders)
    .map(([row]) => row);
}

interface Listener {
  changed(row: number): void;
  /** Something happened beside the roots, where a pointer to another root may lie. */
  lookoutChanged(): void;
  limited(isLimited: boolean): void;
}

/** What a system answers when it has no watch left to give. */
const limitCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM']);

/** Keeps the watcher on the folders to watch; names those that cannot be watched, so that they are polled instead. */
export class WatchedFolders {
  /** The system gives no more watches: all watched folders are polled. */
  isLimited = false;
  private readonly snapshot: Snapshot;
  private readonly make: MakeFolderWatcher;
  private readonly listener: Listener;
  private watcher: FolderWatcher;
  private byPath = new Map<string, number>();
  /** On a network, or with a name that the watcher cannot take. */
  private unwatchable: readonly number[] = [];
  private lookouts: ReadonlySet<string> = new Set();
  private month = '';
  /** The present watcher was refused a watch and is closed. */
  private isRefused = false;
  private isClosed = false;

  constructor(snapshot: Snapshot, make: MakeFolderWatcher, listener: Listener) {
    this.snapshot = snapshot;
    this.make = make;
    this.listener = listener;
    this.watcher = this.open();
  }

  get size(): number {
    return this.isLimited ? 0 : this.byPath.size + this.lookouts.size;
  }

  rows(): readonly number[] {
    return [...this.byPath.values(), ...this.unwatchable];
  }

  isWatched(path: string): boolean {
    return !this.isLimited && this.byPath.has(path);
  }

  /** Another month has begun. */
  isOutdated(now: number): boolean {
    return monthOf(now) !== this.month;
  }

  /** Folders that should be watched and cannot be. */
  polled(): readonly number[] {
    return this.isLimited ? this.rows() : this.unwatchable;
  }

  /** Returns the folders that are watched from now on and were not before. */
  async refresh(job: WatchJob, now: number): Promise<readonly number[]> {
    const before = this.byPath;
    const network = new Set(job.networkRoots.map((id) => this.snapshot.roots.get(id)));
    const next = new Map<string, number>();
    const unwatchable: number[] = [];
    this.month = monthOf(now);
    for (const row of foldersToWatch(this.snapshot, job, this.month)) {
      const path = this.snapshot.pathOf(row);
      if (hasBytes(path) || network.has(this.snapshot.table.root(row))) unwatchable.push(row);
      else next.set(path, row);
    }
    [this.byPath, this.unwatchable] = [next, unwatchable];
    this.lookouts = new Set(job.lookouts.filter((path) => !next.has(path)));
    const added = [...next].filter(([path, row]) => before.get(path) !== row);
    if (!this.isRefused && !this.isClosed) {
      for (const [path] of added) if (before.has(path)) this.watcher.renew(path);
      await this.watcher.set([...next.keys(), ...this.lookouts]);
    }
    return added.map(([, row]) => row);
  }

  /** Asks the system again after its limit was reached. */
  async retry(job: WatchJob, now: number): Promise<void> {
    if (!this.isLimited || this.isClosed) return;
    this.watcher = this.open();
    this.isRefused = false;
    this.byPath = new Map();
    await this.refresh(job, now);
    if (this.mayWatch()) {
      this.isLimited = false;
      this.listener.limited(false);
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.watcher.close();
  }

  private mayWatch(): boolean {
    return !this.isRefused;
  }

  private open(): FolderWatcher {
    const watcher = this.make(
      (folder) => {
        const row = this.byPath.get(folder);
        if (row !== undefined) this.listener.changed(row);
        else if (this.lookouts.has(folder)) this.listener.lookoutChanged();
      },
      (code) => {
        if (this.watcher === watcher && limitCodes.has(code)) this.meetLimit();
      },
    );
    return watcher;
  }

  private meetLimit(): void {
    this.isRefused = true;
    void this.watcher.close();
    if (this.isLimited) return;
    this.isLimited = true;
    this.listener.limited(true);
  }
}
