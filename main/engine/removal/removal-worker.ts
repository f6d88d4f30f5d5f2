import type { MessagePort } from 'node:worker_threads';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { FolderPins, TrashBin, TrashPlace } from '../../system/ports.ts';
import { createQuarantineDisposal } from '../batches/quarantine-disposal.ts';
import { entryBatch, folderItem, noHolder, planRows } from '../ledger/batch.ts';
import type { FolderItem } from '../ledger/batch.ts';
import type { Disposal } from '../ledger/disposal.ts';
import { compareFolders } from './compare-folders.ts';
import { createEraseDisposal } from './erase-disposal.ts';
import type { RemovalMessage, RemovalRequest, RemovalWorkerData, RunOrder } from './protocol.ts';
import { createSink } from './sink.ts';
import { createTrashDisposal } from './trash-disposal.ts';

/** What one worker needs for its sinks. */
export interface WorkerSettings extends RunOrder {
  readonly pins: FolderPins;
  readonly style: PathStyle;
  /** the worker's number, used in the names of the files it writes */
  readonly worker: number;
  readonly isCancelled: () => boolean;
  /** one shared number: bytes overwritten or copied since the last answer */
  readonly bytesDone: BigInt64Array;
  /** null in every mode but `trash` */
  readonly bin: TrashBin | null;
}

/** Unlinks each entry right after its comparison, so that the window between check and removal stays minimal. */
export function createDeleteDisposal(way: 'deleted' | 'deleted-credential'): Disposal {
  return {
    prepare: () => undefined,
    take(target) {
      target.folder.removeFile(target.name);
      target.report(way);
    },
    takeFolder: null,
    settle: () => undefined,
    close: () => undefined,
  };
}

/** A mode whose requirements are missing. No other mode may replace it. */
class ModeMissing extends Error {
  override readonly name = 'ModeMissing';
}

/** Creates the disposal for a mode. Throws for a mode without one, so that nothing is ever deleted instead. */
function createDisposal(mode: RemovalMode, settings: WorkerSettings): Disposal {
  if (mode === 'delete') return createDeleteDisposal('deleted');
  const { runId, partFolder, isCancelled, bytesDone, bin, roots } = settings;
  if (mode === 'quarantine' && partFolder !== null)
    return createQuarantineDisposal({ ...settings, partFolder });
  if (mode === 'trash' && bin !== null) return createTrashDisposal({ bin, roots });
  if (mode === 'erase') {
    const addBytes = (bytes: number): void => void Atomics.add(bytesDone, 0, BigInt(bytes));
    return createEraseDisposal({ runId, isCancelled, addBytes });
  }
  throw new ModeMissing(`no disposal for ${mode} in thread ${settings.worker}`);
}

/** The sinks of one thread: the run's own, and a deleting one for sign-ins, which must not be copied. */
export interface Sinks {
  answer(request: RemovalRequest): Uint8Array;
  close(): void;
}

export function createSinks(settings: WorkerSettings): Sinks {
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
