import { categories } from '../../../app/cleanup/categories.ts';
import type { Category } from '../../../app/cleanup/categories.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { KeptTotal, PlanView } from '../../../app/contract/plan-views.ts';
import type { Amount } from '../../../app/contract/views.ts';
import { sumOf } from '../scanning/scan.ts';
import type { FrozenPlan } from './frozen-plan.ts';
import { createPlanBuilder } from './plan-columns.ts';

const nothing: Amount = { files: 0, bytes: 0, allocated: 0 };

/** Kept totals with one line per reason and category, in a fixed order. */
export function mergedKept(rows: readonly KeptTotal[]): readonly KeptTotal[] {
  const totals = new Map<string, KeptTotal>();
  for (const row of rows) {
    const key = `${row.reason} ${String(categories.indexOf(row.category)).padStart(2, '0')}`;
    const { reason, category } = row;
    totals.set(key, { reason, category, ...sumOf([totals.get(key) ?? nothing, row]) });
  }
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
}

function dropped(plan: FrozenPlan, groups: readonly number[], entries: readonly number[]): Uint8Array {
  const known = new Set(plan.view.groups.map((group) => group.id));
  const stray = [
    ...groups.filter((group) => !known.has(group)),
    ...entries.filter((entry) => entry >= plan.entryCount),
  ];
  if (stray.length > 0) throw new SignOffError('invalid-input', { what: stray.join(', ') });
  const wholeGroups = new Set(groups);
  const drop = new Uint8Array(plan.entryCount);
  for (let index = 0; index < plan.entryCount; index += 1)
    if (wholeGroups.has(plan.entry(index).group)) drop[index] = 1;
  for (const entry of entries) drop[entry] = 1;
  return drop;
}

function viewWithout(plan: FrozenPlan, drop: Uint8Array, id: string): PlanView {
  const left = new Map<number, Amount>();
  const excluded = new Map<Category, Amount>();
  const categoryOf = new Map(plan.view.groups.map((group) => [group.id, group.category]));
  for (let index = 0; index < plan.entryCount; index += 1) {
    const { group, bytes, allocated } = plan.entry(index);
    const one: Amount = { files: 1, bytes, allocated };
    const category = categoryOf.get(group) ?? 'other';
    if (drop[index] === 1) excluded.set(category, sumOf([excluded.get(category) ?? nothing, one]));
    else left.set(group, sumOf([left.get(group) ?? nothing, one]));
  }
  const groups = plan.view.groups.flatMap((group) => {
    const amount = left.get(group.id);
    return amount === undefined ? [] : [{ ...group, ...amount }];
  });
  const excludedRows = [...excluded].map(([category, amount]) => ({
    reason: 'excluded' as const,
    category,
    ...amount,
  }));
  return {
    ...plan.view,
    id,
    groups,
    total: sumOf(groups),
    kept: mergedKept([...plan.view.kept, ...excludedRows]),
  };
}

/** One key for a folder and each folder above it, the folder itself first. */
function keysOf(plan: FrozenPlan, index: number): readonly string[] {
  const folder = plan.folder(index);
  const path = [String(folder.root), ...folder.segments];
  return path.map((_, depth) => path.slice(0, path.length - depth).join('/'));
}

/**
 * Folders that may still be removed: those from below which something is still taken, and empty ones whose nearest such
 * parent still is. A folder whose whole content was excluded stays, and so do the empty ones in it.
 */
function stillRemovable(plan: FrozenPlan, drop: Uint8Array): readonly boolean[] {
  const held = new Uint8Array(plan.folderCount);
  for (let index = 0; index < plan.entryCount; index += 1) {
    const { folder } = plan.entry(index);
    held[folder] = (held[folder] ?? 0) | (drop[index] === 1 ? 1 : 2);
  }
  const keys = Array.from({ length: plan.folderCount }, (_, index) => keysOf(plan, index));
  const before = new Set<string>();
  const after = new Set<string>();
  for (const [index, chain] of keys.entries()) {
    const bits = held[index] ?? 0;
    for (const key of chain) {
      if (bits !== 0) before.add(key);
      if (bits >= 2) after.add(key);
    }
  }
  return keys.map((chain, index) => {
    const nearest = chain.find((key) => before.has(key));
    return plan.folder(index).removable && (nearest === undefined || after.has(nearest));
  });
}

/**
 * The same plan with less in it: what is left out counts as kept, `excluded`. Groups keep their ids, entries are
 * numbered anew. Throws `invalid-input` for a group or entry that the plan does not hold.
 */
export function without(
  plan: FrozenPlan,
  groups: readonly number[],
  entries: readonly number[],
  newId: string,
): FrozenPlan {
  const drop = dropped(plan, groups, entries);
  const view = viewWithout(plan, drop, newId);
  const removable = stillRemovable(plan, drop);
  const builder = createPlanBuilder(plan.folderCount, view.total.files);
  for (let index = 0; index < plan.folderCount; index += 1) {
    const folder = plan.folder(index);
    builder.addFolder({ ...folder, ino: folder.identity.ino, removable: removable[index] === true });
  }
  for (let index = 0; index < plan.entryCount; index += 1)
    if (drop[index] !== 1) builder.addEntry(plan.entry(index));
  return builder.build(view, plan.roots);
}
