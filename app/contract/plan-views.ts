import type { Category, Confidence, Recoverability, Risk } from '../cleanup/categories.ts';
import type { KeepReason, Selection } from '../cleanup/selection.ts';
import type { Product } from '../platforms/platform.ts';
import type { Amount } from './views.ts';

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

export type RemovalMode = 'delete';

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
  'in-use' | 'no-permission' | 'read-only' | 'io-error' | 'too-many-open-files' | 'unknown';

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
  readonly kept: readonly (Amount & { readonly reason: StayReason })[];
  readonly failed: readonly (Amount & { readonly code: FailureCode })[];
  readonly foldersRemoved: number;
  /** the first entries that stayed or failed, path below the root, at most 200 */
  readonly examples: readonly { readonly path: string; readonly why: StayReason | FailureCode }[];
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
  readonly unreadable: number;
  readonly examples: readonly { readonly path: string; readonly state: 'left' | 'arrived' }[];
  readonly verdict: 'all-gone' | 'some-left' | 'could-not-tell';
}
