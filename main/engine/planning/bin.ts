import type { Category } from '../../../app/cleanup/categories.ts';
import type { Place, Ruling } from '../../../app/cleanup/select.ts';
import type { Location } from '../../../app/platforms/platform.ts';
import type { Bucket } from './usage-cells.ts';

/**
 * Decision for all files with the same root, account, row and folder protection. Made once per combination instead of
 * per file.
 */
export interface Bin {
  readonly root: number;
  readonly account: number;
  readonly locationIndex: number;
  readonly location: Location | null;
  readonly place: Place;
  /** null for a usage scan */
  readonly ruling: Ruling | null;
  /** true inside the folder of a selected account */
  readonly inSelectedFolder: boolean;
  /** by category, created on first use */
  readonly groups: Map<Category, number>;
  readonly buckets: Map<Category, Bucket>;
}
