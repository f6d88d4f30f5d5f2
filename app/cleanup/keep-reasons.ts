/** Why a file is not in a plan although it lies in the scanned scope. */
export const keepReasons = [
  'not-selected',
  'deeper-level',
  'not-included',
  'protected',
  'too-new',
  'kept-by-pattern',
  'report-only',
  'unknown-layout',
  'excluded',
  'link',
  'mount',
  'special-file',
  'name-not-representable',
  /** unchanged since the session began */
  'owner',
  /** existed when the session began and has changed since: still the owner's */
  'owner-changed',
  /** in an account that existed when the session began */
  'owner-account',
  /** nothing proves that it came since, so it counts as the owner's */
  'owner-unclear',
] as const;
export type KeepReason = (typeof keepReasons)[number];
