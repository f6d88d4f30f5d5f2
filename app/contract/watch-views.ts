import type { Category } from '../cleanup/categories.ts';
import type { Product } from '../platforms/platform.ts';
import type { Amount } from './views.ts';

/** What the watch tells; one line of `signoff watch --json` each. */
export type WatchEventKind =
  | 'account-appeared'
  | 'account-gone'
  | 'grew'
  | 'shrank'
  | 'signed-in'
  | 'signed-out'
  | 'file-received'
  | 'credentials-written'
  | 'credentials-gone'
  | 'switcher-copy'
  | 'root-appeared'
  | 'root-gone'
  | 'root-moved'
  | 'degraded'
  | 'recovered';

/** Why a root is followed by asking now and then instead of being told at once. */
export type WatchTrouble =
  'watch-limit' | 'network' | 'root-gone' | 'no-permission' | 'not-a-folder' | 'unavailable';

export interface WatchEvent {
  /** counts up by one within one watch */
  readonly seq: number;
  readonly at: number;
  readonly kind: WatchEventKind;
  readonly rootId: string;
  readonly accountId: string | null;
  readonly product: Product;
  /** grew, shrank and file-received: of what; else null */
  readonly category: Category | null;
  /** change since the event before for the same account and category: from a rescan, never a sum of file events */
  readonly files: number;
  readonly bytes: number;
  /** file-received: the file's own name; root-moved: the new place; else null */
  readonly name: string | null;
  readonly trouble: WatchTrouble | null;
}

/** The watch as a whole: since when, what came in, and whether it is told or has to ask. */
export interface WatchView {
  readonly state: 'off' | 'starting' | 'live' | 'degraded';
  readonly since: number | null;
  /** every folder is known by now, so that a change anywhere is seen; false while the first pass goes on */
  readonly surveyed?: boolean;
  /** entries that chokidar watches; a few hundred at most */
  readonly hotEntries: number;
  readonly troubles: readonly { readonly rootId: string; readonly trouble: WatchTrouble }[];
  /** what came (or went, below zero) since the watch began, which is not when somebody sat down, by account and category */
  readonly changes: readonly (Amount & {
    readonly rootId: string;
    readonly accountId: string | null;
    readonly category: Category;
  })[];
  /** more came in than the person wants, and nobody has answered yet; every window shows it until somebody does */
  readonly growth: { readonly bytes: number; readonly limit: number } | null;
  /** newest first, at most 200 */
  readonly events: readonly WatchEvent[];
  /** newest received files, at most 50, newest first */
  readonly received: readonly {
    readonly at: number;
    readonly accountId: string | null;
    readonly name: string;
    readonly bytes: number;
  }[];
}

/** 访客模式: what was here when the person sat down is the owner's. */
export interface SessionView {
  readonly id: string;
  readonly startedAt: number;
  /** `undecided`: older than the set time; it must be confirmed before a plan may rest on it */
  readonly state: 'running' | 'undecided';
  /** what the baseline holds */
  readonly baseline: { readonly files: number; readonly bytes: number; readonly storedBytes: number };
  /** accounts that were there before: protected */
  readonly owners: readonly string[];
  /** accounts that came since */
  readonly arrived: readonly string[];
}
