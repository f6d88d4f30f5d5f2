import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import { createInlineWorker } from './inline-worker.ts';
import { createPool } from './worker-pool.ts';
import type { EntriesAs, Pool, RunnerSettings } from './worker-pool.ts';
import { startThread } from './thread-worker.ts';
import type { RemovalThread } from './thread-worker.ts';
import { createWholeFolders } from './whole-folders.ts';
import type { UnitOutcome, WholeFolders } from './whole-folders.ts';

/** Hands work to the sinks, wherever they run. Rejects with `RunnerLost` when nobody knows what a request did. */
export interface Runner {
  /** so many requests are worked on at a time */
  readonly threads: number;
  /** the plan's entries `from` up to, not including, `to` */
  entries(from: number, to: number, as: EntriesAs): Promise<Uint8Array>;
  /** only looks: which of these plan folders, or of those below them, could leave as wholes at this moment */
  wholeFolders(plan: FrozenPlan, folders: readonly number[]): Promise<WholeFolders>;
  /** has them leave; gives those that did, one outcome each */
  take(folders: WholeFolders): Promise<readonly UnitOutcome[]>;
  /** folders of the plan of which none lies in another, and the planned folders that they lie in (or `noHolder`) */
  folders(folders: Uint32Array, holders: Int32Array): Promise<Uint8Array>;
  /** bytes overwritten or copied inside entries that have no answer yet */
  bytesInside(): number;
  close(): Promise<void>;
}

const threads = 2;
/** fewer are not worth a second thread */
const foldersAtLeast = 16;

/** What is unlinked or overwritten goes one by one; only what can come back goes as a whole. */
export function takesWholeFolders(mode: RemovalMode): boolean {
  return mode === 'quarantine' || mode === 'trash';
}

/** None of them lies in another, so they go side by side. */
async function removeFolders(
  pool: Pool,
  width: number,
  folders: Uint32Array,
  holders: Int32Array,
): Promise<Uint8Array> {
  const answer = new Uint8Array(folders.length);
  const size = Math.max(foldersAtLeast, Math.ceil(folders.length / width));
  const parts: Promise<void>[] = [];
  for (let at = 0; at < folders.length; at += size) {
    const some = { folders: folders.slice(at, at + size), holders: holders.slice(at, at + size) };
    parts.push(pool.ask({ kind: 'folders', ...some }).then((told) => answer.set(told, at)));
  }
  await Promise.allSettled(parts);
  await Promise.all(parts);
  return answer;
}

/** Two threads for a whole run in the product, none in unit tests. Starting them early costs a run that is refused nothing. */
export function startThreads(place: WorkerPlace): readonly RemovalThread[] {
  if (place.kind === 'inline') return [];
  return Array.from({ length: threads }, (_none, number) => startThread(place.folder, number));
}

/** Harmless for threads that a run has closed already. */
export async function closeThreads(started: readonly RemovalThread[]): Promise<void> {
  await Promise.all(started.map((thread) => thread.close()));
}

/** Gives the threads their order; where there are none, the same sink works inline. */
export function createRunner(settings: RunnerSettings, started: readonly RemovalThread[]): Runner {
  const seats =
    started.length === 0 ? [createInlineWorker(settings)] : started.map((thread) => thread.begin(settings));
  const pool = createPool(seats);
  const wholes = createWholeFolders((request) => pool.ask(request), seats.length, settings.ahead);
  return {
    threads: seats.length,
    entries: (from, to, as) => pool.ask({ kind: 'entries', from, to, as }),
    wholeFolders: (plan, folders) => wholes.look(plan, takesWholeFolders(settings.mode) ? folders : []),
    take: (folders) => wholes.take(folders),
    folders: (folders, holders) => removeFolders(pool, seats.length, folders, holders),
    bytesInside: () => pool.bytesInside(),
    close: () => pool.close(),
  };
}
