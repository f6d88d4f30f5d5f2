import type { Category, Recoverability } from '../cleanup/categories.ts';
import type { Level } from '../cleanup/levels.ts';
import type { Product, SystemName } from '../platforms/platform.ts';
import type { Amount } from './amount.ts';
import type { ContractError } from './errors.ts';
import type { RemovalMode, ReportView } from './plan-views.ts';

export type { Amount };

/** What the host can do; the window hides what it cannot, and never asks for the host's name. */
export interface HostView {
  readonly version: string;
  readonly system: SystemName;
  readonly demo: boolean;
  /** absolute, for showing only */
  readonly home: string;
  readonly dataDir: string;
  readonly capabilities: {
    readonly tray: boolean;
    readonly trash: boolean;
    readonly notifications: boolean;
    readonly autostart: boolean;
    readonly powerEvents: boolean;
    readonly openFolder: boolean;
  };
}

/** How a root was found: the rule's id and the file, key or folder that named it. */
export interface FoundBy {
  readonly rule: string;
  readonly by: 'folder' | 'pointer-file' | 'registry';
  readonly from: string;
}

export interface RootView {
  readonly id: string;
  readonly platform: string;
  readonly product: Product;
  readonly line: string;
  readonly packaging: 'native' | 'flatpak' | 'store';
  readonly kind: 'data' | 'state';
  /** the path as it was named */
  readonly path: string;
  /** what it resolves to; removal is bounded by this one */
  readonly realPath: string;
  /** `unknown`: measured, never cleaned */
  readonly layout: 'recognised' | 'unknown';
  /** `detect-only` platforms are measured, never cleaned */
  readonly support: 'clean' | 'detect-only';
  readonly access: 'ok' | 'no-permission';
  readonly foundBy: readonly FoundBy[];
}

export interface AccountView {
  readonly id: string;
  readonly rootId: string;
  readonly platform: string;
  readonly product: Product;
  readonly line: string;
  readonly packaging: 'native' | 'flatpak' | 'store';
  /** the folder's name: what a person sees on the disk and types after --account */
  readonly folder: string;
  readonly key: string;
  /** readable without decryption, else null */
  readonly displayName: string | null;
  readonly access: 'ok' | 'no-permission';
}

/** Something discovery met and passed over; shown so that silence never means "nothing there". */
export interface DiscoveryNote {
  readonly kind:
    | 'stale-pointer'
    | 'unreadable-pointer'
    | 'unusable-pointer'
    | 'no-permission'
    | 'not-an-account'
    | 'unknown-layout'
    | 'same-as'
    | 'root-is-link'
    /** belongs to another user of this computer */
    | 'other-user'
    /** names a place on a drive that is not connected */
    | 'drive-missing'
    /** macOS keeps other programs out of it until the person allows it */
    | 'privacy-guard'
    /** the program runs (`path`), but none of its data was found */
    | 'runs-without-data';
  readonly path: string;
  /** a second path or the reason's detail */
  readonly detail: string | null;
}

export interface DiscoveryView {
  readonly at: number;
  readonly roots: readonly RootView[];
  readonly accounts: readonly AccountView[];
  readonly notes: readonly DiscoveryNote[];
  /** every place that was looked at, whether or not something was there */
  readonly lookedIn: readonly string[];
}

export interface UsageCell extends Amount {
  readonly rootId: string;
  /** null = belongs to no single account */
  readonly accountId: string | null;
  readonly category: Category;
  /** YYYY-MM of the files' own mtime, local time */
  readonly month: string;
}

export interface UsageView {
  readonly at: number;
  readonly tookMs: number;
  readonly cells: readonly UsageCell[];
  readonly total: Amount;
  /** folders that could not be read: their size is unknown, never 0 */
  readonly unreadable: readonly { readonly rootId: string; readonly path: string; readonly code: string }[];
}

export type Tri = 'yes' | 'no' | 'could-not-tell';

export interface RunningProcess {
  readonly pid: number;
  readonly name: string;
  readonly path: string | null;
  readonly ownUser: boolean;
  /** true only when name and install folder both match */
  readonly certain: boolean;
}

/** What is left of a sign-in, read from the disk and the process list at the moment of the question. */
export interface SignInView {
  readonly at: number;
  readonly products: readonly {
    readonly product: Product;
    readonly running: Tri;
    readonly processes: readonly RunningProcess[];
  }[];
  readonly accounts: readonly {
    readonly accountId: string;
    readonly autoLogin: Tri;
    /** how many accounts share the file that `yes` rests on: above 1 nobody can tell which of them it signs in */
    readonly autoLoginAmong: number;
    readonly remembered: Tri;
    /** existing credential files by row */
    readonly credentials: readonly {
      readonly location: string;
      readonly files: number;
      readonly shared: boolean;
      /** the shallowest level that removes them */
      readonly removedBy: Level | 'never';
      /** what their removal costs */
      readonly recoverability: Recoverability;
    }[];
  }[];
  /** copies of a sign-in left by multi-login tools */
  readonly switcherCopies: readonly {
    readonly rootId: string;
    readonly location: string;
    readonly files: number;
  }[];
}

/** How the last request to quit one messenger went. Quitting is not signing out: this says nothing about a sign-in. */
export interface QuitView {
  readonly product: Product;
  /** the job that waits, or waited */
  readonly jobId: string;
  /** `quit`: none of its processes is left and its databases rest; `unclear`: could not be asked or judged */
  readonly state: 'waiting' | 'quit' | 'still-running' | 'unclear';
  /** why it is unclear, else null */
  readonly reason: 'list-unknown' | 'uncertain' | 'not-possible' | 'files-changing' | null;
  /** ended by force, after it was asked in vain */
  readonly forced: boolean;
  /** the own user's processes that were seen last */
  readonly processes: readonly RunningProcess[];
}

export interface InterruptedRun {
  readonly runId: string;
  readonly startedAt: number;
  /** the way that it goes on in */
  readonly mode: RemovalMode;
  readonly level: Level;
  readonly removed: number;
  readonly planned: number;
  /** its plan is still there, so that it can go on */
  readonly resumable: boolean;
}

export interface StatusView {
  readonly version: string;
  readonly dataDir: string;
  readonly lastRun: {
    readonly runId: string;
    readonly endedAt: number;
    /** `unchecked`: done as planned, and the second look could not confirm that all is gone */
    readonly outcome: ReportView['outcome'] | 'unchecked';
  } | null;
  readonly interrupted: readonly InterruptedRun[];
  /** files of the assistant's own that were damaged and kept aside */
  readonly setAside: readonly string[];
}

export type JobKind = 'scan' | 'plan' | 'clean' | 'verify' | 'quit' | 'restore' | 'purge' | 'baseline';

/** At most ten a second, `done` and `bytes` never fall. */
export interface JobProgress {
  readonly jobId: string;
  readonly kind: JobKind;
  readonly done: number;
  readonly total: number | null;
  readonly bytes: number;
  readonly bytesTotal: number | null;
  readonly current: string | null;
  readonly etaMs: number | null;
}

export interface JobEnd {
  readonly jobId: string;
  readonly kind: JobKind;
  readonly outcome: 'done' | 'failed' | 'cancelled';
  readonly error: ContractError | null;
}

export interface Settings {
  readonly language: 'zh-CN' | 'en-US' | 'system';
  readonly theme: 'light' | 'dark' | 'system';
  /** a quarantined batch goes by itself after this long; null = never */
  readonly quarantineDays: number | null;
  /** the oldest batches go first above this size, never the newest; null = no limit */
  readonly quarantineBytes: number | null;
  /** watch while the assistant is open */
  readonly watching: boolean;
  /** growth since the watch began that is worth a notice; null = off */
  readonly guardBytes: number | null;
  /** the same in percent of what was there when the watch began; null = off */
  readonly guardPercent: number | null;
  readonly guardSnoozedUntil: number | null;
  /** minutes after local midnight; both null = no quiet hours */
  readonly quietFrom: number | null;
  readonly quietTo: number | null;
  /** a session older than this asks instead of assuming */
  readonly sessionHours: number;
}
