import { join } from 'node:path';
import type { PlanView } from '../../../app/contract/plans.ts';
import type { StateFolder } from '../state/state-folder.ts';

export const planFormat = 'signoff-plan';
export const planVersion = 3;

/*
 * A plan file is two lines of JSON, then columns, then a checksum of everything before it:
 *   head line, body line,
 *   folders: inos, times, roots, ends of the paths, flags, paths,
 *   entries: blocks of up to 8,192, each a block head of three numbers and its columns,
 *   32 bytes of SHA-256.
 * Numbers are in the byte order of the machine, which a plan never leaves.
 */

/** The folder of plans below the assistant's own. */
export const planFolder = 'plans';

const validId = /^[A-Za-z0-9_-]{1,64}$/;

/** The only place that turns a plan's id into paths; null for an id that could leave the folder. */
export function planPaths(state: StateFolder, planId: string) {
  if (!validId.test(planId)) return null;
  const base = join(state.path, planFolder, planId);
  return { file: `${base}.plan`, unfinished: `${base}.unfinished`, spent: `${base}.spent` };
}

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
    readonly lastFolders?: readonly string[];
  }[];
  readonly folders: number;
  readonly pathBytes: number;
  readonly entries: number;
}

/** Before each block of entries: how many, how many bytes of names, and the flags of its shape. */
export const blockHeadWords = 3;
export const checksumBytes = 32;

/** Thrown when a plan file is not what was written. */
export class PlanFileDamaged extends Error {
  override readonly name = 'PlanFileDamaged';
}

/** Thrown for a plan that an earlier version of the assistant wrote: sound, but it says less than a run needs today. */
export class PlanFileOutdated extends Error {
  override readonly name = 'PlanFileOutdated';
}

/** The bytes of a column, not copied. */
export function bytesOf(column: ArrayBufferView): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}
