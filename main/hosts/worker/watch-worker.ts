import { parentPort, workerData } from 'node:worker_threads';
import { serveWatch } from '../../engine/watch/serve-watch.ts';
import type { WatchJob } from '../../engine/watch/watch-messages.ts';

if (parentPort !== null) serveWatch(parentPort, workerData as WatchJob);
