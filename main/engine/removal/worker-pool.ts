import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { FolderPins, TrashBin, TrashPlace } from '../../system/ports.ts';
import type { SharedPlan } from '../planning/frozen-plan.ts';
import type { FolderItem, SinkRoot } from '../ledger/batch.ts';
import type { FolderPart } from './compare-folders.ts';

/** How an entry is removed: in the run's mode, or by plain deletion, because a copy of a sign-in would be a trace. */
export type EntriesAs = 'mode' | 'credential';

export interface RunnerSettings {
  /** inline only: a thread creates its own */
  readonly pins: () => FolderPins;
  readonly style: PathStyle;
  readonly roots: readonly SinkRoot[];
  /** all threads read it in shared memory */
  readonly plan: SharedPlan;
  readonly signal: AbortSignal;
  readonly mode: RemovalMode;
  readonly runId: string;
  /** this run's folder in the quarantine; null in every other mode */
  readonly partFolder: string | null;
  /** mode `trash` only; called once per thread, because a message port has one other end */
  readonly trash?: (() => TrashPlace) | null;
  /** inline only: a thread opens the trash itself */
  readonly openBin?: (place: TrashPlace, isCancelled: () => boolean) => TrashBin;
}
/** A folder to move as a whole, compared just before. */
export interface MovableFolder extends FolderItem {
  /** index in the plan */
  readonly folder: number;
}

/** One request to one sink; the answer has one outcome number per item. */
export type RemovalRequest =
  | { readonly kind: 'entries'; readonly from: number; readonly to: number; readonly as: EntriesAs }
  /** `holders`: by folder, its planned parent folder or one of `noHolder` */
  | { readonly kind: 'folders'; readonly folders: Uint32Array; readonly holders: Int32Array }
  /** answer: one number per folder, 1 = as planned */
  | { readonly kind: 'compare'; readonly part: FolderPart }
  | { readonly kind: 'move-folders'; readonly items: readonly MovableFolder[] };

/** The thread of the sink ended during a request. */
export class RunnerLost extends Error {
  override readonly name = 'RunnerLost';
}

/** A worker that runs a sink: one request at a time. */
export interface PoolWorker {
  /** rejects with `RunnerLost` when the effect of the request is unknown */
  ask(request: RemovalRequest): Promise<Uint8Array>;
  readonly isLost: () => boolean;
  /** bytes overwritten or copied inside entries that have no answer yet */
  bytesInside(): number;
  close(): Promise<void>;
}

export interface Pool {
  ask(request: RemovalRequest): Promise<Uint8Array>;
  bytesInside(): number;
  close(): Promise<void>;
}

/** Gives each request to a free worker; a lost worker fails only its own request. */
export function createPool(workers: readonly PoolWorker[]): Pool {
  const free = [...workers];
  const waiting: { readonly take: (worker: PoolWorker) => void; readonly refuse: (error: Error) => void }[] =
    [];

  const release = (worker: PoolWorker): void => {
    if (!worker.isLost()) {
      const next = waiting.shift();
      if (next === undefined) free.push(worker);
      else next.take(worker);
    } else if (workers.every((one) => one.isLost())) {
      for (const { refuse } of waiting.splice(0)) refuse(new RunnerLost('no removal thread is left'));
    }
  };
  const freeWorker = (): Promise<PoolWorker> => {
    for (let worker = free.shift(); worker !== undefined; worker = free.shift())
      if (!worker.isLost()) return Promise.resolve(worker);
    if (workers.every((one) => one.isLost()))
      return Promise.reject(new RunnerLost('no removal thread is left'));
    return new Promise((take, refuse) => void waiting.push({ take, refuse }));
  };
  return {
    async ask(request) {
      const worker = await freeWorker();
      try {
        return await worker.ask(request);
      } finally {
        release(worker);
      }
    },
    bytesInside: () => workers.reduce((sum, worker) => sum + worker.bytesInside(), 0),
    async close() {
      for (const { refuse } of waiting.splice(0)) refuse(new RunnerLost('the run has ended'));
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}
