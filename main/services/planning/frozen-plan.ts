import type { PlanView } from '../../../app/contract/plan-views.ts';
import type { Identity } from '../../system/ports.ts';

export type EntryKind = 'file' | 'link';

export interface PlanRoot {
  readonly id: string;
  readonly realPath: string;
  readonly identity: Identity;
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
  folder(index: number): PlanFolder;
  entry(index: number): PlanEntry;
  /** absolute path of an entry, for showing and for verification, never for removal */
  pathOf(index: number): string;
}
