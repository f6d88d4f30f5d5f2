import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { TrashBin, TrashPlace } from '../ports.ts';

/**
 * How a removal thread, which never waits for promises, reaches a bin that only the main thread can ask. One question
 * at a time; `state[0]` says how far it is, `state[1]` that nobody listens any more.
 */
const idle = 0;
const asked = 1;
const begun = 2;
const taken = 3;
const refused = 4;

type Question = { readonly path: string };
type AskedPlace = Extract<TrashPlace, { kind: 'asked' }>;

/** how often a waiting thread looks whether it was cancelled */
const lookMs = 100;
/** a system that was asked and does not answer for this long is not waited for */
const answerMs = 30_000;

/** May the question still be taken back? Not once the system has been asked: then its answer counts. */
function isTakenBack(state: Int32Array): boolean {
  return Atomics.compareExchange(state, 0, asked, idle) === asked;
}

function waitForAnswer(state: Int32Array, isCancelled: () => boolean): boolean {
  const until = Date.now() + answerMs;
  for (;;) {
    const now = Atomics.load(state, 0);
    if (now === taken || now === refused) return now === taken;
    const isOver = isCancelled() || Atomics.load(state, 1) !== 0;
    if (now === asked && isOver && isTakenBack(state)) return false;
    if (Date.now() > until || Atomics.load(state, 1) !== 0) return false;
    Atomics.wait(state, 0, now, lookMs);
  }
}

/** The thread's side. A question that was not begun is taken back on cancel; nothing here waits for good. */
export function askingBin({ port, state }: AskedPlace, isCancelled: () => boolean): TrashBin {
  return {
    put(folder, name, path) {
      folder.pathFor(name);
      const now = Atomics.load(state, 0);
      if (isCancelled() || now === asked || now === begun || Atomics.load(state, 1) !== 0) return 'refused';
      Atomics.store(state, 0, asked);
      port.postMessage({ path } satisfies Question);
      return waitForAnswer(state, isCancelled) ? 'taken' : 'refused';
    },
  };
}

/** What the main thread holds while a removal thread may ask. */
export interface AskedBin {
  /** for the thread's data; `port` has to be transferred */
  readonly place: AskedPlace;
  readonly transfer: readonly MessagePort[];
  close(): void;
}

/** The main thread's side: asks the host once per question and never for one that was taken back. */
export function answerTrash(trashItem: (path: string) => Promise<void>): AskedBin {
  const { port1, port2 } = new MessageChannel();
  const state = new Int32Array(new SharedArrayBuffer(8));
  const answer = (how: typeof taken | typeof refused): void => {
    Atomics.store(state, 0, how);
    Atomics.notify(state, 0);
  };
  port1.on('message', ({ path }: Question) => {
    if (Atomics.compareExchange(state, 0, asked, begun) !== asked) return;
    trashItem(path).then(
      () => answer(taken),
      () => answer(refused),
    );
  });
  port1.unref();
  return {
    place: { kind: 'asked', port: port2, state },
    transfer: [port2],
    close() {
      Atomics.store(state, 1, 1);
      Atomics.notify(state, 0);
      port1.close();
    },
  };
}
