import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type {
  ConflictRule,
  PurgeView,
  QuarantineBatchView,
  RestoreView,
  StoredEntriesPage,
} from '../../../app/contract/quarantine.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import type { Clock, FolderPins } from '../../system/ports.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Emit, JobControl, Jobs } from '../jobs/jobs.ts';
import type { StateFolder } from '../state/state-folder.ts';
import type { PartLine } from '../batches/index-lines.ts';
import { quarantineFolder } from '../batches/places.ts';
import { finishPart, listUnfinished, partsWithoutRun, openUnfinished } from './unfinished.ts';
import { batchIdsIn, listBatches, newestFirst, withExpiry } from './list-batches.ts';
import { openBatch } from './open-batch.ts';
import { demandBatches, finishPurges, purgeBatches } from './purge.ts';
import { createRestoreTally } from './restore-tally.ts';
import { restoreBatch } from './restore.ts';
import { choose } from './choose-entries.ts';
import type { ChoosableBatch } from './choose-entries.ts';
import { createStoredEntries } from './stored-entries.ts';
import type { EntriesQuery } from './stored-entries.ts';
import { recordClock, batchesToPurge, readClock } from './retention.ts';

export interface QuarantineDeps {
  readonly state: StateFolder;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly pins: () => FolderPins;
  readonly style: PathStyle;
  settings(): Pick<Settings, 'quarantineDays' | 'quarantineBytes'>;
  discover(): Promise<Discovery>;
  /**
   * Throws while a messenger that uses the folders may run. A folder of an unknown messenger counts for all of them.
   */
  assertQuiet(realPaths: readonly string[]): Promise<void>;
  /** Ids of active or resumable runs. Their unfinished batches belong to them. */
  openRuns(): Promise<readonly string[]>;
  /** Runs the work under the lock. Throws `busy` while a run, restore or purge of any process holds it. */
  locked<Value>(what: string, work: () => Promise<Value>): Promise<Value>;
}

/** Lists, restores and purges quarantined batches. */
export interface Quarantine {
  list(): Promise<readonly QuarantineBatchView[]>;
  /** A page of what a batch holds. Throws `quarantine-not-found` or `quarantine-damaged`. */
  entries(batchId: string, query: EntriesQuery): Promise<StoredEntriesPage>;
  /**
   * Restores a batch, or these paths of it. Throws `quarantine-not-found`, `quarantine-damaged` or, for a path that is
   * not in it, `quarantine-path-unknown` before the job starts.
   */
  restore(batchId: string, rule: ConflictRule, paths?: readonly string[]): Promise<{ jobId: string }>;
  /** Null while the job runs, and for a job that failed before a result. */
  restored(jobId: string): RestoreView | null;
  purge(batchIds: readonly string[]): Promise<{ jobId: string }>;
  purged(jobId: string): PurgeView | null;
  /** Purges batches that are too old or too large. A long-running host calls it daily, a command never. */
  retain(signal?: AbortSignal): Promise<readonly string[]>;
  /** Emits the number of batches to the windows. Call it after a run that may have created one. */
  emitCount(): Promise<void>;
}

const resultsKept = 100;

/** Results by job. Drops the oldest. */
function createResults<View>() {
  const results = new Map<string, View>();
  return {
    put(jobId: string, view: View): void {
      results.set(jobId, view);
      const [oldest] = results.keys();
      if (results.size > resultsKept && oldest !== undefined) results.delete(oldest);
    },
    get: (jobId: string): View | null => results.get(jobId) ?? null,
  };
}

const never = new AbortController().signal;

/** Skips background work while a run holds the lock. */
async function unlessBusy<Value>(work: () => Promise<Value>, instead: Value): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SignOffError && error.code === 'busy') return instead;
    throw error;
  }
}

/** Completes interrupted purges, because their rest must not be restored. Failures wait for the next call. */
async function completePurges(deps: QuarantineDeps, quarantine: string): Promise<void> {
  const { interruptedPurges } = batchIdsIn(quarantine);
  if (interruptedPurges.length === 0) return;
  const order = { quarantine, pins: deps.pins(), signal: never };
  try {
    await deps.locked('purge', () => finishPurges(order, interruptedPurges));
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
  }
}

/**
 * Batches that no run can finish. Reads the journals only when there is an unfinished batch; unreadable journals may
 * belong to any run.
 */
async function unfinished(deps: QuarantineDeps, quarantine: string): Promise<readonly string[]> {
  // List batches before journals: a run that starts in between must keep its batch.
  const { parts } = batchIdsIn(quarantine);
  if (parts.length === 0) return [];
  try {
    return partsWithoutRun(parts, await deps.openRuns());
  } catch (error) {
    if (error instanceof SignOffError) return [];
    throw error;
  }
}

async function emitCount(deps: QuarantineDeps, quarantine: string): Promise<void> {
  const parts = await unfinished(deps, quarantine);
  deps.emit('quarantine.changed', { batches: batchIdsIn(quarantine).batches.length + parts.length });
}

/** Opens a batch that can be restored, finished or not. Read-only. */
async function openToRead(
  deps: QuarantineDeps,
  quarantine: string,
  batchId: string,
): Promise<ChoosableBatch<PartLine>> {
  const { style } = deps;
  if ((await unfinished(deps, quarantine)).includes(batchId)) {
    const { path, header, content } = await openUnfinished(quarantine, batchId);
    const items = [...content.items.values()].map(({ line }) => line);
    return { id: batchId, folder: path, roots: header.roots, items, style };
  }
  const { folder, header, items } = await openBatch(quarantine, batchId, style);
  return { id: batchId, folder: folder.path, roots: header.roots, items, style };
}

/** Throws unless the batch and the paths in it can be restored. The restore checks again under the lock. */
async function demandRestorable(
  deps: QuarantineDeps,
  quarantine: string,
  order: WantedRestore,
): Promise<void> {
  const batch = await openToRead(deps, quarantine, order.batchId);
  if (order.paths !== undefined) choose(batch, order.paths);
}

/** Finishes a batch. Returns false when it was empty and has been removed. */
async function finishBatch(deps: QuarantineDeps, quarantine: string, batchId: string): Promise<boolean> {
  if (!(await unfinished(deps, quarantine)).includes(batchId)) return true;
  await openUnfinished(quarantine, batchId);
  return (await finishPart(deps.state, batchId, null)) !== null;
}

interface WantedRestore {
  readonly batchId: string;
  readonly rule: ConflictRule;
  readonly paths: readonly string[] | undefined;
}

/** Runs one restore as a job under the lock and emits an event when it ends, also after an error. */
function createRestoreJob(deps: QuarantineDeps, quarantine: string, { batchId, rule, paths }: WantedRestore) {
  const { style } = deps;
  const restore = async (control: JobControl): Promise<RestoreView> => {
    if (!(await finishBatch(deps, quarantine, batchId)))
      return createRestoreTally().view({ batchId, conflict: rule, isEmptied: true });
    return restoreBatch({
      ...{ quarantine, batchId, rule, paths, style, control, pins: deps.pins() },
      discover: () => deps.discover(),
      assertQuiet: (realPaths) => deps.assertQuiet(realPaths),
    });
  };
  return async (control: JobControl): Promise<RestoreView> => {
    try {
      return await deps.locked('restore', () => restore(control));
    } finally {
      await emitCount(deps, quarantine);
    }
  };
}

/** Runs one purge as a job under the lock and emits an event when it ends, also after an error. */
function createPurgeJob(deps: QuarantineDeps, quarantine: string, batchIds: readonly string[]) {
  return async (control: JobControl): Promise<PurgeView> => {
    const { signal } = control;
    const onProgress = (files: number, bytes: number): void =>
      control.progress({ done: files, total: null, bytes, bytesTotal: null, current: null });
    const order = { quarantine, pins: deps.pins(), signal, onProgress };
    try {
      return await deps.locked('purge', async () =>
        purgeBatches({ ...order, unfinished: await unfinished(deps, quarantine) }, batchIds),
      );
    } finally {
      await emitCount(deps, quarantine);
    }
  };
}

async function retain(deps: QuarantineDeps, signal: AbortSignal): Promise<readonly string[]> {
  const quarantine = await quarantineFolder(deps.state);
  const now = deps.clock.now();
  const purged = await deps.locked('purge', async () => {
    const { batches: ids, interruptedPurges } = batchIdsIn(quarantine);
    const note = await recordClock(deps.state, now, ids);
    const due = batchesToPurge(await listBatches(quarantine, deps.style), deps.settings(), now, note);
    const order = { quarantine, pins: deps.pins(), signal };
    const ended = await finishPurges(order, interruptedPurges);
    return [...ended.batches, ...(await purgeBatches(order, due)).batches];
  });
  if (purged.length > 0) await emitCount(deps, quarantine);
  return purged;
}

async function list(deps: QuarantineDeps): Promise<readonly QuarantineBatchView[]> {
  const quarantine = await quarantineFolder(deps.state);
  await completePurges(deps, quarantine);
  const parts = await listUnfinished(quarantine, await unfinished(deps, quarantine));
  const batches = newestFirst([...parts, ...(await listBatches(quarantine, deps.style))]);
  const { seen } = await readClock(deps.state);
  return withExpiry(batches, deps.settings().quarantineDays, deps.clock.now(), seen);
}

/** Opens the quarantine in the assistant's own folder. */
export function createQuarantine(deps: QuarantineDeps): Quarantine {
  const restores = createResults<RestoreView>();
  const purges = createResults<PurgeView>();
  const stored = createStoredEntries();
  return {
    list: () => list(deps),
    async entries(batchId, query) {
      const quarantine = await quarantineFolder(deps.state);
      return stored.page(quarantine, batchId, () => openToRead(deps, quarantine, batchId), query);
    },
    async restore(batchId, rule, paths) {
      const quarantine = await quarantineFolder(deps.state);
      const wanted = { batchId, rule, paths };
      await demandRestorable(deps, quarantine, wanted);
      const work = createRestoreJob(deps, quarantine, wanted);
      const jobId = deps.jobs.start('restore', async (control) => restores.put(jobId, await work(control)));
      return { jobId };
    },
    restored: (jobId) => restores.get(jobId),
    async purge(batchIds) {
      const quarantine = await quarantineFolder(deps.state);
      demandBatches(quarantine, batchIds, await unfinished(deps, quarantine));
      const work = createPurgeJob(deps, quarantine, batchIds);
      const jobId = deps.jobs.start('purge', async (control) => purges.put(jobId, await work(control)));
      return { jobId };
    },
    purged: (jobId) => purges.get(jobId),
    retain: (signal = never) => unlessBusy(() => retain(deps, signal), []),
    emitCount: async () => emitCount(deps, await quarantineFolder(deps.state)),
  };
}
