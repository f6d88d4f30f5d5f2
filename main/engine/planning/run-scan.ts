import { setImmediate as breathe } from 'node:timers/promises';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { EntryRows } from './entry-columns.ts';
import type { ScanJob, ScanResult, ScanUnit } from './scan-job.ts';
import { createScanRun } from './scan-run.ts';
import { scanInThreads } from './scan-threads.ts';
import type { ScanListener } from './scan-threads.ts';
import type { WorkerPlace } from './workers.ts';

const inlineStepMs = 10;

async function scanInline(
  job: ScanJob,
  units: readonly ScanUnit[],
  signal: AbortSignal,
  listener: ScanListener,
): Promise<readonly ScanResult[]> {
  const run = createScanRun(
    job,
    (rows) => listener.rows(0, rows),
    () => false,
  );
  run.add(units);
  let isDone = false;
  while (!isDone) {
    if (signal.aborted) throw new SignOffError('cancelled');
    isDone = run.step(performance.now() + inlineStepMs, () => false);
    listener.count(run.count());
    await breathe();
  }
  return [run.result()];
}

/** Scans every root of a job once. `onRows` receives planned entries; one worker's rows arrive in its order. */
export async function runScan(
  workers: WorkerPlace,
  job: ScanJob,
  control: JobControl,
  onRows: (source: number, rows: EntryRows) => void,
): Promise<readonly ScanResult[]> {
  const units = job.roots.map((root, index) => ({ root: index, path: '', ino: root.ino, mtimeMs: 0 }));
  if (units.length === 0) return [];
  const listener: ScanListener = {
    rows: onRows,
    count: ({ files, bytes, current }) =>
      control.progress({ done: files, total: null, bytes, bytesTotal: null, current }),
  };
  return workers.kind === 'inline'
    ? scanInline(job, units, control.signal, listener)
    : scanInThreads(workers, job, units, control.signal, listener);
}
