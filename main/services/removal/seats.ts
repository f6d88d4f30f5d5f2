import type { FolderItem } from './batch.ts';
import type { LookOrder } from './look-order.ts';
import type { EntriesAs } from './runner.ts';

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
  | { readonly kind: 'compare'; readonly order: LookOrder }
  | { readonly kind: 'units'; readonly items: readonly UnitItem[] };

/** The thread that held the sink is gone in the middle of a request. */
export class RunnerLost extends Error {
  override readonly name = 'RunnerLost';
}

/** A place where a sink works: one request at a time. */
export interface Seat {
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
export function createPool(seats: readonly Seat[]): Pool {
  const free = [...seats];
  const waiting: { readonly take: (seat: Seat) => void; readonly refuse: (error: Error) => void }[] = [];

  const release = (seat: Seat): void => {
    if (!seat.isLost()) {
      const next = waiting.shift();
      if (next === undefined) free.push(seat);
      else next.take(seat);
    } else if (seats.every((one) => one.isLost())) {
      for (const { refuse } of waiting.splice(0)) refuse(new RunnerLost('no removal thread is left'));
    }
  };
  const freeSeat = (): Promise<Seat> => {
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
