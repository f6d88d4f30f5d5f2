import { parentPort, workerData } from 'node:worker_threads';
import { serveScan } from '../../services/scanning/serve-scan.ts';
import type { ScanWorkerData } from '../../services/scanning/scan-messages.ts';

if (parentPort !== null) serveScan(parentPort, workerData as ScanWorkerData);
