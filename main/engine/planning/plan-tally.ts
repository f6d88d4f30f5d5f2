import type { Category } from '../../../app/cleanup/categories.ts';
import { isDatabaseFile } from '../../../app/cleanup/protected.ts';
import type { KeepReason } from '../../../app/cleanup/keep-reasons.ts';
import type { EntryFacts } from '../fs/walk.ts';
import type { Bucket, Frame } from './frames.ts';
import { createEntryColumns } from '../plans/entry-columns.ts';
import type { EntryRows } from '../plans/entry-columns.ts';
import { createFolderColumns } from '../plans/folder-columns.ts';
import { segmentsOf } from './frames.ts';
import { fileKey, hasOtherNames } from '../plans/linked-files.ts';
import type { LinkedName } from '../plans/linked-files.ts';
import type { AccountRow, GroupRow, KeptRow, ScanResult, StayingRow } from './scan-job.ts';
import { createStaying } from './staying.ts';

/** Collects planned entries and counts kept ones by reason. */
export interface PlanTally {
  /** Starts a folder. It is recorded only when an entry is taken or it may be removed. */
  openFolder(frame: Frame, removable: boolean): void;
  /** Counts a subfolder of the open folder. */
  countFolder(): void;
  /** Marks the open folder as holding something that is not counted. */
  markIncomplete(): void;
  /** Call after the last entry of the open folder. */
  closeFolder(): void;
  take(bucket: Bucket, category: Category, name: string, facts: EntryFacts): void;
  keep(reason: KeepReason, category: Category, facts: EntryFacts): void;
  /** Notes a place that stays. Places of one rule in one account share a row, unless each has to be named. */
  noteStaying(row: StayingRow): void;
  /** Counts the data that deep removal lists before it asks. */
  countAccountFile(account: number, category: Category, name: string, bytes: number): void;
  /** Notes a backup beside the accounts, which may hold any account's data. */
  noteSharedBackup(root: number): void;
  result(): Omit<ScanResult, 'usage' | 'others' | 'large' | 'linkedUsage' | 'unreadable' | 'keepMatched'>;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The risk of files without a row: the content of an account's unlisted folders is unknown, so it counts as
 * irreversible. Confidence is A, because the path proves the account.
 */
const unlisted = { recoverability: 'none', confidence: 'A' } as const;

function groupRow(bucket: Bucket, category: Category): GroupRow {
  const { recoverability, confidence } = bucket.location ?? unlisted;
  return {
    root: bucket.root,
    account: bucket.account,
    location: bucket.locationIndex,
    category,
    recoverability,
    confidence,
  };
}

function createKept() {
  const rows = new Map<string, Writable<KeptRow>>();
  const linked: LinkedName<KeptRow>[] = [];
  return {
    rows,
    linked,
    add(reason: KeepReason, category: Category, facts: EntryFacts): void {
      const key = `${reason} ${category}`;
      let row = rows.get(key);
      if (row === undefined) {
        row = { reason, category, files: 0, bytes: 0, allocated: 0 };
        rows.set(key, row);
      }
      const { size, allocated, dev, ino, links } = facts;
      row.files += 1;
      row.bytes += size;
      if (hasOtherNames(facts))
        linked.push({
          file: fileKey(dev, ino),
          links,
          row: { reason, category, files: 0, bytes: 0, allocated },
        });
      else row.allocated += allocated;
    },
  };
}

function createAccounts() {
  const rows = new Map<number, Writable<AccountRow>>();
  return {
    rows,
    see(account: number, category: Category, name: string, bytes: number): void {
      let row = rows.get(account);
      if (row === undefined) {
        row = { account, databases: 0, backups: false, bytes: 0 };
        rows.set(account, row);
      }
      row.bytes += bytes;
      if (category === 'database' && isDatabaseFile(name)) row.databases += 1;
      if (category === 'backup') row.backups = true;
    },
  };
}

/** The folder being listed. It becomes a row when an entry is taken or it may be removed. */
function createOpenFolder() {
  const columns = createFolderColumns();
  let open: Frame | null = null;
  let number = -1;
  let children = 0;
  let isAllTaken = true;

  const add = (frame: Frame, removable: boolean): number => {
    const { ino, mtimeMs } = frame;
    const path = segmentsOf(frame).join('/');
    return columns.add({ root: frame.context.index, path, ino, mtimeMs, removable });
  };

  return {
    rows: () => columns.rows(),
    open(frame: Frame, removable: boolean): void {
      open = frame;
      children = 0;
      isAllTaken = true;
      number = removable ? add(frame, true) : -1;
    },
    /** the folder's row number */
    number(): number {
      if (number < 0 && open !== null) number = add(open, false);
      return number;
    },
    countFolder(): void {
      children += 1;
    },
    markIncomplete(): void {
      isAllTaken = false;
    },
    close(): void {
      if (number >= 0) columns.settle(number, isAllTaken, children);
    },
  };
}

/** `onRows` receives full batches of planned entries. */
export function createPlanTally(onRows: (rows: EntryRows) => void): PlanTally {
  const groups: GroupRow[] = [];
  const groupNumbers = new Map<string, number>();
  const folder = createOpenFolder();
  const columns = createEntryColumns(onRows);
  const kept = createKept();
  const accounts = createAccounts();
  const staying = createStaying();
  const backupRoots = new Set<number>();
  const links = new Map<string, number>();

  const groupOf = (bucket: Bucket, category: Category): number => {
    const known = bucket.groups.get(category);
    if (known !== undefined) return known;
    const key = `${bucket.root},${bucket.account},${bucket.locationIndex},${category}`;
    const number = groupNumbers.get(key) ?? groups.push(groupRow(bucket, category)) - 1;
    groupNumbers.set(key, number);
    bucket.groups.set(category, number);
    return number;
  };

  return {
    openFolder: (frame, removable) => folder.open(frame, removable),
    countFolder: () => folder.countFolder(),
    markIncomplete: () => folder.markIncomplete(),
    closeFolder: () => folder.close(),
    take(bucket, category, name, facts) {
      columns.add(folder.number(), groupOf(bucket, category), name, facts);
      if (hasOtherNames(facts)) links.set(fileKey(facts.dev, facts.ino), facts.links);
    },
    keep(reason, category, facts) {
      folder.markIncomplete();
      kept.add(reason, category, facts);
    },
    noteStaying: (row) => staying.add(row),
    countAccountFile: (account, category, name, bytes) => accounts.see(account, category, name, bytes),
    noteSharedBackup: (root) => backupRoots.add(root),
    result() {
      columns.flush();
      return {
        groups,
        kept: [...kept.rows.values()],
        staying: staying.rows(),
        accounts: [...accounts.rows.values()],
        sharedBackups: [...backupRoots],
        folders: folder.rows(),
        links,
        linkedKept: kept.linked,
      };
    },
  };
}
