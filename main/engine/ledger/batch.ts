import type { Amount } from '../../../app/contract/shapes.ts';
import type { Identity } from '../../system/ports.ts';
import { EntryTable } from '../plans/entry-table.ts';
import type { FrozenPlan, PlanEntry, SharedPlan } from '../plans/frozen-plan.ts';
import { textsOn } from '../plans/text-column.ts';

/** A root of the plan as the sink knows it. No folder above it is ever touched. */
export interface SinkRoot {
  readonly realPath: string;
  readonly identity: Identity;
}

export interface BatchFolder {
  readonly root: number;
  readonly segments: readonly string[];
  readonly identity: Identity;
}

/**
 * Consecutive entries of a plan. They are read from the plan one at a time, so that a run keeps no object per entry.
 */
export interface EntryBatch {
  /** plan index of the first entry */
  readonly from: number;
  readonly count: number;
  /** Throws a RangeError for an entry or folder that the plan does not have. */
  at(index: number): BatchEntry;
}

export interface BatchEntry {
  readonly entry: PlanEntry;
  /** the same object for consecutive entries of one folder */
  readonly folder: BatchFolder;
}

export interface FolderItem extends BatchFolder {
  /** the parent's identity, where the plan has it */
  readonly parent: Identity | null;
}

function batchFolder({ root, segments, identity }: BatchFolder): BatchFolder {
  return { root, segments, identity };
}

/** Rows of a plan in a thread that shares its memory. Reads only the requested fields. */
export interface PlanRows {
  entry(index: number): PlanEntry;
  /** Throws a RangeError for a missing folder or root. */
  folder(index: number): BatchFolder;
  rootOf(folder: number): number;
  /** below the root, `/`-separated */
  folderPath(folder: number): string;
  folderIno(folder: number): bigint;
  /** milliseconds, as `PlanFolder.mtimeMs` */
  folderTime(folder: number): number;
}

/** The plan's entries `[from, to)` as the sink takes them. */
export function entryBatch(source: Pick<PlanRows, 'entry' | 'folder'>, from: number, to: number): EntryBatch {
  let last: { readonly number: number; readonly folder: BatchFolder } | null = null;
  const folderOf = (number: number): BatchFolder => {
    if (last?.number !== number) last = { number, folder: batchFolder(source.folder(number)) };
    return last.folder;
  };
  return {
    from,
    count: to - from,
    at(index) {
      if (!(index >= 0 && index < to - from)) throw new RangeError(`no entry ${index} in the batch`);
      const entry = source.entry(from + index);
      return { entry, folder: folderOf(entry.folder) };
    },
  };
}

/** Reads batches from the plan's shared memory in the removal thread, without a copy. */
export function planRows(roots: readonly SinkRoot[], { folders, entries }: SharedPlan): PlanRows {
  const table = new EntryTable(entries.batches, entries.order);
  const paths = textsOn(folders.path);
  return {
    entry: (index) => table.entry(index),
    rootOf: (folder) => folders.root[folder] ?? -1,
    folderPath: (folder) => paths.get(folder),
    folderIno: (folder) => folders.ino[folder] ?? 0n,
    folderTime: (folder) => folders.mtime[folder] ?? Number.NaN,
    folder(index) {
      const number = folders.root[index];
      const root = number === undefined ? undefined : roots[number];
      if (number === undefined || root === undefined) throw new RangeError(`no folder ${index} in the plan`);
      const path = paths.get(index);
      return {
        root: number,
        segments: path === '' ? [] : path.split('/'),
        identity: { dev: root.identity.dev, ino: folders.ino[index] ?? 0n },
      };
    },
  };
}

/** Holders outside the plan: the root itself, or an unplanned folder in between. */
export const noHolder = { root: -1, unknown: -2 } as const;

/** A folder for the sink to remove once it is empty. */
export function folderItem(
  source: Pick<PlanRows, 'folder'>,
  roots: readonly SinkRoot[],
  folder: number,
  holder: number,
): FolderItem {
  const own = source.folder(folder);
  const above = holder >= 0 ? source.folder(holder) : holder === noHolder.root ? roots[own.root] : null;
  return { ...batchFolder(own), parent: above?.identity ?? null };
}

/** The batch fields that the main thread needs for counting. */
export interface PlannedBatch {
  readonly from: number;
  readonly to: number;
  readonly amount: Amount;
}

/** The plan's entries `[from, to)`. */
export function plannedBatch(plan: FrozenPlan, from: number, to: number): PlannedBatch {
  const amount = { files: to - from, bytes: 0, allocated: 0 };
  for (let index = from; index < to; index += 1) {
    amount.bytes += plan.bytesOf(index);
    amount.allocated += plan.allocatedOf(index);
  }
  return { from, to, amount };
}
