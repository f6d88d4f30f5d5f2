import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { peakResident } from './peak-resident.mjs';

/** Loaded before a program that is measured: at its end it writes the peak of its resident memory, threads included. */
const file = process.env.SIGNOFF_BENCH_MEMORY;
if (isMainThread && file !== undefined) {
  process.on('exit', () => writeFileSync(file, String(peakResident())));
}
