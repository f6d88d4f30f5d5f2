import { randomUUID } from 'node:crypto';
import { isFileLimit, SignOffError, typedError } from '../../../app/contract/errors.ts';
import type { EventName, Events } from '../../../app/contract/contract.ts';
import type { JobEnd, JobKind, JobProgress } from '../../../app/contract/jobs.ts';
import type { Clock } from '../../system/ports.ts';

export type Emit = <E extends EventName>(event: E, payload: Events[E]) => void;

export type ProgressUpdate = Pick<JobProgress, 'done' | 'total' | 'bytes' | 'bytesTotal' | 'current'>;

/** Passed to long work: the signal to stop at and the progress callback. */
export interface JobControl {
  readonly signal: AbortSignal;
  progress(update: ProgressUpdate): void;
}

export interface Jobs {
  /** starts `work` and returns the job id before it runs; the job ends when `work` resolves or throws */
  start(kind: JobKind, work: (control: JobControl) => Promise<void>): string;
  cancel(jobId: string): boolean;
  /** null while running; throws `job-not-found` */
  end(jobId: string): JobEnd | null;
  /** the last progress of every job that runs, the oldest job first */
  running(): JobProgress[];
  /** true when no job is running */
  areIdle(): boolean;
  /** cancels all jobs and waits until they have ended */
  close(): Promise<void>;
}

interface Running {
  readonly abort: AbortController;
  readonly progress: () => JobProgress;
  readonly finished: Promise<void>;
}

/** At most nine events in any second, so that the final one makes ten. */
const progressIntervalMs = 115;
/** Ended jobs whose result can still be queried. */
const endedKept = 200;

/** Fraction done, averaged over count and bytes, so that one big file still shows progress. */
function shareOf({ total, bytesTotal }: ProgressUpdate, done: number, bytes: number): number | null {
  if (total === null || total <= 0) return null;
  const byNumber = Math.min(1, done / total);
  return bytesTotal === null || bytesTotal <= 0 ? byNumber : (byNumber + Math.min(1, bytes / bytesTotal)) / 2;
}

interface ProgressPoint {
  readonly at: number;
  readonly done: number;
  readonly bytes: number;
}

/** Estimates from this job's first update, because a resumed run starts with work that took none of its time. */
function timeLeft(update: ProgressUpdate, now: ProgressPoint, first: ProgressPoint): number | null {
  const share = shareOf(update, now.done, now.bytes);
  const before = shareOf(update, first.done, first.bytes);
  if (share === null || before === null || share <= before) return null;
  const elapsed = now.at - first.at;
  return elapsed > 500 ? Math.round((elapsed * (1 - share)) / (share - before)) : null;
}

/** Emits at most ten events in any second, with counters that never fall, and always the last value before the end. */
function progressReporter(jobId: string, kind: JobKind, clock: Clock, emit: Emit) {
  let first: ProgressPoint | null = null;
  let lastAt = -Infinity;
  let last: JobProgress = {
    ...{ jobId, kind, done: 0, total: null, bytes: 0, bytesTotal: null, current: null, etaMs: null },
  };
  let done = 0;
  let bytes = 0;
  let pending: ProgressUpdate | null = null;
  let timer: NodeJS.Timeout | undefined;
  const send = (update: ProgressUpdate): void => {
    clearTimeout(timer);
    timer = undefined;
    pending = null;
    lastAt = clock.now();
    const now = { at: lastAt, done, bytes };
    first ??= now;
    last = { ...update, jobId, kind, done, bytes, etaMs: timeLeft(update, now, first) };
    emit('job.progress', last);
  };
  const flush = (): void => {
    if (pending !== null) send(pending);
  };
  return {
    report(update: ProgressUpdate): void {
      done = Math.max(done, update.done);
      bytes = Math.max(bytes, update.bytes);
      const wait = lastAt + progressIntervalMs - clock.now();
      if (wait <= 0) {
        send(update);
        return;
      }
      pending = update;
      timer ??= setTimeout(flush, Math.min(wait, progressIntervalMs)).unref();
    },
    flush,
    last: () => last,
  };
}

function endOf(jobId: string, kind: JobKind, aborted: boolean, error: unknown): JobEnd {
  if (error === undefined) return { jobId, kind, outcome: aborted ? 'cancelled' : 'done', error: null };
  if (error instanceof SignOffError && error.code === 'cancelled') {
    return { jobId, kind, outcome: 'cancelled', error: null };
  }
  const known = typedError(error);
  return { jobId, kind, outcome: 'failed', error: known.toContract() };
}

/** Runs long work independently of the request that started it, so that a window may reload or a pipe may close. */
export function createJobs(clock: Clock, emit: Emit, onUnexpected: (error: unknown) => void): Jobs {
  const running = new Map<string, Running>();
  const ended = new Map<string, JobEnd>();

  const finish = (end: JobEnd): void => {
    running.delete(end.jobId);
    ended.set(end.jobId, end);
    const oldest = ended.keys().next().value;
    if (ended.size > endedKept && oldest !== undefined) ended.delete(oldest);
    emit('job.ended', end);
  };

  return {
    start(kind, work) {
      const jobId = randomUUID();
      const abort = new AbortController();
      const reporter = progressReporter(jobId, kind, clock, emit);
      const run = async (): Promise<void> => {
        await Promise.resolve();
        let error: unknown;
        try {
          await work({ signal: abort.signal, progress: (update) => reporter.report(update) });
        } catch (thrown) {
          error = thrown ?? new Error('rejected without a reason');
          if (!(thrown instanceof SignOffError || isFileLimit(thrown))) onUnexpected(thrown);
        }
        reporter.flush();
        finish(endOf(jobId, kind, abort.signal.aborted, error));
      };
      running.set(jobId, { abort, finished: run(), progress: reporter.last });
      return jobId;
    },
    cancel(jobId) {
      const job = running.get(jobId);
      job?.abort.abort();
      return job !== undefined;
    },
    end(jobId) {
      const end = ended.get(jobId);
      if (end !== undefined) return end;
      if (running.has(jobId)) return null;
      throw new SignOffError('job-not-found', { job: jobId });
    },
    running: () => [...running.values()].map((job) => job.progress()),
    areIdle: () => running.size === 0,
    async close() {
      for (const job of running.values()) job.abort.abort();
      await Promise.all([...running.values()].map((job) => job.finished));
    },
  };
}
