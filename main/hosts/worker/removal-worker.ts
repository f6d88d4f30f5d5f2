import { parentPort, workerData } from 'node:worker_threads';
import { serveRemoval } from '../../engine/removal/removal-worker.ts';
import type { RemovalWorkerData } from '../../engine/removal/protocol.ts';
import { pathStyle, threadFolderPins } from '../../system/folder-pins.ts';
import { openTrashBin } from '../../system/trash-bin.ts';

if (parentPort !== null) {
  const system = { pins: threadFolderPins(), style: pathStyle, openBin: openTrashBin };
  serveRemoval(parentPort, workerData as RemovalWorkerData, system);
}
