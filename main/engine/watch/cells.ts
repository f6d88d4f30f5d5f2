import type { Category } from '../../../app/cleanup/categories.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { Share } from './folder-table.ts';
import type { CellChange } from './watch-messages.ts';

interface Cell {
  readonly rootId: string;
  readonly accountId: string | null;
  readonly category: Category;
  total: Amount;
  /** since the last time it was told */
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

/** Sums by root, account and category, each the sum of what the folders held when they were listed last. */
export class Cells {
  private readonly cells: Cell[] = [];
  private readonly byKey = new Map<string, number>();
  private readonly moving = new Set<string>();

  indexOf(rootId: string, accountId: string | null, category: Category): number {
    const key = `${rootId}/${accountId ?? ''}/${category}`;
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const index = this.cells.push({ rootId, accountId, category, total: nothing, change: nothing }) - 1;
    this.byKey.set(key, index);
    return index;
  }

  at(index: number): { rootId: string; accountId: string | null; category: Category } | undefined {
    return this.cells[index];
  }

  /** `isChange` false: it was there before the watch began. `isCounted` false: the totals know it already */
  apply(shares: readonly Share[], sign: 1 | -1, isChange: boolean, isCounted = true): void {
    for (const share of shares) {
      const cell = this.cells[share.cell];
      if (cell === undefined) continue;
      if (isCounted) cell.total = plus(cell.total, share, sign);
      if (isChange) cell.change = plus(cell.change, share, sign);
    }
  }

  /** part of what was applied as found came after the watch began after all */
  arrive(shares: readonly Share[]): void {
    for (const share of shares) {
      const cell = this.cells[share.cell];
      if (cell !== undefined) cell.change = plus(cell.change, share, 1);
    }
  }

  /** roots of which nothing is told until all of what moved is counted: half of it would look like a loss or a gain */
  hold(rootIds: readonly string[]): void {
    for (const id of rootIds) this.moving.add(id);
  }

  release(): void {
    this.moving.clear();
  }

  /** What has changed since it was told last; nothing is told of roots that are held. */
  takeChanges(isHeld: (rootId: string) => boolean): CellChange[] {
    const found: CellChange[] = [];
    for (const cell of this.cells) {
      const { rootId, accountId, category, change } = cell;
      const isStill = change.files === 0 && change.bytes === 0 && change.allocated === 0;
      if (isStill || isHeld(rootId) || this.moving.has(rootId)) continue;
      found.push({ rootId, accountId, category, ...change });
      cell.change = nothing;
    }
    return found;
  }

  /** the totals without what is yet to be told */
  told(): CellChange[] {
    return this.cells.map(({ rootId, accountId, category, total, change }) => ({
      ...{ rootId, accountId, category },
      ...plus(total, change, -1),
    }));
  }

  totals(): CellChange[] {
    return this.cells.map(({ rootId, accountId, category, total }) => ({
      rootId,
      accountId,
      category,
      ...total,
    }));
  }
}
