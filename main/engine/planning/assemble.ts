import { categories } from '../../../app/cleanup/categories.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { EntryRows } from './entry-columns.ts';
import type { GroupRow, ScanResult } from './scan-job.ts';
import { EntryTable, orderedRows } from './entry-table.ts';
import type { FrozenPlan, PlanRoot } from './frozen-plan.ts';
import { mergeFolders } from './merge-folders.ts';
import { TablePlan } from './plan-columns.ts';

/** A batch of entries and the worker whose folder and group numbers it uses. */
export interface SourcedRows {
  readonly source: number;
  readonly rows: EntryRows;
}

/** A group of the plan. Its id is its index in the list. */
export interface MergedGroup extends GroupRow, Amount {}

type Growing = GroupRow & { files: number; bytes: number; allocated: number };

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

interface MergedGroups {
  readonly groups: readonly Growing[];
  /** by worker: its group number → index in the list above */
  readonly placeOf: readonly Uint32Array[];
}

function mergeGroups(results: readonly ScanResult[]): MergedGroups {
  const byOrder = new Map<string, GroupRow>();
  const nameOf = (group: GroupRow): string => groupOrder(group).join();
  for (const result of results)
    for (const group of result.groups)
      byOrder.set(nameOf(group), { ...group, account: Math.max(group.account, -1) });
  const sorted = [...byOrder].sort(([, a], [, b]) => compareNumbers(groupOrder(a), groupOrder(b)));
  const place = new Map(sorted.map(([name], index) => [name, index]));
  return {
    groups: sorted.map(([, group]) => ({ ...group, files: 0, bytes: 0, allocated: 0 })),
    placeOf: results.map(({ groups }) => Uint32Array.from(groups, (group) => place.get(nameOf(group)) ?? 0)),
  };
}

/** Renumbers the rows of a batch in place to plan folders and groups, and adds them to their groups. */
function settleRows(
  rows: EntryRows,
  folders: Uint32Array,
  groups: Uint32Array,
  all: readonly Growing[],
): void {
  for (let row = 0; row < rows.count; row += 1) {
    const place = groups[rows.group[row] ?? -1];
    const group = place === undefined ? undefined : all[place];
    const folder = folders[rows.folder[row] ?? -1];
    if (place === undefined || group === undefined || folder === undefined)
      throw new Error('a row without its group or folder');
    rows.group[row] = place;
    rows.folder[row] = folder;
    group.files += 1;
    group.bytes += rows.bytes[row] ?? 0;
    group.allocated += rows.allocated[row] ?? 0;
  }
}

/**
 * Combines the workers' rows into one plan whose order depends only on the disk: by group, folder and name, parents
 * first. Includes only roots with planned entries. Takes ownership of the batches.
 */
export function assemble(
  results: readonly ScanResult[],
  batches: readonly SourcedRows[],
  planRoots: readonly PlanRoot[],
  viewOf: (groups: readonly MergedGroup[]) => PlanView,
): FrozenPlan {
  const { groups, placeOf } = mergeGroups(results);
  const folders = mergeFolders(results.map((result) => result.folders));
  const none = new Uint32Array(0);
  for (const { source, rows } of batches)
    settleRows(rows, folders.placeOf[source] ?? none, placeOf[source] ?? none, groups);
  const all = batches.map(({ rows }) => rows);
  const entries = new EntryTable(all, orderedRows(all, folders.table.root.length, groups.length));
  const roots = folders.roots.flatMap((number) => planRoots[number] ?? []);
  return new TablePlan(viewOf(groups), roots, folders.table, entries, folders.tree);
}
