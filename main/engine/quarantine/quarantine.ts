import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type {
  ConflictRule,
  PurgeView,
  QuarantineBatchView,
  RestoreView,
} from '../../../app/contract/quarantine.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import type { Clock, FolderPins } from '../../system/ports.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Emit, JobControl, Jobs } from '../jobs/jobs.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { finishPart } from './finish-part.ts';
import { batchIdsIn, listBatches, newestFirst, withExpiry } from './list-batches.ts';
import { openBatch } from './open-batch.ts';
import { quarantineFolder } from '../batches/places.ts';
import { demandBatches, finishPurges, purgeBatches } from './purge.ts';
import { createRestoreTally } from './restore-tally.ts';
import { restoreBatch } from './restore.ts';
import { lookAtClock, overdue, readClock } from './retention.ts';
import { listUnfinished, notOf, openUnfinished } from './unfinished.ts';

export interface QuarantineDeps {
  readonly state: StateFolder;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly pins: () => FolderPins;
  readonly style: PathStyle;
  settings(): Pick<Settings, 'quarantineDays' | 'quarantineBytes'>;
  discover(): Promise<Discovery>;
  /** throws while a messenger that the folders belong to may run; a folder of nobody known counts as everybody's */
  assertQuiet(realPaths: readonly string[]): Promise<void>;
  /** runs that go on or may be gone on with: what they put aside is theirs until they end */
  openRuns(): Promise<readonly string[]>;
  /** does the work while no run, restore or purge of any process goes on; throws `busy` otherwise */
  locked<Value>(what: string, work: () => Promise<Value>): Promise<Value>;
}

/** What was put aside: looking at it, putting it back, and letting it go for good. */
export interface Quarantine {
  list(): Promise<readonly QuarantineBatchView[]>;
  /** throws `quarantine-not-found` or `quarantine-damaged` before a job begins */
  restore(batchId: string, rule: ConflictRule): Promise<{ jobId: string }>;
  /** null while it runs, and for a job that did not get as far as an answer */
  restored(jobId: string): RestoreView | null;
  purge(batchIds: readonly string[]): Promise<{ jobId: string }>;
  purged(jobId: string): PurgeView | null;
  /** lets go of what is too old or too much; a host that stays open asks for it daily, a command never does */
  retain(signal?: AbortSignal): Promise<readonly string[]>;
  /** says to the windows how many batches there are; after a run that may have made one */
  tell(): Promise<void>;
}

const answersKept = 100;

/** Answers by job; the oldest are forgotten. */
function createAnswers<View>() {
  const answers = new Map<string, View>();
  return {
    put(jobId: string, view: View): void {
      answers.set(jobId, view);
      const [oldest] = answers.keys();
      if (answers.size > answersKept && oldest !== undefined) answers.delete(oldest);
    },
    get: (jobId: string): View | null => answers.get(jobId) ?? null,
  };
}

const never = new AbortController().signal;

/** What nobody waits for is left for another time while a run goes on. */
async function unlessBusy<Value>(work: () => Promise<Value>, instead: Value): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SignOffError && error.code === 'busy') return instead;
    throw error;
  }
}

/** Ends purges that were cut off: nobody may restore the rest. What does not go now is left for the next look. */
async function goOnPurging(deps: QuarantineDeps, quarantine: string): Promise<void> {
  const { going } = batchIdsIn(quarantine);
  if (going.length === 0) return;
  const order = { quarantine, pins: deps.pins(), signal: never };
  try {
    await deps.locked('purge', () => finishPurges(order, going));
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
  }
}

/** The journals are asked only where there is a part; where they cannot be read, it may be any run's. */
async function unfinished(deps: QuarantineDeps, quarantine: string): Promise<readonly string[]> {
  // looked at before the journals: a run that begins in between must not lose its part
  const { parts } = batchIdsIn(quarantine);
  if (parts.length === 0) return [];
  try {
    return notOf(parts, await deps.openRuns());
  } catch (error) {
    if (error instanceof SignOffError) return [];
    throw error;
  }
}

async function tellCount(deps: QuarantineDeps, quarantine: string): Promise<void> {
  const parts = await unfinished(deps, quarantine);
  deps.emit('quarantine.changed', { batches: batchIdsIn(quarantine).batches.length + parts.length });
}

/** Throws unless there is such a batch and it can be restored; whether it still can is asked again under the lock. */
async function demandRestorable(deps: QuarantineDeps, quarantine: string, batchId: string): Promise<void> {
  if ((await unfinished(deps, quarantine)).includes(batchId)) await openUnfinished(quarantine, batchId);
  else await openBatch(quarantine, batchId, deps.style);
}

/** Makes an unfinished batch whole. False when nothing was put aside in it: then it is gone. */
async function madeWhole(deps: QuarantineDeps, quarantine: string, batchId: string): Promise<boolean> {
  if (!(await unfinished(deps, quarantine)).includes(batchId)) return true;
  await openUnfinished(quarantine, batchId);
  return (await finishPart(deps.state, batchId, null)) !== null;
}

/** One restore as a job: locked, and told to the windows when it is over, however it ended. */
function restoring(deps: QuarantineDeps, quarantine: string, batchId: string, rule: ConflictRule) {
  const { style } = deps;
  const restore = async (control: JobControl): Promise<RestoreView> => {
    if (!(await madeWhole(deps, quarantine, batchId)))
      return createRestoreTally().view({ batchId, conflict: rule, isEmptied: true });
    return restoreBatch({
      ...{ quarantine, batchId, rule, style, control, pins: deps.pins() },
      discover: () => deps.discover(),
      assertQuiet: (realPaths) => deps.assertQuiet(realPaths),
    });
  };
  return async (control: JobControl): Promise<RestoreView> => {
    try {
      return await deps.locked('restore', () => restore(control));
    } finally {
      await tellCount(deps, quarantine);
    }
  };
}

function purging(deps: QuarantineDeps, quarantine: string, batchIds: readonly string[]) {
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
      await tellCount(deps, quarantine);
    }
  };
}

async function retain(deps: QuarantineDeps, signal: AbortSignal): Promise<readonly string[]> {
  const quarantine = await quarantineFolder(deps.state);
  const now = deps.clock.now();
  const purged = await deps.locked('purge', async () => {
    const { batches: ids, going } = batchIdsIn(quarantine);
    const note = await lookAtClock(deps.state, now, ids);
    const due = overdue(await listBatches(quarantine, deps.style), deps.settings(), now, note);
    const order = { quarantine, pins: deps.pins(), signal };
    const ended = await finishPurges(order, going);
    return [...ended.batches, ...(await purgeBatches(order, due)).batches];
  });
  if (purged.length > 0) await tellCount(deps, quarantine);
  return purged;
}

async function list(deps: QuarantineDeps): Promise<readonly QuarantineBatchView[]> {
  const quarantine = await quarantineFolder(deps.state);
  await goOnPurging(deps, quarantine);
  const parts = await listUnfinished(quarantine, await unfinished(deps, quarantine));
  const batches = newestFirst([...parts, ...(await listBatches(quarantine, deps.style))]);
  const { seen } = await readClock(deps.state);
  return withExpiry(batches, deps.settings().quarantineDays, deps.clock.now(), seen);
}

/** Opens the quarantine that lies in the assistant's own folder. */
export function createQuarantine(deps: QuarantineDeps): Quarantine {
  const restores = createAnswers<RestoreView>();
  const purges = createAnswers<PurgeView>();
  return {
    list: () => list(deps),
    async restore(batchId, rule) {
      const quarantine = await quarantineFolder(deps.state);
      await demandRestorable(deps, quarantine, batchId);
      const work = restoring(deps, quarantine, batchId, rule);
      const jobId = deps.jobs.start('restore', async (control) => restores.put(jobId, await work(control)));
      return { jobId };
    },
    restored: (jobId) => restores.get(jobId),
    async purge(batchIds) {
      const quarantine = await quarantineFolder(deps.state);
      demandBatches(quarantine, batchIds, await unfinished(deps, quarantine));
      const work = purging(deps, quarantine, batchIds);
      const jobId = deps.jobs.start('purge', async (control) => purges.put(jobId, await work(control)));
      return { jobId };
    },
    purged: (jobId) => purges.get(jobId),
    retain: (signal = never) => unlessBusy(() => retain(deps, signal), []),
    tell: async () => tellCount(deps, await quarantineFolder(deps.state)),
  };
}
