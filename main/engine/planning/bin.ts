import type { Category } from '../../../app/cleanup/categories.ts';
import type { Place, Ruling } from '../../../app/cleanup/select.ts';
import type { Location } from '../../../app/platforms/platform.ts';
import type { Bucket } from './usage-cells.ts';

/** All files for which the same answers hold: same root, account, row and folder protection. Decided once, not per file. */
export interface Bin {
  readonly root: number;
  readonly account: number;
  readonly locationIndex: number;
  readonly location: Location | null;
  readonly place: Place;
  /** null = usage only */
  readonly ruling: Ruling | null;
  /** in the folder of a selected account */
  readonly inSelectedFolder: boolean;
  /** by category, filled when first used */
  readonly groups: Map<Category, number>;
  readonly buckets: Map<Category, Bucket>;
}
