import type { MessagePort } from 'node:worker_threads';
import { WalkStopped } from '../fs/walk.ts';
import { folderBuffersOf } from './folder-columns.ts';
import type { EntryRows } from './entry-columns.ts';
import { flagCancel, flagHungry } from './scan-messages.ts';
import type { FromScanWorker, ScanWorkerData, ToScanWorker } from './scan-messages.ts';
import { createScanRun } from './scan-run.ts';

const stepMs = 20;
const countEveryMs = 80;

/** The main loop of a scan thread: walks its units, shares them on request, and posts one result. */
export function serveScan(port: MessagePort, data: ScanWorkerData): void {
  const { job, flags } = data;
  const post = (message: FromScanWorker, handOver: ArrayBuffer[] = []): void =>
    port.postMessage(message, handOver);
  const give = (rows: EntryRows): void => post({ kind: 'rows', rows });
  const run = createScanRun(job, give, () => Atomics.load(flags, flagCancel) !== 0);
  let countedAt = 0;

  const shareIfAsked = (): void => {
    if (Atomics.compareExchange(flags, flagHungry, 1, 0) !== 1) return;
    const units = run.share();
    if (units.length > 0) post({ kind: 'share', units });
    else Atomics.store(flags, flagHungry, 1);
  };

  const walk = (): void => {
    const isAsked = (): boolean => Atomics.load(flags, flagHungry) === 1;
    while (!run.step(performance.now() + stepMs, isAsked)) {
      shareIfAsked();
      if (performance.now() - countedAt < countEveryMs) continue;
      countedAt = performance.now();
      post({ kind: 'count', count: run.count() });
    }
    post({ kind: 'count', count: run.count() });
    post({ kind: 'idle' });
  };

  port.on('message', (message: ToScanWorker) => {
    try {
      if (message.kind === 'units') {
        run.add(message.units);
        walk();
      } else {
        const result = run.result();
        post({ kind: 'result', result }, folderBuffersOf(result.folders));
        port.close();
      }
    } catch (error) {
      if (!(error instanceof WalkStopped)) throw error;
      port.close();
    }
  });
}
