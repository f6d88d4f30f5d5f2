import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { TrashPlace } from '../../system/ports.ts';
import type { FolderItem, SinkRoot } from '../ledger/batch.ts';
import type { SharedPlan } from '../plans/frozen-plan.ts';
import type { FolderPart } from './compare-folders.ts';

/** What a run tells its workers before the first request. */
export interface RunOrder {
  readonly roots: readonly SinkRoot[];
  readonly mode: RemovalMode;
  readonly runId: string;
  /** this run's folder in the quarantine; null in every other mode */
  readonly partFolder: string | null;
  /** in shared memory, so that all threads read one copy */
  readonly plan: SharedPlan;
}

/** The data with which a removal thread starts. */
export interface RemovalWorkerData extends RunOrder {
  /** the thread's number, used in the names of the files it writes */
  readonly worker: number;
  /** null in every mode but `trash` */
  readonly trash: TrashPlace | null;
  /** one Int32; not 0 = stop before the next entry */
  readonly stop: Int32Array;
  /** one number: the thread adds bytes inside an entry, the reader resets it with each answer */
  readonly bytesDone: BigInt64Array;
}

/** How an entry is removed: in the run's mode, or by plain deletion, because a copy of a sign-in would be a trace. */
export type EntriesAs = 'mode' | 'credential';

/** A folder to move as a whole, compared just before. */
export interface MovableFolder extends FolderItem {
  /** index in the plan */
  readonly folder: number;
}

/**
 * One request to one worker. The answer is a `Uint8Array` with one outcome number per item, in the order of the
 * request.
 */
export type RemovalRequest =
  /** the plan's entries, `to` excluded */
  | { readonly kind: 'entries'; readonly from: number; readonly to: number; readonly as: EntriesAs }
  /** empty plan folders, none inside another. `holders`: by folder, its planned parent or one of `noHolder` */
  | { readonly kind: 'folders'; readonly folders: Uint32Array; readonly holders: Int32Array }
  /** read-only; answer: one number per folder, 1 = as planned */
  | { readonly kind: 'compare'; readonly part: FolderPart }
  | { readonly kind: 'move-folders'; readonly items: readonly MovableFolder[] };

/** `end`: finish the disposal's pending work, answer null, and exit */
export type RemovalMessage = RemovalRequest | { readonly kind: 'end' };

/** A worker ended during a request, so the request's effect is unknown. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost';
}
