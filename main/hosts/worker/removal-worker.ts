import { parentPort, workerData } from 'node:worker_threads';
import { serveRemoval } from '../../services/removal/serve-removal.ts';
import type { RemovalWorkerData } from '../../services/removal/runner.ts';
import { createLinuxFolderPins, linuxFolderPinsWork } from '../../system/linux/folder-pins.ts';
import { createPortableFolderPins } from '../../system/portable/folder-pins.ts';

const style = process.platform === 'win32' ? 'windows' : 'posix';
const pins =
  process.platform === 'linux' && linuxFolderPinsWork()
    ? createLinuxFolderPins()
    : createPortableFolderPins(style);

if (parentPort !== null) serveRemoval(parentPort, workerData as RemovalWorkerData, pins, style);
