import type { PlanView } from '../../../app/contract/plan-views.ts';

export const planFormat = 'signoff-plan';
export const planVersion = 2;
/** written and read in pieces of this size, so that no plan is ever one string */
export const chunkBytes = 256 * 1024;

/** First line: enough to tell what the file is and whether it is still of use, without reading the rest. */
export interface PlanFileHead {
  readonly format: typeof planFormat;
  readonly version: typeof planVersion;
  readonly id: string;
  readonly expiresAt: number;
}

/** Second line: the view, and how much follows. */
export interface PlanFileBody {
  readonly view: PlanView;
  readonly roots: readonly {
    readonly id: string;
    readonly realPath: string;
    readonly dev: string;
    readonly ino: string;
  }[];
  readonly folders: number;
  readonly entries: number;
}

/** Up to some hundreds of folders, column by column. */
export type FolderLine = readonly [
  root: number[],
  path: string[],
  ino: string[],
  removable: number[],
  mtime: number[],
  complete: number[],
];
/** Up to some hundreds of entries, column by column. */
export type EntryLine = readonly [
  folder: number[],
  group: number[],
  kind: number[],
  name: string[],
  bytes: number[],
  allocated: number[],
  mtime: number[],
  ino: string[],
];

/** Thrown when a plan file is not what was written. */
export class PlanFileDamaged extends Error {
  override readonly name = 'PlanFileDamaged';
}

/** Thrown for a plan that an earlier version of the assistant wrote: sound, but it says less than a run needs today. */
export class PlanFileOutdated extends Error {
  override readonly name = 'PlanFileOutdated';
}

/** Last line: what must be true of all lines before it. */
export interface PlanFileEnd {
  readonly lines: number;
  readonly sha256: string;
}
