import { parentPort, workerData } from 'node:worker_threads';
import { serveScan } from '../../engine/planning/scan-worker.ts';
import type { ScanWorkerData } from '../../engine/planning/scan-worker.ts';

if (parentPort !== null) serveScan(parentPort, workerData as ScanWorkerData);
