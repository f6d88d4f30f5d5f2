import type { PlanView } from '../../../app/contract/plans.ts';
import type { Identity } from '../../system/ports.ts';
import type { EntryRows } from './entry-columns.ts';
import type { StoredTexts } from './text-column.ts';

type EntryKind = 'file' | 'link';

export interface PlanRoot {
  readonly id: string;
  readonly realPath: string;
  readonly identity: Identity;
  /** by which the second look reads the root again when its content no longer shows what it is */
  readonly foundAs?: { readonly platform: string; readonly kind: 'data' | 'state' };
  /** Below each account's folder: folders by which it is recognised, so they are removed only together with it. */
  readonly lastFolders?: readonly string[];
}

/** A folder that holds planned entries or may be removed when empty. */
export interface PlanFolder {
  /** index into FrozenPlan.roots */
  readonly root: number;
  /** components below the root's real path, exactly as on the disk */
  readonly segments: readonly string[];
  readonly identity: Identity;
  /**
   * True when the run may remove the empty folder. Never for a root; at basic and system not for a location's own
   * folder, unless its name is the account's key.
   */
  readonly removable: boolean;
  /** The folder's lstat time before it was listed. Names added or removed later change it. */
  readonly mtimeMs: number;
  /**
   * True when all content at listing time is planned and all subfolders are removable and complete. False when anything
   * was kept, unreadable or not scanned.
   */
  readonly complete: boolean;
}

export interface PlanEntry {
  /** plan index, the id that the window uses */
  readonly id: number;
  /** index into FrozenPlan.folder() */
  readonly folder: number;
  readonly name: string;
  readonly kind: EntryKind;
  readonly group: number;
  readonly bytes: number;
  /** what the disk gives back with it: nothing while its content has another name (`FrozenPlan.linked`) */
  readonly allocated: number;
  /** the exact double of Node's lstat, for comparison by equality; whole milliseconds on Windows */
  readonly mtimeMs: number;
  readonly ino: bigint;
}

/** The entry fields needed most often: folder, group and size. */
export type EntryVisit = (
  index: number,
  folder: number,
  group: number,
  bytes: number,
  allocated: number,
) => void;

/** How a plan's folders are nested. `ends` and `parents` are valid only when `isOrdered`. */
export interface PlanTree {
  /** by folder: the nearest planned parent, -1 = none */
  readonly parents: Int32Array;
  /** by folder: 1 = its planned parent, or the root where it has none, is its direct parent */
  readonly isDirect: Uint8Array;
  /** by folder: one past the last folder below it */
  readonly ends: Uint32Array;
  /** Each folder occurs once, in sort order and before its content. Only then is a subtree one range. */
  readonly isOrdered: boolean;
}

/** The names of one file within a plan, and whether others are left after it. */
export interface LinkedEntries {
  /** ascending ranges `[from, to)` of entries whose content has another name outside the plan */
  readonly elsewhere: readonly (readonly [from: number, to: number])[];
  /** ascending entries of one file whose names are all planned; the last one carries what the disk gives back */
  readonly together: readonly (readonly number[])[];
}

/**
 * A frozen plan. Entries are ordered by group, folder and name; folders by root, parents first. Stored in columns, so
 * that 500,000 entries need less than 80 MB.
 */
export interface FrozenPlan {
  readonly view: PlanView;
  readonly roots: readonly PlanRoot[];
  readonly folderCount: number;
  readonly entryCount: number;
  readonly tree: PlanTree;
  /** entries whose content has several names */
  readonly linked: LinkedEntries;
  folder(index: number): PlanFolder;
  entry(index: number): PlanEntry;
  /** The rows as shared memory for a thread. */
  shared(): SharedPlan;
  /** Visits all entries in order, or `[from, to)`. One pass is cheaper than a call per entry. */
  eachEntry(visit: EntryVisit, from?: number, to?: number): void;
  foldersWithIno(ino: bigint): readonly number[];
  /** below the root, `/`-separated, empty for the root itself */
  folderPath(index: number): string;
  folderIno(index: number): bigint;
  /** milliseconds, as `PlanFolder.mtimeMs` */
  folderTimeOf(folder: number): number;
  /** One field of an entry or folder, without an object: a run reads millions of them. */
  folderOf(entry: number): number;
  groupOf(entry: number): number;
  bytesOf(entry: number): number;
  allocatedOf(entry: number): number;
  /** true for a root's own folder */
  isRoot(folder: number): boolean;
  isRemovable(folder: number): boolean;
  isComplete(folder: number): boolean;
  /** Absolute path of an entry, for display and verification, never for removal. */
  pathOf(index: number): string;
}

/** A plan's folders in shared memory, read-only for threads. */
interface SharedFolders {
  readonly root: Uint32Array;
  readonly path: StoredTexts<Uint8Array>;
  readonly ino: BigUint64Array;
  readonly mtime: Float64Array;
}

/** A plan's entries in shared memory, read-only for threads. */
export interface SharedEntries {
  readonly batches: readonly EntryRows[];
  readonly order: Uint32Array | null;
}

/** The plan data of a removal thread. */
export interface SharedPlan {
  readonly folders: SharedFolders;
  readonly entries: SharedEntries;
}
