import type { PathStyle } from '../../../app/cleanup/containment.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type {
  ConflictRule,
  PurgeView,
  QuarantineBatchView,
  RestoreView,
} from '../../../app/contract/quarantine-views.ts';
import type { Settings } from '../../../app/contract/views.ts';
import type { Clock, FolderPins } from '../../system/ports.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Emit, JobControl, Jobs } from '../jobs/jobs.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { batchIdsIn, listBatches, withExpiry } from './list-batches.ts';
import { openBatch } from './open-batch.ts';
import { quarantineFolder } from './places.ts';
import { demandBatches, purgeBatches } from './purge.ts';
import { restoreBatch } from './restore.ts';
import { isClockTrusted, overdue } from './retention.ts';

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
  /** lets go of what is too old or too much; a host that stays open asks for it at its start, a command never does */
  retain(): Promise<readonly string[]>;
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

/** Ends purges that were cut off: nobody may restore the rest. */
async function finishPurges(deps: QuarantineDeps, quarantine: string): Promise<void> {
  const { going } = batchIdsIn(quarantine);
  if (going.length === 0) return;
  const order = { quarantine, pins: deps.pins(), signal: never };
  await unlessBusy(() => deps.locked('purge', () => purgeBatches(order, going)), null);
}

async function tellCount(deps: QuarantineDeps, quarantine: string): Promise<void> {
  await Promise.resolve();
  deps.emit('quarantine.changed', { batches: batchIdsIn(quarantine).batches.length });
}

/** One restore as a job: locked, and told to the windows when it is over, however it ended. */
function restoring(deps: QuarantineDeps, quarantine: string, batchId: string, rule: ConflictRule) {
  const { style } = deps;
  return async (control: JobControl): Promise<RestoreView> => {
    try {
      return await deps.locked('restore', () =>
        restoreBatch({
          ...{ quarantine, batchId, rule, style, control, pins: deps.pins() },
          discover: () => deps.discover(),
          assertQuiet: (realPaths) => deps.assertQuiet(realPaths),
        }),
      );
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
    try {
      return await deps.locked('purge', () =>
        purgeBatches({ quarantine, pins: deps.pins(), signal, onProgress }, batchIds),
      );
    } finally {
      await tellCount(deps, quarantine);
    }
  };
}

async function retain(deps: QuarantineDeps): Promise<readonly string[]> {
  const quarantine = await quarantineFolder(deps.state);
  const now = deps.clock.now();
  const purged = await deps.locked('purge', async () => {
    const trusted = await isClockTrusted(deps.state, now);
    const batches = await listBatches(quarantine, deps.style);
    const due = [...batchIdsIn(quarantine).going, ...overdue(batches, deps.settings(), now, trusted)];
    return purgeBatches({ quarantine, pins: deps.pins(), signal: never }, due);
  });
  if (purged.batches.length > 0) await tellCount(deps, quarantine);
  return purged.batches;
}

/** Opens the quarantine that lies in the assistant's own folder. */
export function createQuarantine(deps: QuarantineDeps): Quarantine {
  const restores = createAnswers<RestoreView>();
  const purges = createAnswers<PurgeView>();
  return {
    async list() {
      const quarantine = await quarantineFolder(deps.state);
      await finishPurges(deps, quarantine);
      const batches = await listBatches(quarantine, deps.style);
      return withExpiry(batches, deps.settings().quarantineDays, deps.clock.now());
    },
    async restore(batchId, rule) {
      const quarantine = await quarantineFolder(deps.state);
      await openBatch(quarantine, batchId, deps.style);
      const work = restoring(deps, quarantine, batchId, rule);
      const jobId = deps.jobs.start('restore', async (control) => restores.put(jobId, await work(control)));
      return { jobId };
    },
    restored: (jobId) => restores.get(jobId),
    async purge(batchIds) {
      const quarantine = await quarantineFolder(deps.state);
      demandBatches(quarantine, batchIds);
      const work = purging(deps, quarantine, batchIds);
      const jobId = deps.jobs.start('purge', async (control) => purges.put(jobId, await work(control)));
      return { jobId };
    },
    purged: (jobId) => purges.get(jobId),
    retain: () => unlessBusy(() => retain(deps), []),
    tell: async () => tellCount(deps, await quarantineFolder(deps.state)),
  };
}
