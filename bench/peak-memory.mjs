import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { peakResident } from './peak-resident.mjs';

/** Preloaded into a measured program: writes its peak resident memory at exit, threads included. */
const file = process.env.SIGNOFF_BENCH_MEMORY;
if (isMainThread && file !== undefined) {
  process.on('exit', () => writeFileSync(file, String(peakResident())));
}
