import { join } from 'node:path';
import type { PlanView } from '../../../app/contract/plans.ts';
import { createEntryColumns } from './entry-columns.ts';
import type { EntryRows } from './entry-columns.ts';
import { EntryTable } from './entry-table.ts';
import type {
  EntryVisit,
  FrozenPlan,
  LinkedEntries,
  PlanEntry,
  PlanFolder,
  PlanRoot,
  PlanTree,
  SharedPlan,
} from './frozen-plan.ts';
import { noLinkedEntries } from './linked-files.ts';
import { planTree } from './plan-tree.ts';
import { TextColumn } from './text-column.ts';

/** Collects a plan's folders and entries in columns. */
export interface PlanBuilder {
  /** Returns the folder's index. */
  addFolder(folder: Omit<PlanFolder, 'identity'> & { readonly ino: bigint }): number;
  /** Add entries in their final order: by group, then by folder. */
  addEntry(entry: Omit<PlanEntry, 'id'>): void;
  /** `tree` where the folders are those of another plan, so that it is not built again. */
  build(view: PlanView, roots: readonly PlanRoot[], linked?: LinkedEntries, tree?: PlanTree): TablePlan;
}

/** A plan's folders in order, in columns of shared memory. */
export interface FolderTable {
  readonly root: Uint32Array;
  readonly path: TextColumn;
  readonly ino: BigUint64Array;
  readonly mtime: Float64Array;
  /** bits of `planFolderFlags` */
  readonly flags: Uint8Array;
}

export const planFolderFlags = { removable: 1, complete: 2 } as const;

function segmentsOf(path: string): readonly string[] {
  return path === '' ? [] : path.split('/');
}

/** The only implementation of a plan in memory, for new and for loaded plans. */
export class TablePlan implements FrozenPlan {
  readonly view: PlanView;
  readonly roots: readonly PlanRoot[];
  readonly folderCount: number;
  readonly entryCount: number;
  readonly tree: PlanTree;
  readonly folders: FolderTable;
  readonly entries: EntryTable;
  readonly linked: LinkedEntries;

  constructor(
    view: PlanView,
    roots: readonly PlanRoot[],
    folders: FolderTable,
    entries: EntryTable,
    linked: LinkedEntries = noLinkedEntries,
    tree = planTree(folders.root, folders.path),
  ) {
    this.view = view;
    this.roots = roots;
    this.folderCount = folders.root.length;
    this.entryCount = entries.count;
    this.folders = folders;
    this.entries = entries;
    this.linked = linked;
    this.tree = tree;
  }

  folder(index: number): PlanFolder {
    const { root: roots, path, mtime } = this.folders;
    const number = roots[index];
    const root = number === undefined ? undefined : this.roots[number];
    if (number === undefined || root === undefined) throw new RangeError(`no folder ${index} in the plan`);
    return {
      root: number,
      segments: segmentsOf(path.get(index)),
      // A walk never leaves the root's device.
      identity: { dev: root.identity.dev, ino: this.folderIno(index) },
      removable: this.isRemovable(index),
      mtimeMs: mtime[index] ?? 0,
      complete: this.isComplete(index),
    };
  }

  entry(index: number): PlanEntry {
    return this.entries.entry(index);
  }

  folderPath(index: number): string {
    return this.folders.path.get(index);
  }

  folderIno(index: number): bigint {
    return this.folders.ino[index] ?? 0n;
  }

  folderTimeOf(folder: number): number {
    return this.folders.mtime[folder] ?? 0;
  }

  eachEntry(visit: EntryVisit, from = 0, to = this.entryCount): void {
    this.entries.each(from, to, visit);
  }

  foldersWithIno(ino: bigint): readonly number[] {
    const found: number[] = [];
    const { ino: inos } = this.folders;
    for (let at = inos.indexOf(ino); at >= 0; at = inos.indexOf(ino, at + 1)) found.push(at);
    return found;
  }

  folderOf(entry: number): number {
    return this.entries.folderOf(entry);
  }

  groupOf(entry: number): number {
    return this.entries.groupOf(entry);
  }

  bytesOf(entry: number): number {
    return this.entries.bytesOf(entry);
  }

  allocatedOf(entry: number): number {
    return this.entries.allocatedOf(entry);
  }

  shared(): SharedPlan {
    const { root, ino, mtime, path } = this.folders;
    return { folders: { root, ino, mtime, path: path.stored() }, entries: this.entries.shared() };
  }

  isRoot(folder: number): boolean {
    const { path } = this.folders;
    return path.endOf(folder) === path.startOf(folder);
  }

  isRemovable(folder: number): boolean {
    return ((this.folders.flags[folder] ?? 0) & planFolderFlags.removable) !== 0;
  }

  isComplete(folder: number): boolean {
    return ((this.folders.flags[folder] ?? 0) & planFolderFlags.complete) !== 0;
  }

  pathOf(index: number): string {
    const entry = this.entry(index);
    const folder = this.folder(entry.folder);
    return join(this.roots[folder.root]?.realPath ?? '', ...folder.segments, entry.name);
  }
}

/** Allocates a table for this many folders. */
export function allocateFolders(folders: number, pathBytes?: number): FolderTable {
  return {
    root: new Uint32Array(new SharedArrayBuffer(folders * 4)),
    path: new TextColumn(folders, pathBytes),
    ino: new BigUint64Array(new SharedArrayBuffer(folders * 8)),
    mtime: new Float64Array(new SharedArrayBuffer(folders * 8)),
    flags: new Uint8Array(new SharedArrayBuffer(folders)),
  };
}

/** Allocates exactly this many folders and entries. `build` throws when some are missing. */
export function createPlanBuilder(folders: number, entries: number): PlanBuilder {
  const table = allocateFolders(folders);
  const batches: EntryRows[] = [];
  const columns = createEntryColumns((rows) => batches.push(rows));
  let folderCount = 0;
  let entryCount = 0;
  return {
    addFolder(folder) {
      if (folderCount >= folders) throw new RangeError('more folders than were announced');
      table.root[folderCount] = folder.root;
      table.path.add(folder.segments.join('/'));
      table.ino[folderCount] = folder.ino;
      table.mtime[folderCount] = folder.mtimeMs;
      table.flags[folderCount] =
        (folder.removable ? planFolderFlags.removable : 0) | (folder.complete ? planFolderFlags.complete : 0);
      folderCount += 1;
      return folderCount - 1;
    },
    addEntry({ folder, group, name, kind, bytes, allocated, mtimeMs, ino }) {
      if (entryCount >= entries) throw new RangeError('more entries than were announced');
      columns.add(folder, group, name, { kind, size: bytes, allocated, mtimeMs, ino });
      entryCount += 1;
    },
    build(view, roots, linked, tree) {
      if (folderCount !== folders || entryCount !== entries) throw new RangeError('less than was announced');
      columns.flush();
      table.path.settle();
      return new TablePlan(view, roots, table, new EntryTable(batches, null), linked, tree);
    },
  };
}

/** Returns the plan in columns; copies any other implementation. */
export function asTable(plan: FrozenPlan): TablePlan {
  if (plan instanceof TablePlan) return plan;
  const builder = createPlanBuilder(plan.folderCount, plan.entryCount);
  for (let index = 0; index < plan.folderCount; index += 1) {
    const folder = plan.folder(index);
    builder.addFolder({ ...folder, ino: folder.identity.ino });
  }
  for (let index = 0; index < plan.entryCount; index += 1) builder.addEntry(plan.entry(index));
  return builder.build(plan.view, plan.roots, plan.linked);
}

/** The same plan with another description. */
export function withView(plan: FrozenPlan, view: PlanView): FrozenPlan {
  const { roots, folders, entries, linked, tree } = asTable(plan);
  return new TablePlan(view, roots, folders, entries, linked, tree);
}
