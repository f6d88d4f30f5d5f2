import { parentPort, workerData } from 'node:worker_threads';
import type { FolderPins, PinnedFolder } from '../../../system/ports.ts';
import { bestFolderPins } from '../../../testing/real-folder-pins.ts';
import { realTrashBin } from '../../../testing/real-trash.ts';
import { serveRemoval } from '../removal-worker.ts';
import type { RemovalWorkerData } from '../protocol.ts';

/** The product's removal thread on real pins; every change of one name fails with a disk error. */
const [name = '', code = ''] = (process.env['SIGNOFF_TEST_FAULT'] ?? '').split(' ');

function failing(): never {
  throw Object.assign(new Error(code), { code });
}

const real = bestFolderPins();
const pins: FolderPins = {
  pin(path, expected, root) {
    const folder = real.pin(path, expected, root);
    if (typeof folder === 'string') return folder;
    return {
      ...folder,
      removeFile: (one) => (one === name ? failing() : folder.removeFile(one)),
      pathFor: (one) => (one === name ? failing() : folder.pathFor(one)),
    } satisfies PinnedFolder;
  },
};

if (parentPort !== null)
  serveRemoval(parentPort, workerData as RemovalWorkerData, { pins, style: 'posix', openBin: realTrashBin });
