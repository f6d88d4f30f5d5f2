import { expect, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ReportView } from '../../../app/contract/plan-views.ts';
import { createJobs } from '../jobs/jobs.ts';
import type { FrozenPlan } from '../planning/frozen-plan.ts';
import type { PlanStore } from '../planning/plan-store.ts';
import type { Reports } from '../reports/report-store.ts';
import { createRuns } from './runs.ts';

/** Stores that only remember what was asked of them, and a run that ends when the test says so. */
function stage(options: { readonly quiet?: () => Promise<void> } = {}) {
  const said: string[] = [];
  const spent = new Set<string>();
  let finish: () => void = () => undefined;
  const plans = {
    load: (id: string) => {
      if (spent.has(id)) return Promise.reject(new SignOffError('plan-used', { plan: id }));
      return Promise.resolve({} as FrozenPlan);
    },
    spend: (id: string) => {
      said.push(`spend ${id}`);
      spent.add(id);
      return Promise.resolve();
    },
  } as unknown as PlanStore;
  const clock = { now: () => 0 };
  const jobs = createJobs(
    clock,
    () => undefined,
    () => undefined,
  );
  const runs = createRuns({
    jobs,
    plans,
    reports: { save: () => Promise.resolve() } as unknown as Reports,
    assertQuiet: options.quiet ?? (() => Promise.resolve()),
    execute: (_plan, runId) => {
      said.push(`execute ${runId}`);
      return new Promise<void>((resolve) => (finish = resolve));
    },
    verify: () => Promise.reject(new Error('not asked for')),
    interrupted: () => Promise.resolve([{ runId: 'r-1', startedAt: 0, removed: 0, planned: 1 }]),
    closeInterrupted: () => Promise.resolve({} as ReportView),
  });
  return { runs, jobs, said, end: () => finish() };
}

test('a running messenger costs nothing: the plan is not spent and the next try may go on', async () => {
  let isRunning = true;
  const { runs, said } = stage({
    quiet: () => (isRunning ? Promise.reject(new SignOffError('messenger-running')) : Promise.resolve()),
  });
  await expect(runs.start('p-1', 'r-1', 'delete')).rejects.toMatchObject({ code: 'messenger-running' });
  expect(said).toEqual([]);
  isRunning = false;
  await runs.start('p-1', 'r-2', 'delete');
  expect(said[0]).toBe('spend p-1');
});

test('a plan is spent before anything is removed, and never serves a second run', async () => {
  const { runs, said, jobs, end } = stage();
  const { jobId } = await runs.start('p-1', 'r-1', 'delete');
  await new Promise((done) => setImmediate(done));
  expect(said).toEqual(['spend p-1', 'execute r-1']);
  end();
  while (jobs.end(jobId) === null) await new Promise((done) => setImmediate(done));
  await expect(runs.start('p-1', 'r-2', 'delete')).rejects.toMatchObject({ code: 'plan-used' });
  expect(said).toEqual(['spend p-1', 'execute r-1']);
});

test('one run at a time; the run that goes on is neither interrupted nor closable', async () => {
  const { runs, jobs, end } = stage();
  const { jobId } = await runs.start('p-1', 'r-1', 'delete');
  await expect(runs.start('p-2', 'r-2', 'delete')).rejects.toMatchObject({
    code: 'busy',
    params: { run: 'r-1' },
  });
  await expect(runs.close('r-1')).rejects.toMatchObject({ code: 'busy' });
  expect(await runs.interrupted()).toEqual([]);
  end();
  while (jobs.end(jobId) === null) await new Promise((done) => setImmediate(done));
  expect(await runs.interrupted()).toHaveLength(1);
  await runs.start('p-2', 'r-2', 'delete');
});
