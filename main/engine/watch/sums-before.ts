import type { Amount } from '../../../app/contract/shapes.ts';
import type { CellChange } from './watch-messages.ts';

function keyOf({ rootId, accountId, category }: CellChange): string {
  return `${rootId}/${accountId ?? ''}/${category}`;
}

function minus(a: Amount, b: Amount | undefined): Amount {
  if (b === undefined) return a;
  return { files: a.files - b.files, bytes: a.bytes - b.bytes, allocated: a.allocated - b.allocated };
}

const nothing: Amount = { files: 0, bytes: 0, allocated: 0 };

/**
 * What was there before the watch began: the first survey less what was told of it. Each later survey, after a time in
 * which nobody followed the folders, is held against it, so that what was missed is told and nothing twice.
 */
export class SumsBefore {
  private before: ReadonlyMap<string, CellChange> | null = null;

  /** null until there was a survey */
  get bytes(): number | null {
    if (this.before === null) return null;
    return [...this.before.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** `sums` are what a survey counts without what it has yet to tell, `told` all changes; gives those that were missed. */
  survey(sums: readonly CellChange[], told: readonly CellChange[]): readonly CellChange[] {
    const had = new Map(told.map((change) => [keyOf(change), change]));
    const has = new Map(sums.map((sum) => [keyOf(sum), sum]));
    const all = new Map([...(this.before ?? []), ...had, ...has]);
    // what there would have been at the start for nothing to be missed
    const start = [...all].map(([key, cell]): [string, CellChange] => {
      const sum = has.get(key) ?? nothing;
      return [key, { ...cell, ...minus(sum, had.get(key)), rootId: cell.rootId }];
    });
    if (this.before === null) {
      this.before = new Map(start);
      return [];
    }
    const { before } = this;
    return start
      .map(([key, cell]) => ({ ...cell, ...minus(cell, before.get(key)) }))
      .filter(({ files, bytes, allocated }) => files !== 0 || bytes !== 0 || allocated !== 0);
  }
}
