import type { WorkerPlace } from '../planning/workers.ts';
import { createInlineWorker } from './inline-worker.ts';
import { createPool } from './worker-pool.ts';
import type { EntriesAs, Pool, RemovalRequest, RunnerSettings } from './worker-pool.ts';
import { startThread } from './thread-worker.ts';

/** Sends work to the sinks. Rejects with `RunnerLost` when the effect of a request is unknown. */
export interface Runner {
  /** requests in parallel */
  readonly threads: number;
  /** removes the plan's entries from `from` up to, not including, `to` */
  entries(from: number, to: number, as: EntriesAs): Promise<Uint8Array>;
  ask(request: RemovalRequest): Promise<Uint8Array>;
  /** plan folders, none inside another, with their planned parent folders (or `noHolder`) */
  folders(folders: Uint32Array, holders: Int32Array): Promise<Uint8Array>;
  /** bytes overwritten or copied inside entries that have no answer yet */
  bytesInside(): number;
  close(): Promise<void>;
}

const threads = 2;
/** Folders per request, at least: fewer are not worth a second thread. */
const minFoldersPerRequest = 16;

/** Splits folders over parallel requests, since none is inside another. */
async function removeFolders(
  pool: Pool,
  width: number,
  folders: Uint32Array,
  holders: Int32Array,
): Promise<Uint8Array> {
  const answer = new Uint8Array(folders.length);
  const size = Math.max(minFoldersPerRequest, Math.ceil(folders.length / width));
  const parts: Promise<void>[] = [];
  for (let at = 0; at < folders.length; at += size) {
    const some = { folders: folders.slice(at, at + size), holders: holders.slice(at, at + size) };
    parts.push(pool.ask({ kind: 'folders', ...some }).then((outcomes) => answer.set(outcomes, at)));
  }
  await Promise.allSettled(parts);
  await Promise.all(parts);
  return answer;
}

/** Starts the run's workers: threads in the product, the calling thread in unit tests. */
export function createRunner(settings: RunnerSettings, place: WorkerPlace): Runner {
  const workers =
    place.kind === 'inline'
      ? [createInlineWorker(settings)]
      : Array.from({ length: threads }, (_none, number) => startThread(place.folder, number, settings));
  const pool = createPool(workers);
  return {
    threads: workers.length,
    entries: (from, to, as) => pool.ask({ kind: 'entries', from, to, as }),
    ask: (request) => pool.ask(request),
    folders: (folders, holders) => removeFolders(pool, workers.length, folders, holders),
    bytesInside: () => pool.bytesInside(),
    close: () => pool.close(),
  };
}
