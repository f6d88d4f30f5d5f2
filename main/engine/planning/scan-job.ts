import type { KeepState } from '../../../app/cleanup/glob.ts';
import type { Category, Confidence, Recoverability } from '../../../app/cleanup/categories.ts';
import type { KeepReason } from '../../../app/cleanup/keep-reasons.ts';
import type { StayingReason } from '../../../app/cleanup/verdict.ts';
import type { Selection } from '../../../app/contract/plans.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { Platform } from '../../../app/platforms/platform.ts';
import type { Identity } from '../../system/ports.ts';
import type { FolderRows } from '../plans/folder-columns.ts';
import type { LinkCounts, LinkedName } from '../plans/linked-files.ts';

/** An account's number in `ScanJob` when there is none. */
export const noAccount = -1;
/** the number for a key of an unknown account */
export const unknownAccount = -2;

/** One root as plain data for a thread. */
export interface ScanRoot {
  readonly platform: Platform;
  readonly kind: 'data' | 'state';
  readonly realPath: string;
  readonly dev: bigint;
  readonly ino: bigint;
  readonly layout: 'recognised' | 'unknown';
  readonly accountByFolder: ReadonlyMap<string, number>;
  readonly accountByKey: ReadonlyMap<string, number>;
  /** how many of this messenger's accounts are selected */
  readonly selected: 'none' | 'some' | 'all';
  /** the keep patterns at this root */
  readonly keep: KeepState;
  /** true when a keep pattern matches this root or a parent */
  readonly kept: boolean;
}

/** The full input of a scan. Preview and usage differ only in `selection`. */
export interface ScanJob {
  readonly roots: readonly ScanRoot[];
  readonly selectedAccounts: readonly boolean[];
  /** absolute mount points and other roots below the roots, which the walk never enters */
  readonly mounts: readonly string[];
  /** false = `mounts` may be incomplete, so each folder's device is compared with its root's */
  readonly mountsKnown: boolean;
  /** real paths of all roots and of the assistant's own folders */
  readonly otherRoots: readonly string[];
  /** the assistant's own folders, never entered under any name */
  readonly own: readonly Identity[];
  /** null = usage only, no entries are collected */
  readonly selection: Selection | null;
  /** Collects every entry, for a snapshot and never for removal. */
  readonly recordsAll: boolean;
  readonly now: number;
}

/** A folder to walk with everything below it. `path` is below the root, `/`-separated, empty for the root. */
export interface ScanUnit {
  readonly root: number;
  readonly path: string;
  readonly ino: number | bigint;
  /** the folder's time before it was listed; 0 where a usage scan did not read it */
  readonly mtimeMs: number;
}

export interface UsageRow extends Amount {
  readonly root: number;
  readonly account: number;
  readonly category: Category;
  readonly month: number;
}

/** What one folder holds of which no row knows anything; deeper folders count with the one that contains them. */
export interface OtherRow extends Amount {
  readonly root: number;
  /** below the root, `/`-separated; empty for the root itself */
  readonly path: string;
  /** it also holds files that are known, so it is not as a whole what a row is missing for */
  readonly hasKnown: boolean;
}

/** A large file. */
export interface LargeRow {
  readonly root: number;
  readonly account: number;
  /** below the root, `/`-separated */
  readonly path: string;
  readonly category: Category;
  readonly bytes: number;
  readonly allocated: number;
  readonly mtimeMs: number;
  /** which file it is, where it has several names; else null */
  readonly file: string | null;
}

export interface GroupRow {
  readonly root: number;
  readonly account: number;
  /** index into the platform's locations, -1 = no row */
  readonly location: number;
  readonly category: Category;
  readonly recoverability: Recoverability;
  readonly confidence: Confidence;
}

export interface KeptRow extends Amount {
  readonly reason: KeepReason;
  readonly category: Category;
}

/** A place that stays by rule, or a planned link, or all places of one rule in one account. */
export interface StayingRow extends Amount {
  readonly root: number;
  readonly account: number;
  readonly category: Category;
  readonly reason: StayingReason;
  /** below the root, `/`-separated; of several places the folder that holds them all */
  readonly path: string;
  readonly isLink: boolean;
  readonly mayHoldSignIn: boolean;
  /** last change, ms; null = not known */
  readonly newest: number | null;
}

export interface AccountRow {
  readonly account: number;
  readonly databases: number;
  readonly backups: boolean;
  readonly bytes: number;
}

export interface UnreadableRow {
  readonly root: number;
  readonly path: string;
  readonly code: string;
}

/** One worker's result. */
export interface ScanResult {
  readonly usage: readonly UsageRow[];
  readonly others: readonly OtherRow[];
  readonly large: readonly LargeRow[];
  readonly groups: readonly GroupRow[];
  readonly kept: readonly KeptRow[];
  readonly staying: readonly StayingRow[];
  /** indexes of keep patterns with a match */
  readonly keepMatched: readonly number[];
  readonly accounts: readonly AccountRow[];
  /** roots with phone backups outside account folders */
  readonly sharedBackups: readonly number[];
  readonly folders: FolderRows;
  readonly unreadable: readonly UnreadableRow[];
  /** planned files with several names */
  readonly links: LinkCounts;
  /** names of such files whose blocks are in no usage row, or in no kept row */
  readonly linkedUsage: readonly LinkedName<UsageRow>[];
  readonly linkedKept: readonly LinkedName<KeptRow>[];
}

export interface ScanCount {
  readonly files: number;
  readonly bytes: number;
  readonly current: string | null;
}
