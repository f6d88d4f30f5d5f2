import { parentPort, workerData } from 'node:worker_threads';
import type { WatchJob } from '../../engine/watch/protocol.ts';
import { serveWatch } from '../../engine/watch/watcher.ts';

if (parentPort !== null) serveWatch(parentPort, workerData as WatchJob);
