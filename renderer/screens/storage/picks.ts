import { kindOf } from '../../../app/cleanup/kinds.ts';
import { createMonthOf, monthName } from '../../../app/cleanup/months.ts';
import type { PlanChoice } from '../../../app/contract/plan-entries.ts';
import type { UsageCell, UsageFile } from '../../../app/contract/usage.ts';
import { goes } from '../../../app/wizard/choices.ts';

/** What was picked, in the words of a plan: all stays, but what a later choice takes. */
export const nothingPicked: readonly PlanChoice[] = [{ what: {}, goes: false }];

interface Place {
  readonly rootId: string;
  readonly accountId: string | null;
  readonly category: UsageCell['category'];
  readonly month: string;
}

/** The facets that a measurement knows; picks use no others. */
function factsOf({ rootId, accountId, category, month }: Place, path: string, mtime: number) {
  const unknown = { location: null, ownName: null, chat: null };
  return { ...unknown, rootId, accountId, category, kind: kindOf[category], month, path, mtime };
}

/** Whether the files of a cell are picked, single files aside. */
function isPicked(picks: readonly PlanChoice[], cell: UsageCell): boolean {
  const [year = 1970, number = 1] = cell.month.split('-').map(Number);
  return goes(picks, factsOf(cell, '', new Date(year, number - 1, 1).getTime()));
}

const monthOf = createMonthOf();

function placeOf(file: UsageFile): Place {
  return { ...file, month: monthName(monthOf(file.mtime)) };
}

export function isFilePicked(picks: readonly PlanChoice[], file: UsageFile): boolean {
  return goes(picks, factsOf(placeOf(file), file.path, file.mtime));
}

export type PickState = 'none' | 'some' | 'all';

/** How much of these cells is picked; a single file among `files` that differs from its cell makes it some of them. */
export function stateOf(
  picks: readonly PlanChoice[],
  cells: readonly UsageCell[],
  files: readonly UsageFile[],
): PickState {
  const on = new Map(cells.map((cell) => [keyOf(cell), isPicked(picks, cell)]));
  const values = [...on.values()];
  for (const file of files) {
    const ofCell = on.get(keyOf(placeOf(file)));
    if (ofCell !== undefined && ofCell !== isFilePicked(picks, file)) return 'some';
  }
  return values.every(Boolean) ? 'all' : values.includes(true) ? 'some' : 'none';
}

function keyOf({ rootId, accountId, category, month }: Place): string {
  return `${rootId} ${accountId ?? ''} ${category} ${month}`;
}

export interface Picked {
  readonly files: number;
  readonly bytes: number;
  readonly accounts: readonly string[];
  readonly withBackups: boolean;
}

/** The sum of what is picked: whole cells, and single files where they differ from their cell. */
export function pickedOf(
  picks: readonly PlanChoice[],
  cells: readonly UsageCell[],
  files: readonly UsageFile[],
): Picked {
  const whole = cells.filter((cell) => isPicked(picks, cell));
  const single = files.map((file) => {
    const withCell = goes(picks, factsOf(placeOf(file), '', file.mtime));
    return { ...file, by: Number(isFilePicked(picks, file)) - Number(withCell) };
  });
  const parts = [...whole, ...single.filter(({ by }) => by > 0)];
  return {
    files: whole.reduce((sum, cell) => sum + cell.files, 0) + single.reduce((sum, { by }) => sum + by, 0),
    bytes:
      whole.reduce((sum, cell) => sum + cell.bytes, 0) +
      single.reduce((sum, { by, bytes }) => sum + by * bytes, 0),
    accounts: [...new Set(parts.flatMap(({ accountId }) => (accountId === null ? [] : [accountId])))],
    withBackups: parts.some(({ category }) => kindOf[category] === 'backup'),
  };
}
