import { expect, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { JobEnd, JobProgress } from '../../../app/contract/views.ts';
import { createJobs } from './jobs.ts';

function recording(step: number) {
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

test('the id is known before the work begins, and the end can be asked for afterwards', async () => {
  const { jobs, ends } = recording(1);
  let seen = false;
  const id = jobs.start('scan', () => {
    seen = true;
    return Promise.resolve();
  });
  expect(seen).toBe(false);
  expect(jobs.end(id)).toBeNull();
  await jobs.close();
  expect(jobs.end(id)).toEqual({ jobId: id, kind: 'scan', outcome: 'cancelled', error: null });
  expect(ends).toHaveLength(1);
});

test('counters never fall and the last value is always said', async () => {
  const { jobs, progress } = recording(1);
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

test('the time that is left follows the bytes too: inside one big file it still moves', async () => {
  const { jobs, progress } = recording(1_000);
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

test('a cancelled job ends as cancelled, an unknown one cannot be cancelled', async () => {
  const { jobs } = recording(1);
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

test('what breaks inside is reported, and reaches a person without its stack', async () => {
  const { jobs, unexpected } = recording(1);
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
