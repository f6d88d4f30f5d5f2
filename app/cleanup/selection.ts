import type { Product } from '../platforms/platform.ts';
import type { Extra, Level } from './levels.ts';

/**
 * What a person asked to clean, in ids only. It is stored in the plan and replayed by verification, so it must
 * stay a plain JSON value. The only paths in it are keep patterns, which never add anything to a plan.
 */
export interface Selection {
  readonly level: Level;
  /** account ids, or every account that was found */
  readonly accounts: readonly string[] | 'all';
  /** these apps as a whole, with what belongs to none of their accounts; left out, `all` means every app */
  readonly products?: readonly Product[] | undefined;
  readonly include: readonly Extra[];
  /** only files whose own mtime is at least this old, milliseconds; null = no filter */
  readonly olderThanMs: number | null;
  /** patterns of names and paths as they were typed (`glob.ts`); a match is kept */
  readonly keep: readonly string[];
  /** only what came since the session began; the owner's things stay */
  readonly sinceSession: boolean;
}

/** Why a file is not in a plan although it lies in the scanned scope. */
export type KeepReason =
  | 'not-selected'
  | 'deeper-level'
  | 'not-included'
  | 'protected'
  | 'too-new'
  | 'kept-by-pattern'
  | 'report-only'
  | 'unknown-layout'
  | 'excluded'
  | 'link'
  | 'mount'
  | 'special-file'
  | 'name-not-representable'
  /** was here, unchanged, when the session began */
  | 'owner'
  /** was here when the session began and has changed since: still the owner's */
  | 'owner-changed'
  /** lies in an account that was here when the session began */
  | 'owner-account'
  /** nothing proves that it came since, so it counts as the owner's */
  | 'owner-unclear';
