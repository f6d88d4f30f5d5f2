import type { MessagePort } from 'node:worker_threads';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { FolderPins, TrashBin, TrashPlace } from '../../system/ports.ts';
import { entryBatch, folderItem, noHolder, planRows } from '../ledger/batch.ts';
import type { FolderItem } from '../ledger/batch.ts';
import { compareFolders } from './compare-folders.ts';
import { createDisposal } from './create-disposal.ts';
import type { DisposalSettings } from './create-disposal.ts';
import { createDeleteDisposal } from './delete-disposal.ts';
import type { SharedPlan } from '../planning/frozen-plan.ts';
import type { RemovalRequest } from './worker-pool.ts';
import { createSink } from './sink.ts';
import type { RemovalMessage, RemovalWorkerData } from './thread-worker.ts';

/** The sinks of one thread: the run's own, and a deleting one for sign-ins, which must not be copied. */
export interface Sinks {
  answer(request: RemovalRequest): Uint8Array;
  close(): void;
}

export interface SinkSettings extends DisposalSettings {
  readonly mode: RemovalMode;
  readonly plan: SharedPlan;
}

export function createSinks(settings: SinkSettings): Sinks {
  const { isCancelled } = settings;
  const rows = planRows(settings.roots, settings.plan);
  const disposal = createDisposal(settings.mode, settings);
  const own = createSink({ ...settings, disposal });
  const credential = createSink({ ...settings, disposal: createDeleteDisposal('deleted-credential') });
  return {
    answer(request) {
      if (request.kind === 'folders') {
        const { folders, holders } = request;
        const item = (folder: number, at: number): FolderItem =>
          folderItem(rows, settings.roots, folder, holders[at] ?? noHolder.unknown);
        return own.removeFolders(Array.from(folders, item), isCancelled);
      }
      if (request.kind === 'move-folders') return own.takeFolders(request.items, isCancelled);
      if (request.kind === 'compare') return compareFolders(settings, rows, request.part, isCancelled);
      const batch = entryBatch(rows, request.from, request.to);
      return (request.as === 'mode' ? own : credential).removeEntries(batch, isCancelled);
    },
    close() {
      disposal.close();
    },
  };
}

/** Platform functions that a removal thread uses. */
export interface RemovalSystem {
  readonly pins: FolderPins;
  readonly style: PathStyle;
  readonly openBin: (place: TrashPlace, isCancelled: () => boolean) => TrashBin;
}

/**
 * Main loop of a removal thread: answers each request, and checks the stop flag before every entry. Posts null last
 * and touches nothing afterwards.
 */
export function serveRemoval(port: MessagePort, data: RemovalWorkerData, system: RemovalSystem): void {
  const isCancelled = (): boolean => Atomics.load(data.stop, 0) !== 0;
  const bin = data.trash === null ? null : system.openBin(data.trash, isCancelled);
  const sinks = createSinks({ ...data, pins: system.pins, style: system.style, bin, isCancelled });
  port.on('message', (message: RemovalMessage) => {
    if (message.kind === 'end') {
      sinks.close();
      port.postMessage(null);
      port.close();
    } else {
      const answer = sinks.answer(message);
      port.postMessage(answer, [answer.buffer as ArrayBuffer]);
    }
  });
}
