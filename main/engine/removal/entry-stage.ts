import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { Clock } from '../../system/ports.ts';
import { nextTurn } from '../fs/turns.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { noHolder, plannedBatch } from '../ledger/batch.ts';
import type { PlannedBatch } from '../ledger/batch.ts';
import { createEmptiedFolders } from '../ledger/emptied-folders.ts';
import type { EntryStates, Ranges } from '../ledger/entry-states.ts';
import type { Journal } from '../ledger/journal.ts';
import { runsOf, tallyOfBatch, examplesKept } from '../ledger/tally.ts';
import { isFailure, outcomeOf } from '../ledger/outcomes.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import type { TallyBook } from '../ledger/tally.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import type { EntriesAs } from './protocol.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Shared state of a run's stages. */
export interface Stage {
  readonly plan: FrozenPlan;
  readonly mode: RemovalMode;
  readonly pool: WorkerPool;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly control: JobControl;
  readonly book: TallyBook;
  /** outcomes so far and requests in progress: no entry is requested twice */
  readonly states: EntryStates;
  /** by folder: 1 = moved with a whole folder and needs no removal of its own */
  readonly goneFolders: Uint8Array;
  /** amount in each folder moved as a whole, by its index in the plan */
  readonly movedAmounts: Map<number, Amount>;
  /** shows the entry as the run's current one */
  showProgress(entry: number): void;
}

/** Folders per sweep: fewer are not worth one. */
const foldersPerSweep = 200;
/** Folders per request, at least: fewer are not worth a second thread. */
const minFoldersPerRequest = 16;

function holderOf({ tree }: FrozenPlan, folder: number): number {
  return tree.isDirect[folder] === 1 ? (tree.parents[folder] ?? noHolder.root) : noHolder.unknown;
}

export interface FoldersDone {
  readonly removed: number;
  readonly failed: number;
}

function countFolders({ plan, book }: Stage, folders: Uint32Array, answer: Uint8Array): FoldersDone {
  let removed = 0;
  let failed = 0;
  folders.forEach((folder, index) => {
    const outcome = outcomeOf(answer[index]);
    if (outcome === 'deleted') removed += 1;
    if (!isFailure(outcome)) return;
    failed += 1;
    book.example(null, () => plan.folderPath(folder), outcome);
  });
  return { removed, failed };
}

/** Splits folders over parallel requests, since none is inside another. Returns one outcome number per folder. */
async function removeFolders({ plan, pool }: Stage, folders: Uint32Array): Promise<Uint8Array> {
  const holders = Int32Array.from(folders, (folder) => holderOf(plan, folder));
  const answer = new Uint8Array(folders.length);
  const size = Math.max(minFoldersPerRequest, Math.ceil(folders.length / pool.size));
  const parts: Promise<void>[] = [];
  for (let at = 0; at < folders.length; at += size) {
    const some = { folders: folders.slice(at, at + size), holders: holders.slice(at, at + size) };
    parts.push(pool.request({ kind: 'folders', ...some }).then((outcomes) => answer.set(outcomes, at)));
  }
  await Promise.allSettled(parts);
  await Promise.all(parts);
  return answer;
}

/** Removes emptied folders while the run continues; a folder that is not empty stays. */
export interface FolderSweep {
  settled(from: number, to: number): void;
  /** removes the folders that are ready; a small number only with `all`. Null when there is nothing to do now */
  next(all: boolean): Promise<void> | null;
  /** true when folders that identify an account became removable, because the rest of the account is gone */
  release(): boolean;
  done(): FoldersDone;
}

export function createFolderSweep(stage: Stage): FolderSweep {
  const { plan, states, goneFolders, journal, clock } = stage;
  const emptied = createEmptiedFolders(plan, states, goneFolders);
  let removed = 0;
  let failed = 0;
  const attempt = async (folders: Uint32Array): Promise<void> => {
    const done = countFolders(stage, folders, await removeFolders(stage, folders));
    removed += done.removed;
    failed += done.failed;
    journal.queue({ kind: 'folders', at: clock.now(), removed: done.removed });
    emptied.tried(folders);
  };
  return {
    settled: (from, to) => emptied.settled(from, to),
    next(all) {
      const isWorth = emptied.ready >= foldersPerSweep || (all && emptied.ready > 0);
      return isWorth ? attempt(emptied.take(foldersPerSweep)) : null;
    },
    release: () => emptied.release(),
    done: () => ({ removed, failed }),
  };
}

/**
 * Removes the folders left once every entry has an outcome. A folder becomes ready when its subfolders have been tried.
 */
export async function runFolders({ control }: Stage, sweep: FolderSweep): Promise<FoldersDone> {
  while (!control.signal.aborted) {
    const next = sweep.next(true);
    if (next !== null) await next;
    else if (!sweep.release()) break;
  }
  return sweep.done();
}

const entriesPerBatch = 500;
/** batches per journal sync: one sync covers 4,000 entries */
const batchesPerSync = 8;
/** announced batches that may be pending while the next ones are announced, so that no thread waits for the disk */
const batchesAhead = 8;

/** Yields ranges of chosen entries that are still open, at most one batch each. */
function* openBatches(states: EntryStates, chosen: Ranges): Generator<readonly [number, number]> {
  for (const [first, end] of chosen)
    for (let from = first; from < end && states.openCount() > 0;) {
      if (!states.isOpen(from)) {
        from += 1;
        continue;
      }
      let to = from + 1;
      while (to < end && to - from < entriesPerBatch && states.isOpen(to)) to += 1;
      yield [from, to];
      from = to;
    }
}

function outcomesIn(answer: Uint8Array, count: number, as: EntriesAs): readonly Outcome[] {
  return Array.from({ length: count }, (_none, index) => {
    const outcome = outcomeOf(answer[index]);
    return as === 'credential' && outcome === 'deleted' ? 'deleted-credential' : outcome;
  });
}

/** Records the outcomes of a batch; the journal writes them with the next announcement. */
function settle(stage: Stage, planned: PlannedBatch, answer: Uint8Array, as: EntriesAs): void {
  const { plan, mode, book, states, journal, clock } = stage;
  const { from, to } = planned;
  const runs = runsOf(outcomesIn(answer, to - from, as));
  const room = examplesKept - book.exampleCount();
  const tally = tallyOfBatch({ plan, mode, room }, from, runs);
  book.add(tally);
  states.settle([[from, to]], runs);
  journal.queue({ kind: 'result', from, to, at: clock.now(), runs, tally });
  stage.showProgress(to - 1);
}

async function announce(stage: Stage, group: readonly PlannedBatch[]): Promise<void> {
  const at = stage.clock.now();
  await stage.journal.write(
    ...group.map(({ from, to, amount }) => ({ kind: 'batch' as const, from, to, at, amount })),
  );
  for (const { from, to } of group) stage.states.announce([[from, to]]);
}

function takeGroup(plan: FrozenPlan, batches: Iterator<readonly [number, number]>): readonly PlannedBatch[] {
  const group: PlannedBatch[] = [];
  while (group.length < batchesPerSync) {
    const next = batches.next();
    if (next.done === true) break;
    group.push(plannedBatch(plan, ...next.value));
  }
  return group;
}

/**
 * Removes the chosen open entries in parallel batches. Each batch is synced to the journal before a thread gets it.
 * Rejects with the first error, after all started work has ended.
 */
export async function runEntries(
  stage: Stage,
  as: EntriesAs,
  chosen: Ranges,
  sweep: FolderSweep | null,
): Promise<void> {
  const { plan, pool, control } = stage;
  const batches = openBatches(stage.states, chosen);
  const going = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;
  const follow = (work: Promise<void>): void => {
    const one = work.catch((error: unknown) => void (failure ??= { error })).finally(() => going.delete(one));
    going.add(one);
  };
  const begin = async (planned: PlannedBatch): Promise<void> => {
    const { from, to } = planned;
    settle(stage, planned, await pool.request({ kind: 'entries', from, to, as }), as);
    sweep?.settled(from, to);
    const folders = sweep?.next(false) ?? null;
    if (folders !== null) follow(folders);
  };
  const mayGoOn = (): boolean => failure === null && !control.signal.aborted;
  try {
    while (mayGoOn()) {
      const group = takeGroup(plan, batches);
      if (group.length === 0) break;
      await announce(stage, group);
      for (const planned of group) follow(begin(planned));
      while (going.size > batchesAhead && mayGoOn()) await Promise.race(going);
      await nextTurn();
    }
  } finally {
    while (going.size > 0) await Promise.all(going);
  }
  const failed = failure as { readonly error: unknown } | null;
  if (failed !== null) throw failed.error;
}
