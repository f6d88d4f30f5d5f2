import { categories } from '../../../app/cleanup/categories.ts';
import { completeFolders } from './folder-order.ts';
import type { FrozenPlan, PlanRoot } from './frozen-plan.ts';
import { createPlanBuilder } from './plan-columns.ts';
import type { PlanBuilder } from './plan-columns.ts';
import type { PlanView } from '../../../app/contract/plan-views.ts';
import type { Amount } from '../../../app/contract/views.ts';
import { diskName } from '../../disk-names.ts';
import type { EntryRows, GroupRow, ScanResult } from '../scanning/scan-job.ts';

/** A batch of taken entries and the worker whose numbers it uses. */
export interface SourcedRows {
  readonly source: number;
  readonly rows: EntryRows;
}

/** A group of the plan; its id is its place in the list. */
export interface MergedGroup extends GroupRow, Amount {}

interface MergedFolder {
  readonly source: number;
  readonly number: number;
  readonly root: number;
  readonly path: string;
  readonly ino: bigint;
  readonly removable: boolean;
  readonly mtimeMs: number;
  readonly allTaken: boolean;
  readonly children: number;
}

/** Rows of one order: numbers of groups and folders mean the same for every worker. */
interface Merge {
  readonly groups: readonly (GroupRow & { files: number; bytes: number; allocated: number })[];
  readonly folders: readonly MergedFolder[];
  /** by worker, its own number → place in the list above */
  readonly groupOf: readonly (readonly number[])[];
  readonly folderOf: readonly (readonly number[])[];
}

function groupOrder(group: GroupRow): readonly number[] {
  const last = Number.MAX_SAFE_INTEGER;
  return [
    group.root,
    group.account < 0 ? last : group.account,
    group.location < 0 ? last : group.location,
    categories.indexOf(group.category),
  ];
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  return a.reduce((found, value, i) => found || value - (b[i] ?? 0), 0);
}

function compareFolders(a: MergedFolder, b: MergedFolder): number {
  if (a.root !== b.root) return a.root - b.root;
  // NUL sorts before every character of a name, so a folder stands before what is in it
  const left = a.path.replaceAll('/', '\0');
  const right = b.path.replaceAll('/', '\0');
  return left < right ? -1 : left > right ? 1 : 0;
}

function mergeGroups(results: readonly ScanResult[]): Pick<Merge, 'groups' | 'groupOf'> {
  const byOrder = new Map<string, GroupRow>();
  const nameOf = (group: GroupRow): string => groupOrder(group).join();
  for (const result of results)
    for (const group of result.groups)
      byOrder.set(nameOf(group), { ...group, account: Math.max(group.account, -1) });
  const sorted = [...byOrder].sort(([, a], [, b]) => compareNumbers(groupOrder(a), groupOrder(b)));
  const place = new Map(sorted.map(([name], index) => [name, index]));
  return {
    groups: sorted.map(([, group]) => ({ ...group, files: 0, bytes: 0, allocated: 0 })),
    groupOf: results.map((result) => result.groups.map((group) => place.get(nameOf(group)) ?? -1)),
  };
}

function mergeFolders(results: readonly ScanResult[]): Pick<Merge, 'folders' | 'folderOf'> {
  const folders = results
    .flatMap(({ folders: rows }, source) =>
      rows.paths.map((path, number) => ({
        source,
        number,
        root: rows.roots[number] ?? -1,
        path,
        ino: rows.inos[number] ?? 0n,
        removable: rows.removable[number] === true,
        mtimeMs: rows.mtimes[number] ?? 0,
        allTaken: rows.allTaken[number] === true,
        children: rows.children[number] ?? 0,
      })),
    )
    .sort(compareFolders);
  const folderOf: number[][] = results.map((result) =>
    new Array<number>(result.folders.paths.length).fill(-1),
  );
  for (const [place, folder] of folders.entries()) {
    const ofSource = folderOf[folder.source];
    if (ofSource !== undefined) ofSource[folder.number] = place;
  }
  return { folders, folderOf };
}

/** Counting sort: places of rows ordered by `key`, rows of one key in the order they came. */
function ordered(previous: Uint32Array, keys: Uint32Array, keyCount: number): Uint32Array {
  const next = new Uint32Array(keyCount + 1);
  for (const row of previous) next[(keys[row] ?? 0) + 1] = (next[(keys[row] ?? 0) + 1] ?? 0) + 1;
  for (let key = 0; key < keyCount; key += 1) next[key + 1] = (next[key + 1] ?? 0) + (next[key] ?? 0);
  const sorted = new Uint32Array(previous.length);
  for (const row of previous) {
    const key = keys[row] ?? 0;
    const place = next[key] ?? 0;
    sorted[place] = row;
    next[key] = place + 1;
  }
  return sorted;
}

interface Located {
  readonly count: number;
  readonly folder: Uint32Array;
  readonly group: Uint32Array;
  readonly batch: Uint32Array;
  readonly row: Uint32Array;
}

/** Numbers all rows in the order they came and translates their folder and group. */
function locate(batches: readonly SourcedRows[], merge: Merge): Located {
  const count = batches.reduce((sum, { rows }) => sum + rows.count, 0);
  const located = {
    count,
    folder: new Uint32Array(count),
    group: new Uint32Array(count),
    batch: new Uint32Array(count),
    row: new Uint32Array(count),
  };
  let at = 0;
  for (const [number, { source, rows }] of batches.entries()) {
    for (let row = 0; row < rows.count; row += 1) {
      located.folder[at] = merge.folderOf[source]?.[rows.folder[row] ?? -1] ?? 0;
      located.group[at] = merge.groupOf[source]?.[rows.group[row] ?? -1] ?? 0;
      located.batch[at] = number;
      located.row[at] = row;
      at += 1;
    }
  }
  return located;
}

function nameOf(names: Buffer | undefined, rows: EntryRows, row: number): string {
  if (names === undefined) throw new Error('a row without its names');
  return diskName(names, row === 0 ? 0 : rows.nameEnd[row - 1], rows.nameEnd[row]);
}

function addEntries(builder: PlanBuilder, batches: readonly SourcedRows[], merge: Merge): void {
  const located = locate(batches, merge);
  const asCame = Uint32Array.from({ length: located.count }, (_, index) => index);
  const byFolder = ordered(asCame, located.folder, merge.folders.length);
  const buffers = batches.map(({ rows }) => Buffer.from(rows.names.buffer));
  for (const at of ordered(byFolder, located.group, merge.groups.length)) {
    const batch = located.batch[at] ?? 0;
    const row = located.row[at] ?? 0;
    const rows = batches[batch]?.rows;
    const group = merge.groups[located.group[at] ?? 0];
    if (rows === undefined || group === undefined) throw new Error('a row without its batch');
    const bytes = rows.bytes[row] ?? 0;
    const allocated = rows.allocated[row] ?? 0;
    group.files += 1;
    group.bytes += bytes;
    group.allocated += allocated;
    builder.addEntry({
      folder: located.folder[at] ?? 0,
      group: located.group[at] ?? 0,
      name: nameOf(buffers[batch], rows, row),
      kind: rows.kind[row] === 1 ? 'link' : 'file',
      bytes,
      allocated,
      mtimeMs: rows.mtime[row] ?? 0,
      ino: (BigInt(rows.inoHigh[row] ?? 0) << 32n) | BigInt(rows.inoLow[row] ?? 0),
    });
  }
}

/**
 * Puts the workers' rows into one plan whose order depends on the disk alone: groups by root, account and row; within a
 * group by folder, parents first; within a folder by name. Only roots that the plan touches are in it.
 */
export function assemble(
  results: readonly ScanResult[],
  batches: readonly SourcedRows[],
  planRoots: readonly PlanRoot[],
  viewOf: (groups: readonly MergedGroup[]) => PlanView,
): FrozenPlan {
  const merge: Merge = { ...mergeGroups(results), ...mergeFolders(results) };
  const used = [...new Set(merge.folders.map((folder) => folder.root))];
  const entryCount = batches.reduce((sum, { rows }) => sum + rows.count, 0);
  const builder = createPlanBuilder(merge.folders.length, entryCount);
  const complete = completeFolders(merge.folders);
  for (const [index, folder] of merge.folders.entries()) {
    const segments = folder.path === '' ? [] : folder.path.split('/');
    const root = used.indexOf(folder.root);
    builder.addFolder({ ...folder, root, segments, complete: complete[index] === true });
  }
  addEntries(builder, batches, merge);
  const roots = used.flatMap((number) => planRoots[number] ?? []);
  return builder.build(viewOf(merge.groups), roots);
}
