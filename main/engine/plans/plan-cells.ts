import { chatOf, kindOf, ownNameOf } from '../../../app/cleanup/kinds.ts';
import { createMonthOf, monthName } from '../../../app/cleanup/months.ts';
import type { PlanGroup } from '../../../app/contract/plans.ts';
import type { EntryFacts } from '../../../app/wizard/choices.ts';
import type { TablePlan } from './plan-columns.ts';

/** Entries of a plan that the preview tells apart only by name and time: of one group, month and chat. */
export type PlanCell = Omit<EntryFacts, 'path' | 'mtime'>;

export interface PlanCells {
  readonly cells: readonly PlanCell[];
  /** by entry: its cell */
  readonly cellOf: Uint32Array;
  /** by cell; arrays of doubles, because objects would change their shape as the sums grow */
  readonly files: Float64Array;
  readonly bytes: Float64Array;
  readonly allocated: Float64Array;
  readonly newest: Float64Array;
}

function newCell(group: PlanGroup, chat: string | null, month: number): PlanCell {
  const { rootId, accountId, location, category } = group;
  return {
    ...{ rootId, accountId, location, category },
    ...{ kind: kindOf[category], ownName: ownNameOf(location), month: monthName(month), chat },
  };
}

/** Sorts a plan's entries into cells in one pass. Neighbours mostly share folder and month, so lookups are few. */
export function planCells(plan: TablePlan): PlanCells {
  const cells: PlanCell[] = [];
  const cellOf = new Uint32Array(plan.entryCount);
  const groups = new Map(plan.view.groups.map((group) => [group.id, group]));
  const places = new Map<string, Map<number, number>>();
  const monthOf = createMonthOf();
  let lastGroup = -1;
  let lastFolder = -1;
  let lastMonth = -1;
  let number = 0;
  let chat: string | null = null;
  let months = new Map<number, number>();
  plan.eachEntry((entry, folder, groupId) => {
    const group = groups.get(groupId);
    if (group === undefined) throw new RangeError(`no group ${groupId} in the plan`);
    if (folder !== lastFolder || groupId !== lastGroup) {
      chat = chatOf(group.location, plan.folderPath(folder).split('/'));
      const place = `${groupId} ${chat ?? ''}`;
      months = places.get(place) ?? new Map<number, number>();
      places.set(place, months);
      lastMonth = -1;
      lastFolder = folder;
      lastGroup = groupId;
    }
    const month = monthOf(plan.entries.mtimeOf(entry));
    if (month !== lastMonth) {
      const known = months.get(month);
      number = known ?? cells.push(newCell(group, chat, month)) - 1;
      if (known === undefined) months.set(month, number);
      lastMonth = month;
    }
    cellOf[entry] = number;
  });
  return { cells, cellOf, ...sumsOf(plan, cellOf, cells.length) };
}

function sumsOf(plan: TablePlan, cellOf: Uint32Array, count: number): Omit<PlanCells, 'cells' | 'cellOf'> {
  const files = new Float64Array(count);
  const bytes = new Float64Array(count);
  const allocated = new Float64Array(count);
  const newest = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  plan.eachEntry((entry, _folder, _group, size, blocks) => {
    const cell = cellOf[entry] ?? 0;
    files[cell] = (files[cell] ?? 0) + 1;
    bytes[cell] = (bytes[cell] ?? 0) + size;
    allocated[cell] = (allocated[cell] ?? 0) + blocks;
    const mtime = plan.entries.mtimeOf(entry);
    if (mtime > (newest[cell] ?? 0)) newest[cell] = mtime;
  });
  return { files, bytes, allocated, newest };
}
