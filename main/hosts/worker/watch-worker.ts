import { parentPort, workerData } from 'node:worker_threads';
import { serveWatch } from '../../services/watch/serve-watch.ts';
import type { WatchJob } from '../../services/watch/watch-messages.ts';

if (parentPort !== null) serveWatch(parentPort, workerData as WatchJob);
