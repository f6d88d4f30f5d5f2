import type { MessagePort } from 'node:worker_threads';
import type { PathStyle } from '../../../app/cleanup/containment.ts';
import type { FolderPins } from '../../system/ports.ts';
import type { RemovalRequest, RemovalWorkerData } from './runner.ts';
import { createSink } from './sink.ts';

/** The removal thread's whole life: one answer per batch, and it looks at the stop flag before every entry. */
export function serveRemoval(
  port: MessagePort,
  data: RemovalWorkerData,
  pins: FolderPins,
  style: PathStyle,
): void {
  const sink = createSink({ pins, style, roots: data.roots });
  const isCancelled = (): boolean => Atomics.load(data.stop, 0) !== 0;
  port.on('message', (request: RemovalRequest) => {
    const answer =
      request.kind === 'entries'
        ? sink.removeEntries(request.batch, isCancelled)
        : sink.removeFolders(request.items, isCancelled);
    port.postMessage(answer, [answer.buffer as ArrayBuffer]);
  });
}
