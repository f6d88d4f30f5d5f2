import { parentPort, workerData } from 'node:worker_threads';
import { serveScan } from '../../engine/planning/serve-scan.ts';
import type { ScanWorkerData } from '../../engine/planning/scan-messages.ts';

if (parentPort !== null) serveScan(parentPort, workerData as ScanWorkerData);
