import { join } from 'node:path';
import type { PlanView } from '../../../app/contract/plan-views.ts';
import type { FrozenPlan, PlanEntry, PlanFolder, PlanRoot, PlanTree } from './frozen-plan.ts';
import { planTree } from './plan-tree.ts';
import { TextColumn } from './text-column.ts';

/** Takes a plan's folders and entries one after another and keeps them in columns. */
export interface PlanBuilder {
  /** gives the folder's index */
  addFolder(folder: Omit<PlanFolder, 'identity'> & { readonly ino: bigint }): number;
  /** entries come in their final order: by group, within a group by folder */
  addEntry(entry: Omit<PlanEntry, 'id'>): void;
  build(view: PlanView, roots: readonly PlanRoot[]): FrozenPlan;
}

interface Columns {
  readonly folderRoot: Uint32Array;
  readonly folderPath: TextColumn;
  readonly folderIno: BigUint64Array;
  readonly folderMtime: Float64Array;
  readonly folderFlags: Uint8Array;
  readonly folder: Uint32Array;
  readonly group: Uint32Array;
  readonly kind: Uint8Array;
  readonly name: TextColumn;
  readonly bytes: Float64Array;
  readonly allocated: Float64Array;
  readonly mtime: Float64Array;
  readonly ino: BigUint64Array;
}

const removableFlag = 1;
const completeFlag = 2;

function segmentsOf(path: string): readonly string[] {
  return path === '' ? [] : path.split('/');
}

class TablePlan implements FrozenPlan {
  readonly view: PlanView;
  readonly roots: readonly PlanRoot[];
  readonly folderCount: number;
  readonly entryCount: number;
  readonly tree: PlanTree;
  private readonly columns: Columns;

  constructor(view: PlanView, roots: readonly PlanRoot[], columns: Columns) {
    this.view = view;
    this.roots = roots;
    this.folderCount = columns.folderRoot.length;
    this.entryCount = columns.folder.length;
    this.columns = columns;
    this.tree = planTree(columns.folderRoot, columns.folderPath);
  }

  folder(index: number): PlanFolder {
    const { folderRoot, folderPath, folderIno, folderMtime, folderFlags } = this.columns;
    const number = folderRoot[index];
    const root = number === undefined ? undefined : this.roots[number];
    if (number === undefined || root === undefined) throw new RangeError(`no folder ${index} in the plan`);
    const flags = folderFlags[index] ?? 0;
    return {
      root: number,
      segments: segmentsOf(folderPath.get(index)),
      // a walk never leaves the root's device
      identity: { dev: root.identity.dev, ino: folderIno[index] ?? 0n },
      removable: (flags & removableFlag) !== 0,
      mtimeMs: folderMtime[index] ?? 0,
      complete: (flags & completeFlag) !== 0,
    };
  }

  entry(index: number): PlanEntry {
    const { folder, group, kind, name, bytes, allocated, mtime, ino } = this.columns;
    const at = folder[index];
    if (at === undefined) throw new RangeError(`no entry ${index} in the plan`);
    return {
      id: index,
      folder: at,
      name: name.get(index),
      kind: kind[index] === 1 ? 'link' : 'file',
      group: group[index] ?? 0,
      bytes: bytes[index] ?? 0,
      allocated: allocated[index] ?? 0,
      mtimeMs: mtime[index] ?? 0,
      ino: ino[index] ?? 0n,
    };
  }

  folderPath(index: number): string {
    return this.columns.folderPath.get(index);
  }

  folderIno(index: number): bigint {
    return this.columns.folderIno[index] ?? 0n;
  }

  folderTimeOf(folder: number): number {
    return this.columns.folderMtime[folder] ?? 0;
  }

  folderOf(entry: number): number {
    return this.columns.folder[entry] ?? 0;
  }

  groupOf(entry: number): number {
    return this.columns.group[entry] ?? 0;
  }

  bytesOf(entry: number): number {
    return this.columns.bytes[entry] ?? 0;
  }

  allocatedOf(entry: number): number {
    return this.columns.allocated[entry] ?? 0;
  }

  isRoot(folder: number): boolean {
    return this.columns.folderPath.endOf(folder) === this.columns.folderPath.startOf(folder);
  }

  isRemovable(folder: number): boolean {
    return ((this.columns.folderFlags[folder] ?? 0) & removableFlag) !== 0;
  }

  isComplete(folder: number): boolean {
    return ((this.columns.folderFlags[folder] ?? 0) & completeFlag) !== 0;
  }

  pathOf(index: number): string {
    const entry = this.entry(index);
    const folder = this.folder(entry.folder);
    return join(this.roots[folder.root]?.realPath ?? '', ...folder.segments, entry.name);
  }
}

function allocate(folders: number, entries: number): Columns {
  return {
    folderRoot: new Uint32Array(folders),
    folderPath: new TextColumn(folders),
    folderIno: new BigUint64Array(folders),
    folderMtime: new Float64Array(folders),
    folderFlags: new Uint8Array(folders),
    folder: new Uint32Array(entries),
    group: new Uint32Array(entries),
    kind: new Uint8Array(entries),
    name: new TextColumn(entries),
    bytes: new Float64Array(entries),
    allocated: new Float64Array(entries),
    mtime: new Float64Array(entries),
    ino: new BigUint64Array(entries),
  };
}

/** Makes room for exactly so many folders and entries; `build` throws when fewer came. */
export function createPlanBuilder(folders: number, entries: number): PlanBuilder {
  const columns = allocate(folders, entries);
  let folderCount = 0;
  let entryCount = 0;
  return {
    addFolder(folder) {
      if (folderCount >= folders) throw new RangeError('more folders than were announced');
      columns.folderRoot[folderCount] = folder.root;
      columns.folderPath.add(folder.segments.join('/'));
      columns.folderIno[folderCount] = folder.ino;
      columns.folderMtime[folderCount] = folder.mtimeMs;
      columns.folderFlags[folderCount] =
        (folder.removable ? removableFlag : 0) | (folder.complete ? completeFlag : 0);
      folderCount += 1;
      return folderCount - 1;
    },
    addEntry(entry) {
      if (entryCount >= entries) throw new RangeError('more entries than were announced');
      columns.folder[entryCount] = entry.folder;
      columns.group[entryCount] = entry.group;
      columns.kind[entryCount] = entry.kind === 'link' ? 1 : 0;
      columns.name.add(entry.name);
      columns.bytes[entryCount] = entry.bytes;
      columns.allocated[entryCount] = entry.allocated;
      columns.mtime[entryCount] = entry.mtimeMs;
      columns.ino[entryCount] = entry.ino;
      entryCount += 1;
    },
    build(view, roots) {
      if (folderCount !== folders || entryCount !== entries) throw new RangeError('less than was announced');
      columns.folderPath.settle();
      columns.name.settle();
      return new TablePlan(view, roots, columns);
    },
  };
}
