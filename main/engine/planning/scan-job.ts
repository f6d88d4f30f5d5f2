import type { KeepState } from '../../../app/cleanup/glob.ts';
import type { Category, Confidence, Recoverability } from '../../../app/cleanup/categories.ts';
import type { KeepReason } from '../../../app/cleanup/keep-reasons.ts';
import type { Selection } from '../../../app/contract/plans.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { Platform } from '../../../app/platforms/platform.ts';
import type { Identity } from '../../system/ports.ts';

/** An account's number in `ScanJob`; below zero there is none. */
export const noAccount = -1;
/** a key in a path that belongs to no account that was found */
export const stranger = -2;

/** One root as a worker needs it: plain data that can be handed to a thread. */
export interface ScanRoot {
  readonly platform: Platform;
  readonly kind: 'data' | 'state';
  readonly realPath: string;
  readonly dev: bigint;
  readonly ino: bigint;
  readonly layout: 'recognised' | 'unknown';
  readonly accountByFolder: ReadonlyMap<string, number>;
  readonly accountByKey: ReadonlyMap<string, number>;
  /** how many accounts of this messenger are selected */
  readonly selected: 'none' | 'some' | 'all';
  /** where the keep patterns stand at this root */
  readonly keep: KeepState;
  /** a keep pattern names this root or a folder above it */
  readonly kept: boolean;
}

/** Everything that a scan is: preview and usage differ in `selection` alone. */
export interface ScanJob {
  readonly roots: readonly ScanRoot[];
  readonly selectedAccounts: readonly boolean[];
  /** absolute mount points and other roots below the roots: never entered */
  readonly mounts: readonly string[];
  /** false = `mounts` may lack some, so every folder's device is compared with its root's */
  readonly mountsKnown: boolean;
  /** real paths of all roots and of the assistant's own folders */
  readonly otherRoots: readonly string[];
  /** the assistant's own folders, never entered under any name */
  readonly own: readonly Identity[];
  /** null = usage only, nothing is collected */
  readonly selection: Selection | null;
  /** every entry is collected, for a record of this moment and never for a removal */
  readonly recordsAll: boolean;
  readonly now: number;
}

/** A folder to be walked with everything below it. `path` is below the root, `/`-separated, empty for the root. */
export interface ScanUnit {
  readonly root: number;
  readonly path: string;
  readonly ino: number | bigint;
  /** the folder's own time before it was listed; 0 where a usage scan did not ask */
  readonly mtimeMs: number;
}

export interface UsageRow extends Amount {
  readonly root: number;
  readonly account: number;
  readonly category: Category;
  readonly month: number;
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

export interface AccountRow {
  readonly account: number;
  readonly databases: number;
  readonly backups: boolean;
  readonly bytes: number;
}

/** Folders in columns; a folder's number is its place in them. */
export interface FolderRows {
  readonly count: number;
  readonly root: Uint32Array<ArrayBuffer>;
  readonly ino: BigUint64Array<ArrayBuffer>;
  readonly mtime: Float64Array<ArrayBuffer>;
  /** bits of `folderFlags` */
  readonly flags: Uint8Array<ArrayBuffer>;
  /** how many folders lie directly in it */
  readonly children: Uint32Array<ArrayBuffer>;
  /** end of each path in `paths` */
  readonly pathEnd: Uint32Array<ArrayBuffer>;
  /** below the root, `/`-separated, empty for the root itself */
  readonly paths: Uint8Array<ArrayBuffer>;
}

export const folderFlags = {
  removable: 1,
  /** every entry directly in it was taken, nothing was passed over; its folders are told apart by `children` */
  allTaken: 2,
  /** its path is not plain text of one unit per character, so its bytes sort otherwise than its text */
  oddPath: 4,
} as const;

/** Sizes that fit are kept in half the room. */
export type Sizes = Float64Array | Uint32Array;

/** Taken entries in columns on one buffer; `folder` and `group` are numbers of the worker that sent them. */
export interface EntryRows {
  readonly count: number;
  readonly folder: Uint32Array;
  readonly group: Uint32Array;
  readonly kind: Uint8Array;
  readonly bytes: Sizes;
  readonly allocated: Sizes;
  readonly mtime: Float64Array;
  readonly inoLow: Uint32Array;
  /** empty where every one is 0 */
  readonly inoHigh: Uint32Array;
  /** end of each name in `names` */
  readonly nameEnd: Uint32Array;
  readonly names: Uint8Array;
}

export interface UnreadableRow {
  readonly root: number;
  readonly path: string;
  readonly code: string;
}

/** What one worker has found when all work is done. */
export interface ScanResult {
  readonly usage: readonly UsageRow[];
  readonly groups: readonly GroupRow[];
  readonly kept: readonly KeptRow[];
  /** places of the keep patterns that matched something */
  readonly keepMatched: readonly number[];
  readonly accounts: readonly AccountRow[];
  /** roots that hold phone backups outside of any account's folder */
  readonly sharedBackups: readonly number[];
  readonly folders: FolderRows;
  readonly unreadable: readonly UnreadableRow[];
}

export interface ScanCount {
  readonly files: number;
  readonly bytes: number;
  readonly current: string | null;
}
