import type { FailureCode } from './plan-views.ts';
import type { Amount, Tri } from './views.ts';

/** What one run put aside: it can be restored or purged only as it was put, by its id. */
export interface QuarantineBatchView extends Amount {
  readonly id: string;
  readonly runId: string;
  readonly at: number;
  /** how many separate things lie in it: whole folders and single files */
  readonly items: number;
  readonly accounts: readonly { readonly accountId: string; readonly folder: string }[];
  /** absolute, for showing only: where it came from */
  readonly roots: readonly string[];
  /**
   * `damaged`: its index and what lies there differ; it is neither restored nor purged by age or size. `unfinished`: the
   * run that filled it was cut off and cannot be gone on with; it can be restored and purged, never by age or size
   */
  readonly state: 'whole' | 'damaged' | 'unfinished';
  /** from when on it goes by itself; null = never */
  readonly expiresAt: number | null;
}

export const conflictRules = ['skip', 'overwrite', 'rename'] as const;
/** What restoring does where something lies in the way; `skip` never touches it. */
export type ConflictRule = (typeof conflictRules)[number];

/** Why something stayed in the quarantine although nothing went wrong. */
export type RestoreStay =
  'in-the-way' | 'outside-root' | 'link' | 'replaced' | 'mount' | 'vanished' | 'cancelled';

/** What restoring one batch did. items = restored + kept + failed, always. */
export interface RestoreView {
  readonly batchId: string;
  readonly conflict: ConflictRule;
  readonly restored: Amount;
  /** of the restored ones, how many got a name beside what was in the way */
  readonly renamed: number;
  /** of the restored ones, how many replaced what was in the way */
  readonly overwritten: number;
  readonly kept: readonly { readonly reason: RestoreStay; readonly files: number }[];
  readonly failed: readonly { readonly code: FailureCode; readonly files: number }[];
  readonly examples: readonly { readonly path: string; readonly why: RestoreStay | FailureCode }[];
  /** nothing is left in the batch, so it is gone */
  readonly isEmptied: boolean;
}

/** What purging batches did. */
export interface PurgeView extends Amount {
  readonly batches: readonly string[];
  readonly failed: readonly { readonly batchId: string; readonly code: FailureCode }[];
}

/** What is known of the volume that a plan's files lie on: overwriting means less on some of them, and it is said. */
export interface VolumeView {
  /** absolute, of the plan's root */
  readonly root: string;
  /** as the system calls it, such as `ext4`; null = could not tell */
  readonly fileSystem: string | null;
  readonly medium: 'solid-state' | 'magnetic' | 'could-not-tell';
  readonly copyOnWrite: Tri;
  readonly encrypted: Tri;
  readonly network: Tri;
  readonly readOnly: Tri;
  /** the quarantine lies on the same volume, so that putting aside is one rename */
  readonly sameAsQuarantine: boolean;
}
