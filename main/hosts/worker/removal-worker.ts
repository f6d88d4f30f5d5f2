import { parentPort, workerData } from 'node:worker_threads';
import { serveRemoval } from '../../services/removal/serve-removal.ts';
import type { RemovalWorkerData } from '../../services/removal/thread-seat.ts';
import { folderPins, pathStyle } from '../../system/folder-pins.ts';

if (parentPort !== null) serveRemoval(parentPort, workerData as RemovalWorkerData, folderPins(), pathStyle);
