import { expect, onTestFinished, test, vi } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { JobEnd, JobProgress } from '../../../app/contract/jobs.ts';
import { createJobs } from './jobs.ts';

function createRecordedJobs(step: number) {
  let now = 0;
  const progress: JobProgress[] = [];
  const ends: JobEnd[] = [];
  const unexpected: unknown[] = [];
  const jobs = createJobs(
    { now: () => (now += step) },
    (event, payload) => {
      if (event === 'job.progress') progress.push(payload as JobProgress);
      if (event === 'job.ended') ends.push(payload as JobEnd);
    },
    (error) => unexpected.push(error),
  );
  return { jobs, progress, ends, unexpected };
}

const update = (done: number, bytes = 0) => ({ done, total: 100, bytes, bytesTotal: null, current: null });

test('start returns the id before the work runs, and end returns the result afterwards', async () => {
  const { jobs, ends } = createRecordedJobs(1);
  let hasRun = false;
  const id = jobs.start('scan', () => {
    hasRun = true;
    return Promise.resolve();
  });
  expect(hasRun).toBe(false);
  expect(jobs.end(id)).toBeNull();
  await jobs.close();
  expect(jobs.end(id)).toEqual({ jobId: id, kind: 'scan', outcome: 'cancelled', error: null });
  expect(ends).toHaveLength(1);
});

test('counters never fall and the last value is emitted', async () => {
  const { jobs, progress } = createRecordedJobs(1);
  const id = jobs.start('clean', (control) => {
    for (const done of [10, 5, 40, 30, 70]) control.progress(update(done, done * 2));
    return Promise.resolve();
  });
  while (jobs.end(id) === null) await new Promise((done) => setImmediate(done));
  const dones = progress.map((event) => event.done);
  expect(dones).toEqual([...dones].sort((a, b) => a - b));
  expect(dones.at(-1)).toBe(70);
  expect(progress.length).toBeLessThan(5);
});

test('a job that runs is told with its last progress, from its start to its end', async () => {
  const { jobs } = createRecordedJobs(1_000);
  let finish = (): void => undefined;
  const id = jobs.start('restore', async (control) => {
    control.progress(update(7, 70));
    await new Promise<void>((done) => (finish = done));
  });
  expect(jobs.running()).toMatchObject([{ jobId: id, kind: 'restore', done: 0, total: null }]);
  await new Promise((done) => setImmediate(done));
  expect(jobs.running()).toMatchObject([{ jobId: id, done: 7, total: 100, bytes: 70 }]);
  finish();
  await jobs.close();
  expect(jobs.running()).toEqual([]);
});

/** Runs a job on fake timers and returns its progress events with their times in ms. */
async function eventsOf(work: (report: (done: number, bytes?: number) => void) => Promise<void>) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const events: { readonly at: number; readonly event: JobProgress }[] = [];
  const start = Date.now();
  const jobs = createJobs(
    { now: () => Date.now() },
    (event, payload) => {
      if (event === 'job.progress') events.push({ at: Date.now() - start, event: payload as JobProgress });
    },
    () => undefined,
  );
  const id = jobs.start('clean', (control) =>
    work((done, bytes = 0) =>
      control.progress({ done, total: 1_000, bytes, bytesTotal: null, current: null }),
    ),
  );
  while (jobs.end(id) === null) await vi.advanceTimersByTimeAsync(1);
  return events;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

test('emits at most ten events in any second, and all but the last at least 100 ms apart', async () => {
  for (const every of [1, 3, 7, 50, 99, 100, 101, 130]) {
    const events = await eventsOf(async (report) => {
      for (let done = 0, at = 0; at <= 2_500; at += every) {
        report((done = Math.min(1_000, done + 1)));
        await pause(every);
      }
    });
    const times = events.map(({ at }) => at);
    for (const from of times)
      expect(times.filter((at) => at >= from && at < from + 1_000).length, `every ${every}`).toBeLessThan(11);
    const gaps = times.slice(1, -1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...gaps), `every ${every}`).toBeGreaterThanOrEqual(100);
    expect(times.length, `every ${every}`).toBeGreaterThan(15);
  }
});

test('emits the last update at once when the job ends, and within 200 ms when it pauses', async () => {
  const ended = await eventsOf(async (report) => {
    report(1);
    await pause(20);
    report(2);
    report(3);
  });
  expect(ended.map(({ event }) => event.done)).toEqual([1, 3]);
  const silent = await eventsOf(async (report) => {
    report(1);
    report(2);
    await pause(5_000);
  });
  expect(silent.map(({ event }) => event.done)).toEqual([1, 2]);
  expect(silent[1]?.at).toBeLessThan(200);
});

test('counters never fall when the reported values jump up and down', async () => {
  const events = await eventsOf(async (report) => {
    for (let i = 0; i < 400; i += 1) {
      report((i * 37) % 500, (i * 91) % 700);
      await pause(10);
    }
  });
  for (const counter of ['done', 'bytes'] as const) {
    const values = events.map(({ event }) => event[counter]);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(values.at(-1)).toBeGreaterThan(400);
  }
});

test('the estimated time left is accurate at a steady pace', async () => {
  const events = await eventsOf(async (report) => {
    for (let done = 0; done <= 1_000; done += 1) {
      report(done);
      await pause(10);
    }
  });
  const known = events.filter(({ event }) => event.etaMs !== null && event.done < 1_000);
  expect(known.length).toBeGreaterThan(50);
  for (const { at, event } of known) expect(Math.abs((event.etaMs ?? 0) - (10_000 - at))).toBeLessThan(250);
});

test('the estimated time left ignores work done before this job', async () => {
  const events = await eventsOf(async (report) => {
    for (let done = 500; done <= 1_000; done += 1) {
      report(done);
      await pause(20);
    }
  });
  const known = events.filter(({ event }) => event.etaMs !== null && event.done < 1_000);
  expect(known.length).toBeGreaterThan(50);
  for (const { at, event } of known) expect(Math.abs((event.etaMs ?? 0) - (10_000 - at))).toBeLessThan(500);
});

test('the estimated time left follows the bytes inside one big file', async () => {
  const { jobs, progress } = createRecordedJobs(1_000);
  const id = jobs.start('clean', (control) => {
    for (const bytes of [0, 100, 400])
      control.progress({ done: 0, total: 2, bytes, bytesTotal: 800, current: null });
    return Promise.resolve();
  });
  while (jobs.end(id) === null) await new Promise((done) => setImmediate(done));
  const [first, second, third] = progress.map(({ etaMs }) => etaMs);
  expect(first).toBeNull();
  expect(second).toBeGreaterThan(0);
  expect(third).toBeGreaterThan(0);
  expect(third).toBeLessThan(second ?? 0);
});

test('a cancelled job ends as cancelled, and an ended job cannot be cancelled', async () => {
  const { jobs } = createRecordedJobs(1);
  const id = jobs.start('scan', async ({ signal }) => {
    await new Promise((done) => signal.addEventListener('abort', done));
    throw new SignOffError('cancelled');
  });
  await new Promise((done) => setImmediate(done));
  expect(jobs.cancel(id)).toBe(true);
  await jobs.close();
  expect(jobs.end(id)?.outcome).toBe('cancelled');
  expect(jobs.cancel(id)).toBe(false);
  expect(() => jobs.end('nobody')).toThrow(SignOffError);
});

test('an unexpected error is reported and ends the job as internal, without its message', async () => {
  const { jobs, unexpected } = createRecordedJobs(1);
  const id = jobs.start('scan', () => Promise.reject(new Error('secret /home/someone')));
  while (jobs.end(id) === null) await new Promise((done) => setImmediate(done));
  expect(jobs.end(id)).toEqual({
    jobId: id,
    kind: 'scan',
    outcome: 'failed',
    error: { code: 'internal', params: {} },
  });
  expect(unexpected).toHaveLength(1);
});
