import type { Category, Confidence, Recoverability, Risk } from '../cleanup/categories.ts';
import type { KeepReason, Selection } from '../cleanup/selection.ts';
import type { Product } from '../platforms/platform.ts';
import type { Amount } from './amount.ts';

export interface PlanGroup extends Amount {
  /** stable within the plan */
  readonly id: number;
  readonly rootId: string;
  readonly accountId: string | null;
  /** row id, or null for what lies in an account's folder and belongs to no row */
  readonly location: string | null;
  readonly category: Category;
  readonly recoverability: Recoverability;
  readonly risk: Risk;
  readonly confidence: Confidence;
}

export interface KeptTotal extends Amount {
  readonly reason: KeepReason;
  readonly category: Category;
}

export interface PlanView {
  readonly id: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly selection: Selection;
  /** accounts with the sizes that deep removal names before it asks */
  readonly accounts: readonly {
    readonly accountId: string;
    readonly folder: string;
    readonly databases: number;
    readonly backupsPresent: boolean;
    readonly bytes: number;
  }[];
  readonly groups: readonly PlanGroup[];
  readonly total: Amount;
  readonly kept: readonly KeptTotal[];
  /** keep patterns that match nothing here, so that they keep nothing */
  readonly unmatchedKeep: readonly string[];
  /** places that could not be looked at and may hold something that the selection takes */
  readonly unreadable: readonly { readonly path: string; readonly code: string }[];
}

export interface PlanEntryView {
  readonly id: number;
  /** below the root, `/`-separated, for showing only */
  readonly path: string;
  readonly bytes: number;
  readonly mtime: number;
}

export interface PlanEntriesPage {
  readonly planId: string;
  readonly groupId: number;
  readonly total: number;
  readonly offset: number;
  readonly entries: readonly PlanEntryView[];
}

export const removalModes = ['quarantine', 'trash', 'delete', 'erase'] as const;
export type RemovalMode = (typeof removalModes)[number];

/** How a removed entry left its place. A way other than the mode's own says why the mode did not fit this entry. */
export type RemovalWay =
  | 'quarantined'
  | 'trashed'
  | 'deleted'
  | 'erased'
  /** a restorable copy of a sign-in would be a trace, so it never goes into the quarantine or the bin */
  | 'deleted-credential'
  /** a link has no content of its own to overwrite */
  | 'deleted-link'
  /** its content has another name somewhere else */
  | 'deleted-hard-linked'
  /** sparse, compressed or a cloud placeholder: overwriting would fill the disk or download it first */
  | 'deleted-sparse'
  /** cancelled while it was being overwritten: what was begun is removed, only a part was overwritten */
  | 'deleted-cut-short'
  /** it could be removed but not, or not wholly, overwritten: another's file, no room for new blocks, a faulty disk */
  | 'deleted-not-overwritten';

/** Why a planned entry stayed although nothing went wrong. */
export type StayReason =
  | 'vanished'
  | 'changed'
  | 'replaced'
  | 'outside-root'
  | 'link'
  | 'mount'
  | 'folder-not-empty'
  | 'name-not-representable'
  | 'cancelled';

/** Why removal of an entry failed. */
export type FailureCode =
  | 'in-use'
  | 'no-permission'
  | 'read-only'
  | 'io-error'
  | 'too-many-open-files'
  | 'disk-full'
  /** the system's bin did not take it; it is still in its place */
  | 'trash-refused'
  /** a copy into the quarantine differed from its original; the original is still in its place */
  | 'copy-differs'
  | 'unknown';

/** The receipt of one run. planned = removed + kept + failed, always. */
export interface ReportView {
  readonly runId: string;
  readonly planId: string;
  readonly mode: RemovalMode;
  readonly selection: Selection;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: 'done' | 'partial' | 'cancelled' | 'interrupted';
  readonly planned: Amount;
  readonly removed: Amount;
  /** the removed entries by the way they went; the sum is `removed` */
  readonly ways: readonly (Amount & { readonly way: RemovalWay })[];
  /** the batch that holds what was quarantined, null when nothing was */
  readonly quarantineId: string | null;
  readonly kept: readonly (Amount & { readonly reason: StayReason })[];
  readonly failed: readonly (Amount & { readonly code: FailureCode })[];
  readonly foldersRemoved: number;
  /** the first entries that stayed, failed or went another way than the mode's own, path below the root, at most 200 */
  readonly examples: readonly {
    readonly path: string;
    readonly why: StayReason | FailureCode | RemovalWay;
  }[];
  readonly groups: readonly (PlanGroup & { readonly removedFiles: number; readonly removedBytes: number })[];
  readonly accounts: readonly {
    readonly accountId: string;
    readonly product: Product;
    readonly line: string;
    readonly folder: string;
  }[];
  readonly verification: VerificationView | null;
}

export interface VerificationView {
  readonly at: number;
  /** planned entries that are no longer there */
  readonly gone: number;
  /** planned entries that are still there */
  readonly left: number;
  readonly leftBytes: number;
  /** matching files that came after the plan; never removed by that run */
  readonly arrived: number;
  /** places that could not be looked at, when it was planned or now, and planned entries in them */
  readonly unreadable: number;
  /** `unreadable` ones with their whole path */
  readonly examples: readonly { readonly path: string; readonly state: 'left' | 'arrived' | 'unreadable' }[];
  readonly verdict: 'all-gone' | 'some-left' | 'could-not-tell';
}
