import type { Category } from '../../../app/cleanup/categories.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { Share } from './folder-table.ts';
import type { CellChange } from './protocol.ts';

interface Cell {
  readonly rootId: string;
  readonly accountId: string | null;
  readonly category: Category;
  total: Amount;
  /** Since the last report. */
  change: Amount;
}

const nothing: Amount = { files: 0, bytes: 0, allocated: 0 };

function plus(a: Amount, b: Amount, sign: 1 | -1): Amount {
  return {
    files: a.files + sign * b.files,
    bytes: a.bytes + sign * b.bytes,
    allocated: a.allocated + sign * b.allocated,
  };
}

export function isNothing({ files, bytes, allocated }: Amount): boolean {
  return files === 0 && bytes === 0 && allocated === 0;
}

/** The same for the same root, account and category. */
export function keyOf({ rootId, accountId, category }: Omit<CellChange, keyof Amount>): string {
  return `${rootId}/${accountId ?? ''}/${category}`;
}

/** Sums by root, account and category: each is the sum of its folders as they were listed last. */
export class Sums {
  private readonly cells: Cell[] = [];
  private readonly byKey = new Map<string, number>();
  private readonly moving = new Set<string>();

  indexOf(rootId: string, accountId: string | null, category: Category): number {
    const cell: Cell = { rootId, accountId, category, total: nothing, change: nothing };
    const key = keyOf(cell);
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const index = this.cells.push(cell) - 1;
    this.byKey.set(key, index);
    return index;
  }

  at(index: number): Pick<Cell, 'rootId' | 'accountId' | 'category'> | undefined {
    return this.cells[index];
  }

  /** Adds to the totals or takes away. `isChange` false: the files were there before the watch began. */
  add(shares: readonly Share[], sign: 1 | -1, isChange: boolean): void {
    this.apply(shares, sign, 'total');
    if (isChange) this.report(shares, sign);
  }

  /** A change to report that the totals already hold. */
  report(shares: readonly Share[], sign: 1 | -1): void {
    this.apply(shares, sign, 'change');
  }

  /** Holds roots back until a move is fully counted: half of it would look like a loss or a gain. */
  hold(rootIds: Iterable<string>): void {
    for (const id of rootIds) this.moving.add(id);
  }

  release(rootIds: Iterable<string>): void {
    for (const id of rootIds) this.moving.delete(id);
  }

  /** Changes since the last call, except those of roots that are held back. */
  takeChanges(isHeld: (rootId: string) => boolean): CellChange[] {
    const found: CellChange[] = [];
    for (const cell of this.cells) {
      const { rootId, accountId, category, change } = cell;
      if (isNothing(change) || isHeld(rootId) || this.moving.has(rootId)) continue;
      found.push({ rootId, accountId, category, ...change });
      cell.change = nothing;
    }
    return found;
  }

  /** Totals without the changes that are not reported yet. */
  reported(): CellChange[] {
    return this.cells.map(({ total, change, ...cell }) => ({ ...cell, ...plus(total, change, -1) }));
  }

  totals(): CellChange[] {
    return this.cells.map(({ rootId, accountId, category, total }) => ({
      rootId,
      accountId,
      category,
      ...total,
    }));
  }

  private apply(shares: readonly Share[], sign: 1 | -1, field: 'total' | 'change'): void {
    for (const share of shares) {
      const cell = this.cells[share.cell];
      if (cell !== undefined) cell[field] = plus(cell[field], share, sign);
    }
  }
}

/**
 * What was there before the watch began: the first survey without the reported changes. After a time without a watch
 * thread, the next survey is compared with it, so that missed changes are reported and none is reported twice.
 */
export class SumsBefore {
  private before: ReadonlyMap<string, CellChange> | null = null;

  /** Null until the first survey. */
  get bytes(): number | null {
    if (this.before === null) return null;
    return [...this.before.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** `sums` as a survey counted them, `reported` all changes so far. Returns the missed changes. */
  survey(sums: readonly CellChange[], reported: readonly CellChange[]): readonly CellChange[] {
    const had = new Map(reported.map((change) => [keyOf(change), change]));
    const has = new Map(sums.map((sum) => [keyOf(sum), sum]));
    const all = new Map([...(this.before ?? []), ...had, ...has]);
    // what the start must have been if nothing was missed
    const start = [...all].map(([key, cell]): [string, CellChange] => [
      key,
      { ...cell, ...plus(has.get(key) ?? nothing, had.get(key) ?? nothing, -1) },
    ]);
    if (this.before === null) {
      this.before = new Map(start);
      return [];
    }
    const { before } = this;
    return start
      .map(([key, cell]) => ({ ...cell, ...plus(cell, before.get(key) ?? nothing, -1) }))
      .filter((change) => !isNothing(change));
  }
}
