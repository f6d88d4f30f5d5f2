import { expect, test, vi } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import { createJobs } from '../jobs/jobs.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import type { PlanStore } from '../plans/plan-store.ts';
import type { Reports } from '../ledger/reports.ts';
import { createRuns } from './runs.ts';

/** A lock as two processes see it: one holder at a time. */
function lockFor(said: string[]) {
  let holder: string | null = null;
  return (runId: string) => {
    if (holder !== null) return Promise.reject(new SignOffError('busy', { run: holder }));
    holder = runId;
    return Promise.resolve({
      release: () => {
        said.push(`unlock ${runId}`);
        holder = null;
        return Promise.resolve();
      },
    });
  };
}

/** Stores that record their calls, and a run that ends when the test resolves it. */
function stage(options: { readonly quiet?: () => Promise<void> } = {}) {
  const said: string[] = [];
  const spent = new Set<string>();
  const lock = lockFor(said);
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
    reports: { find: () => Promise.resolve(null) } as unknown as Reports,
    can: (mode) => mode !== 'trash',
    lock,
    resumable: (runId) =>
      runId === 'r-cut'
        ? Promise.resolve({ plan: {} as FrozenPlan, mode: 'erase' as const })
        : Promise.reject(new SignOffError('run-not-resumable', { run: runId })),
    resume: (_plan, runId) => {
      said.push(`resume ${runId}`);
      return new Promise<void>((resolve) => (finish = resolve));
    },
    demandReady: () => (options.quiet?.() ?? Promise.resolve()).then(() => ({}) as Discovery),
    execute: ({ runId }) => {
      said.push(`execute ${runId}`);
      return new Promise<void>((resolve) => (finish = resolve));
    },
    verify: () => Promise.reject(new Error('not asked for')),
    clearRecords: () => Promise.resolve(),
    interrupted: () => Promise.resolve([]),
    hasEnded: () => Promise.resolve(true),
    closeInterrupted: () => Promise.resolve({} as ReportView),
  });
  return { runs, jobs, said, lock, end: () => finish() };
}

test('a running messenger does not spend the plan, and the next try can start', async () => {
  let isRunning = true;
  const { runs, said } = stage({
    quiet: () => (isRunning ? Promise.reject(new SignOffError('messenger-running')) : Promise.resolve()),
  });
  await expect(runs.start('p-1', 'r-1', 'delete')).rejects.toMatchObject({ code: 'messenger-running' });
  expect(said).toEqual(['unlock r-1']);
  isRunning = false;
  await runs.start('p-1', 'r-2', 'delete');
  expect(said.slice(1)).toEqual(['spend p-1', 'execute r-2']);
});

test('a plan is spent before any removal, and a second run with it is refused', async () => {
  const { runs, said, jobs, end } = stage();
  const { jobId } = await runs.start('p-1', 'r-1', 'delete');
  await new Promise((done) => setImmediate(done));
  expect(said).toEqual(['spend p-1', 'execute r-1']);
  end();
  while (jobs.end(jobId) === null) await new Promise((done) => setImmediate(done));
  await expect(runs.start('p-1', 'r-2', 'delete')).rejects.toMatchObject({ code: 'plan-used' });
  expect(said).toEqual(['spend p-1', 'execute r-1', 'unlock r-1', 'unlock r-2']);
});

test('a second run is refused as busy, its plan is not spent, and the lock is released', async () => {
  const { runs, jobs, said, end } = stage();
  const { jobId } = await runs.start('p-1', 'r-1', 'delete');
  const busy = { code: 'busy', params: { run: 'r-1' } };
  await expect(runs.start('p-2', 'r-2', 'delete')).rejects.toMatchObject(busy);
  await expect(runs.close('r-1')).rejects.toMatchObject(busy);
  await expect(runs.resume('r-cut')).rejects.toMatchObject(busy);
  await new Promise((done) => setImmediate(done));
  expect(said).toEqual(['spend p-1', 'execute r-1']);
  end();
  while (jobs.end(jobId) === null) await new Promise((done) => setImmediate(done));
  await runs.start('p-2', 'r-2', 'delete');
  expect(said).toContain('spend p-2');
});

test('a lock held by another process does not spend the plan', async () => {
  const { runs, said, lock } = stage();
  const other = await lock('restore');
  await expect(runs.start('p-1', 'r-1', 'delete')).rejects.toMatchObject({ code: 'busy' });
  expect(said).toEqual([]);
  await other.release();
  await runs.start('p-1', 'r-1', 'delete');
  expect(said).toContain('spend p-1');
});

test('a mode that the host does not support is refused by name, before lock and plan', async () => {
  const { runs, said } = stage();
  await expect(runs.start('p-1', 'r-1', 'trash')).rejects.toMatchObject({
    code: 'mode-not-available',
    params: { mode: 'trash' },
  });
  expect(said).toEqual([]);
});

test('names its active run with job and mode until the run has ended, a resumed one too', async () => {
  const { runs, jobs, end } = stage();
  expect(runs.active()).toBeNull();
  const { jobId } = await runs.start('p-1', 'r-1', 'erase');
  expect(runs.active()).toEqual({ jobId, runId: 'r-1', mode: 'erase' });
  end();
  await vi.waitFor(() => expect(jobs.end(jobId)).not.toBeNull());
  expect(runs.active()).toBeNull();
  await expect(runs.resume('r-other')).rejects.toMatchObject({ code: 'run-not-resumable' });
  expect(runs.active()).toBeNull();
  const resumed = await runs.resume('r-cut');
  expect(runs.active()).toEqual({ ...resumed, mode: 'erase' });
  end();
});

test('a run that cannot resume releases the lock; a resumable one continues under its own id', async () => {
  const { runs, said } = stage();
  await expect(runs.resume('r-other')).rejects.toMatchObject({ code: 'run-not-resumable' });
  expect(said).toEqual(['unlock r-other']);
  expect(await runs.resume('r-cut')).toMatchObject({ runId: 'r-cut' });
  await new Promise((done) => setImmediate(done));
  expect(said).toEqual(['unlock r-other', 'resume r-cut']);
});
