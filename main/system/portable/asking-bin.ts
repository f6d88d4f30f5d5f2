import { randomBytes } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';
import type { TrashBin, TrashPlace } from '../ports.ts';

/** States of one request; the asking thread waits on it. */
const idle = 0;
const asked = 1;
const begun = 2;
const taken = 3;
const refused = 4;

interface Question {
  readonly path: string;
  readonly state: Int32Array;
}
type AskedPlace = Extract<TrashPlace, { kind: 'asked' }>;

/** polling interval for a cancel, in ms */
const lookMs = 100;
/** time limit for the system's answer, in ms */
const answerMs = 30_000;
/** after a cancel, the time limit for a request that has begun, in ms */
const cancelMs = 500;

/** Takes the request back, unless the system was already asked: then its answer counts. */
function isTakenBack(state: Int32Array): boolean {
  return Atomics.compareExchange(state, 0, asked, idle) === asked;
}

interface Wait {
  readonly state: Int32Array;
  readonly closed: Int32Array;
  readonly isCancelled: () => boolean;
  readonly now: () => number;
  readonly until: number;
}

/** `unknown` if the system was asked and the wait has ended: it may still act. */
function waitForAnswer({ state, closed, isCancelled, now, until }: Wait): ReturnType<TrashBin['put']> {
  let cancelledAt: number | null = null;
  for (;;) {
    const stands = Atomics.load(state, 0);
    if (stands === taken || stands === refused) return stands === taken ? 'taken' : 'refused';
    if (isCancelled()) cancelledAt ??= now();
    const isCut = cancelledAt !== null && now() > cancelledAt + cancelMs;
    const isOver = Atomics.load(closed, 0) !== 0 || now() > until || isCut;
    // takes back a request that was not picked up, so that no late listener acts on it
    if (stands === asked && (isOver || cancelledAt !== null) && isTakenBack(state)) return 'refused';
    if (isOver) return 'unknown';
    Atomics.wait(state, 0, stands, lookMs);
  }
}

/**
 * Lets a removal thread, which cannot wait for promises, use a trash that only the main thread can ask. A request
 * that has not begun is taken back on cancel; every wait has a limit.
 */
export function askingBin(
  { channel, closed }: AskedPlace,
  isCancelled: () => boolean,
  now: () => number = Date.now,
): TrashBin {
  const line = new BroadcastChannel(channel);
  (line as unknown as { unref(): void }).unref();
  return {
    put(folder, name, path) {
      folder.pathFor(name);
      if (isCancelled() || Atomics.load(closed, 0) !== 0) return 'refused';
      const state = new Int32Array(new SharedArrayBuffer(4));
      Atomics.store(state, 0, asked);
      const until = now() + answerMs;
      line.postMessage({ path, state } satisfies Question);
      return waitForAnswer({ state, closed, isCancelled, now, until });
    },
  };
}

/** Held by the main thread while removal threads may send requests. */
export interface AskedBin {
  /** for every thread's data */
  readonly place: AskedPlace;
  close(): void;
}

/** The main thread's side: asks the host once per request, and never for one that was taken back. */
export function answerTrash(trashItem: (path: string) => Promise<void>): AskedBin {
  const channel = `signoff-trash-${randomBytes(8).toString('hex')}`;
  const closed = new Int32Array(new SharedArrayBuffer(4));
  const line = new BroadcastChannel(channel);
  line.onmessage = (message) => {
    const { path, state } = (message as { readonly data: Question }).data;
    if (Atomics.compareExchange(state, 0, asked, begun) !== asked) return;
    const answer = (how: typeof taken | typeof refused): void => {
      Atomics.store(state, 0, how);
      Atomics.notify(state, 0);
    };
    trashItem(path).then(
      () => answer(taken),
      () => answer(refused),
    );
  };
  (line as unknown as { unref(): void }).unref();
  return {
    place: { kind: 'asked', channel, closed },
    close() {
      Atomics.store(closed, 0, 1);
      line.close();
    },
  };
}
