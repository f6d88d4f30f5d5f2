import { dirname } from 'node:path';
import type { Category } from '../../../app/cleanup/categories.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { WatchTrouble } from '../../../app/contract/watch.ts';
import type { Clock, Mounts, Volumes } from '../../system/ports.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { ScanJob } from '../planning/scan-job.ts';
import { scanScope } from '../planning/scan-scope.ts';

/** What the watch thread follows: the scan's own job with the names that its numbers stand for. */
export interface WatchJob {
  readonly scan: ScanJob;
  readonly rootIds: readonly string[];
  readonly accountIds: readonly string[];
  /** Roots on a network file system, where a change by another computer gives no event. */
  readonly networkRoots: readonly string[];
  /** Folders outside the roots in which a change may mean another root, such as those of pointer files. */
  readonly lookouts: readonly string[];
  /** Start of the watch by the wall clock: what was made later has arrived. */
  readonly since: number;
}

/** How much one account's files of one category have changed. */
export interface CellChange extends Amount {
  readonly rootId: string;
  readonly accountId: string | null;
  readonly category: Category;
}

export interface ReceivedFile {
  /** Stays the same for the same file. */
  readonly id: number;
  /** The file was reported before and has another size now: a copy in progress is listed while it is small. */
  readonly isUpdate: boolean;
  readonly rootId: string;
  readonly accountId: string | null;
  readonly name: string;
  readonly bytes: number;
  /** The folder directly in the root that holds it; its account may become known only later. */
  readonly top: string | null;
}

/** From the watch thread to the main thread. */
export type FromWatcher =
  /** The watched folders are known and watched; what arrives from now on is reported. */
  | { readonly kind: 'ready'; readonly watchedFolders: number }
  | { readonly kind: 'watched'; readonly watchedFolders: number }
  /** Every folder is known. `sums` are what is there, without changes that are not reported yet. */
  | { readonly kind: 'surveyed'; readonly sums: readonly CellChange[] }
  | {
      readonly kind: 'changes';
      readonly changes: readonly CellChange[];
      readonly received: readonly ReceivedFile[];
    }
  /** Accounts or roots may have changed. Roots stay held back until a job answers this number. */
  | { readonly kind: 'shape'; readonly request: number }
  | { readonly kind: 'credentials' }
  | { readonly kind: 'trouble'; readonly rootId: string; readonly trouble: WatchTrouble | null };

/** From the main thread to the watch thread. The job rests on a discovery that began after this `shape` request. */
export interface ToWatcher {
  readonly job: WatchJob;
  readonly answers: number;
}

export interface JobDeps {
  readonly mounts: Mounts;
  readonly clock: Clock;
  /** An unknown volume counts as a local disk. */
  readonly volumes: Volumes;
}

/** The job for a discovery; `closed` are roots that may not be read. */
export async function watchJob(
  { mounts, clock, volumes }: JobDeps,
  discovery: Discovery,
  since: number,
): Promise<{ readonly job: WatchJob; readonly closed: readonly string[] }> {
  const scope = await scanScope(discovery, null, mounts, clock.now());
  const onNetwork = await Promise.all(
    scope.roots.map(async ({ id, realPath }) => {
      const facts = await volumes.factsOf(realPath).catch(() => null);
      return facts?.network === 'yes' ? [id] : [];
    }),
  );
  const pointers = discovery.roots.flatMap(({ foundBy }) =>
    foundBy.filter(({ by }) => by === 'pointer-file').map(({ from }) => dirname(from)),
  );
  return {
    job: {
      scan: scope.job,
      rootIds: scope.roots.map(({ id }) => id),
      accountIds: scope.accountIds,
      networkRoots: onNetwork.flat(),
      lookouts: [...new Set(pointers)],
      since,
    },
    closed: scope.closed.map(({ id }) => id),
  };
}

/** The roots and borders of a job as one text: another text means that every folder must be compared. */
export function placesOf({ rootIds, scan }: WatchJob): string {
  return JSON.stringify([rootIds, scan.mounts, scan.otherRoots]);
}

/** Account folders of one root, each with its account's id. */
export function accountsOf(job: WatchJob, rootId: string): ReadonlyMap<string, string> {
  const root = job.scan.roots[job.rootIds.indexOf(rootId)];
  return new Map([...(root?.accountByFolder ?? [])].map(([folder, n]) => [folder, job.accountIds[n] ?? '']));
}
