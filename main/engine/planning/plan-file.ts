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

/** The plan folder below the state folder. */
export const planFolder = 'plans';

const validId = /^[A-Za-z0-9_-]{1,64}$/;

/** The paths of a plan id; null for an id that could leave the folder. All code takes paths from here. */
export function planPaths(state: StateFolder, planId: string) {
  if (!validId.test(planId)) return null;
  const base = join(state.path, planFolder, planId);
  return { file: `${base}.plan`, unfinished: `${base}.unfinished`, spent: `${base}.spent` };
}

/** First line: file type and expiry, readable without the rest. */
export interface PlanFileHead {
  readonly format: typeof planFormat;
  readonly version: typeof planVersion;
  readonly id: string;
  readonly expiresAt: number;
}

/** Second line: the view, and the sizes of the columns. */
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

/** Words before each block of entries: row count, bytes of names, and layout flags. */
export const blockHeadWords = 3;
export const checksumBytes = 32;

/** Thrown for a corrupt plan file. */
export class PlanFileDamaged extends Error {
  override readonly name = 'PlanFileDamaged';
}

/** Thrown for a valid plan of an earlier version, which lacks data that a run needs today. */
export class PlanFileOutdated extends Error {
  override readonly name = 'PlanFileOutdated';
}

/** A column's bytes, without a copy. */
export function bytesOf(column: ArrayBufferView): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}
