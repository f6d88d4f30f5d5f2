import type { PlanView } from '../../../app/contract/plans.ts';
import type { Identity } from '../../system/ports.ts';
import type { SharedPlan } from './shared-plan.ts';

export type EntryKind = 'file' | 'link';

export interface PlanRoot {
  readonly id: string;
  readonly realPath: string;
  readonly identity: Identity;
  /** below each account's folder: folders that go only together with it, because it is recognised by them */
  readonly lastFolders?: readonly string[];
}

/** A folder that holds planned entries or may be removed once it is empty. */
export interface PlanFolder {
  /** index into FrozenPlan.roots */
  readonly root: number;
  /** components below the root's real path, exactly as on the disk */
  readonly segments: readonly string[];
  readonly identity: Identity;
  /** may be removed when empty after the run; never true for a root, nor for a location's own folder at levels basic and system, unless its name is the account's key */
  readonly removable: boolean;
  /** the folder's own time as lstat gave it before it was listed: names that come or go later change it */
  readonly mtimeMs: number;
  /**
   * nothing in it stays: whatever lay in it when it was listed is in the plan, every folder in it may be removed and is
   * itself complete. False whenever anything was kept, could not be read or was never looked at
   */
  readonly complete: boolean;
}

export interface PlanEntry {
  /** position in the plan, the id the window uses */
  readonly id: number;
  /** index into FrozenPlan.folder() */
  readonly folder: number;
  readonly name: string;
  readonly kind: EntryKind;
  readonly group: number;
  readonly bytes: number;
  readonly allocated: number;
  /** the very double that Node's lstat gave, so that it can be compared for equality; whole milliseconds on Windows */
  readonly mtimeMs: number;
  readonly ino: bigint;
}

/** What is asked of an entry again and again: where it lies, what it belongs to and how large it is. */
export type EntryVisit = (
  index: number,
  folder: number,
  group: number,
  bytes: number,
  allocated: number,
) => void;

/** How the folders of a plan lie in each other. `ends` and `parents` mean nothing where `isOrdered` is false. */
export interface PlanTree {
  /** by folder: the nearest planned folder above it, -1 = none */
  readonly parents: Int32Array;
  /** by folder: 1 when nothing lies between it and that parent, or between it and the root where it has none */
  readonly isDirect: Uint8Array;
  /** by folder: one past the last folder below it */
  readonly ends: Uint32Array;
  /** each folder stands once, before what is in it and behind what sorts before it: only then is a subtree one range */
  readonly isOrdered: boolean;
}

/**
 * A plan as it was frozen: entries are ordered by group, within a group by folder, within a folder by name; folders
 * by root, each before what is in it. Columnar behind this interface, so
 * that 500,000 entries stay below 80 MB.
 */
export interface FrozenPlan {
  readonly view: PlanView;
  readonly roots: readonly PlanRoot[];
  readonly folderCount: number;
  readonly entryCount: number;
  readonly tree: PlanTree;
  folder(index: number): PlanFolder;
  entry(index: number): PlanEntry;
  /** what a thread needs to know of the rows, by reference */
  shared(): SharedPlan;
  /** all entries in their order, or those `from` up to, not including, `to`: one walk costs less than asking for each */
  eachEntry(visit: EntryVisit, from?: number, to?: number): void;
  foldersWithIno(ino: bigint): readonly number[];
  /** below the root, components parted by `/`, empty for the root itself */
  folderPath(index: number): string;
  folderIno(index: number): bigint;
  /** milliseconds, as `PlanFolder.mtimeMs` */
  folderTimeOf(folder: number): number;
  /** one field of an entry or folder, without making the whole of it: a run asks for millions */
  folderOf(entry: number): number;
  groupOf(entry: number): number;
  bytesOf(entry: number): number;
  allocatedOf(entry: number): number;
  /** true for a root's own folder */
  isRoot(folder: number): boolean;
  isRemovable(folder: number): boolean;
  isComplete(folder: number): boolean;
  /** absolute path of an entry, for showing and for verification, never for removal */
  pathOf(index: number): string;
}
