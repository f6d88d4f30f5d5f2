import { parentPort, workerData } from 'node:worker_threads';
import { askingBin } from '../portable/asking-bin.ts';
import type { PinnedFolder, TrashPlace } from '../ports.ts';

/** A thread that requests each path in turn, blocking, and reports the answers at the end. */
const { place, stop, clock, paths } = workerData as {
  place: Extract<TrashPlace, { kind: 'asked' }>;
  stop: Int32Array;
  /** the thread's clock, in ms; only the test advances it */
  clock: Int32Array;
  paths: readonly string[];
};
const bin = askingBin(
  place,
  () => Atomics.load(stop, 0) !== 0,
  () => Atomics.load(clock, 0),
);
const folder: Pick<PinnedFolder, 'pathFor'> = { pathFor: (name) => `/${name}` };
parentPort?.postMessage(paths.map((path) => bin.put(folder as PinnedFolder, path, path)));
