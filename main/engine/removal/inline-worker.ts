import type { RunnerSettings, PoolWorker } from './worker-pool.ts';
import { createSinks } from './removal-worker.ts';
import { nextTurn } from '../fs/turns.ts';

/** Runs the sink on the calling thread, for unit tests. */
export function createInlineWorker(settings: RunnerSettings): PoolWorker {
  const bytesDone = new BigInt64Array(1);
  const isCancelled = (): boolean => settings.signal.aborted;
  const { trash, openBin } = settings;
  const bin = trash && openBin ? openBin(trash(), isCancelled) : null;
  const sinks = createSinks({ ...settings, pins: settings.pins(), worker: 0, bytesDone, bin, isCancelled });
  return {
    isLost: () => false,
    async ask(request) {
      await nextTurn();
      const answer = sinks.answer(request);
      Atomics.store(bytesDone, 0, 0n);
      return answer;
    },
    bytesInside: () => Number(Atomics.load(bytesDone, 0)),
    close() {
      sinks.close();
      return Promise.resolve();
    },
  };
}
