import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { FolderPins, TrashBin, TrashPlace } from '../../system/ports.ts';
import type { SharedPlan } from '../planning/shared-plan.ts';
import type { FolderItem, SinkRoot } from '../ledger/batch.ts';
import type { ComparisonOrder } from './comparison-order.ts';

/** How an entry leaves: the run's own mode, or plain deletion because a copy of a sign-in would be a trace. */
export type EntriesAs = 'mode' | 'credential';

export interface RunnerSettings {
  /** used inline only: a thread brings its own */
  readonly pins: () => FolderPins;
  readonly style: PathStyle;
  readonly roots: readonly SinkRoot[];
  /** every thread reads it where it lies */
  readonly plan: SharedPlan;
  readonly signal: AbortSignal;
  readonly mode: RemovalMode;
  readonly runId: string;
  /** where this run's part of the quarantine lies; null in every other mode */
  readonly partFolder: string | null;
  /** verdicts of a look that began before the run (`compareEarly`) */
  readonly ahead?: Promise<Uint8Array | null>;
  /** needed in the mode `trash` only; asked once for each thread, because a port has one other end */
  readonly trash?: (() => TrashPlace) | null;
  /** inline only: a thread opens the bin itself */
  readonly openBin?: (place: TrashPlace, isCancelled: () => boolean) => TrashBin;
}
/** A folder that was compared a moment ago and is to go as a whole. */
export interface UnitItem extends FolderItem {
  /** position in the plan */
  readonly folder: number;
}

/** One piece of work for one sink; the answer has one outcome for each thing asked. `compare` answers in the order's own memory. */
export type RemovalRequest =
  | { readonly kind: 'entries'; readonly from: number; readonly to: number; readonly as: EntriesAs }
  /** `holders`: by folder, the planned folder that it lies in, or one of `noHolder` */
  | { readonly kind: 'folders'; readonly folders: Uint32Array; readonly holders: Int32Array }
  | { readonly kind: 'compare'; readonly order: ComparisonOrder }
  | { readonly kind: 'units'; readonly items: readonly UnitItem[] };

/** The thread that held the sink is gone in the middle of a request. */
export class RunnerLost extends Error {
  override readonly name = 'RunnerLost';
}

/** A place where a sink works: one request at a time. */
export interface PoolWorker {
  /** rejects with `RunnerLost` when it is not known what the request did */
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

/** Gives each request to a seat that is free; a lost seat takes only its own request with it. */
export function createPool(seats: readonly PoolWorker[]): Pool {
  const free = [...seats];
  const waiting: { readonly take: (seat: PoolWorker) => void; readonly refuse: (error: Error) => void }[] =
    [];

  const release = (seat: PoolWorker): void => {
    if (!seat.isLost()) {
      const next = waiting.shift();
      if (next === undefined) free.push(seat);
      else next.take(seat);
    } else if (seats.every((one) => one.isLost())) {
      for (const { refuse } of waiting.splice(0)) refuse(new RunnerLost('no removal thread is left'));
    }
  };
  const freeSeat = (): Promise<PoolWorker> => {
    for (let seat = free.shift(); seat !== undefined; seat = free.shift())
      if (!seat.isLost()) return Promise.resolve(seat);
    if (seats.every((one) => one.isLost()))
      return Promise.reject(new RunnerLost('no removal thread is left'));
    return new Promise((take, refuse) => void waiting.push({ take, refuse }));
  };
  return {
    async ask(request) {
      const seat = await freeSeat();
      try {
        return await seat.ask(request);
      } finally {
        release(seat);
      }
    },
    bytesInside: () => seats.reduce((sum, seat) => sum + seat.bytesInside(), 0),
    async close() {
      for (const { refuse } of waiting.splice(0)) refuse(new RunnerLost('the run has ended'));
      await Promise.all(seats.map((seat) => seat.close()));
    },
  };
}
