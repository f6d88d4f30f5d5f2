import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Client, InputOf, MethodName, OutputOf } from '../../app/contract/contract.ts';
import { createReports } from '../engine/ledger/reports.ts';
import { planLifetimeMs } from '../engine/planning/create-plan.ts';
import type { FrozenPlan } from '../engine/plans/frozen-plan.ts';
import { asTable, TablePlan } from '../engine/plans/plan-columns.ts';
import { openPlanStore } from '../engine/plans/plan-store.ts';
import { samplePlan } from '../engine/planning/testing/sample-plan.ts';
import { cutRun } from '../engine/runs/testing/cut-run.ts';
import { makeFolder, testMarks } from '../engine/runs/testing/run-plan.ts';
import { openStateFolder } from '../engine/state/state-folder.ts';
import { createSystem } from '../system/system.ts';
import { compose } from './compose.ts';
import { wireRecords } from './wire-records.ts';

const home = makeFolder('signoff-home-');
const start = 1_800_000_000_000;
const dayMs = 24 * 60 * 60 * 1000;

/** The assistant as the next command opens it, at this time. No messenger runs. */
async function asking<Value>(
  dataDir: string,
  ask: (
    call: <M extends MethodName>(method: M, input: InputOf<M>) => Promise<OutputOf<M>>,
    client: Client,
  ) => Promise<Value>,
  now = Date.now(),
): Promise<Value> {
  const assistant = await compose(
    {
      env: { HOME: home },
      system: 'linux',
      workers: { kind: 'inline' },
      warn: (line) => expect.unreachable(line),
      ...{ dataDir, demo: false },
      capabilities: {
        ...{ tray: false, trash: false, notifications: false },
        ...{ autostart: false, powerEvents: false },
      },
    },
    {
      ...createSystem('linux', { HOME: home }),
      clock: { now: () => now },
      processes: { list: () => Promise.resolve({ kind: 'known', processes: [] }) },
    },
  );
  const client = assistant.client({ host: 'cli', may: ['read', 'write', 'destroy'] });
  try {
    return await ask(async (method, input) => {
      const reply = await client.call(method, input);
      if (!reply.ok) throw new Error(reply.error.code);
      return reply.value;
    }, client);
  } finally {
    await assistant.close();
  }
}

/** Runs a job to its end. */
async function finished(client: Client, job: Promise<{ readonly jobId: string }>): Promise<string> {
  const ends = new Map<string, string>();
  let wake: () => void = () => undefined;
  client.on('job.ended', ({ jobId, outcome, error }) => {
    ends.set(jobId, error?.code ?? outcome);
    wake();
  });
  const { jobId } = await job;
  while (!ends.has(jobId)) await new Promise<void>((resolve) => (wake = resolve));
  return ends.get(jobId) ?? '';
}

const filesIn = (dataDir: string, folder: string): string[] =>
  existsSync(join(dataDir, folder)) ? readdirSync(join(dataDir, folder)).sort() : [];

test('a cut-off run keeps plan and journal until it has been resumed, and loses both after its look', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 1_200, done: 700 });
  const dataDir = cut.state.path;
  const plan = `${cut.plan.view.id}.plan`;
  await asking(dataDir, (call) => call('status.get', {}), Date.now() + 300 * dayMs);
  expect(filesIn(dataDir, 'plans')).toContain(plan);
  expect(filesIn(dataDir, 'runs')).toEqual(['r-cut.jsonl']);
  await asking(dataDir, async (call, client) => {
    expect(await finished(client, call('runs.resume', { runId: 'r-cut', confirmed: true }))).toBe('done');
    expect(filesIn(dataDir, 'runs')).toEqual([]);
    expect(filesIn(dataDir, 'plans')).toContain(plan);
    expect(await finished(client, call('runs.verify', { runId: 'r-cut' }))).toBe('done');
  });
  expect(filesIn(dataDir, 'plans')).not.toContain(plan);
  await asking(dataDir, async (call, client) => {
    expect(await finished(client, call('runs.verify', { runId: 'r-cut' }))).toBe('done');
    const { verification, planned } = await call('reports.get', { runId: 'r-cut' });
    expect(verification).toMatchObject({ gone: planned.files, left: 0, unreadable: 0 });
  });
});

test('a closed run loses its journal at once, and its plan after its look', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 1_200, done: 700 });
  const dataDir = cut.state.path;
  const plan = `${cut.plan.view.id}.plan`;
  await asking(dataDir, async (call, client) => {
    await call('runs.close', { runId: 'r-cut' });
    expect(filesIn(dataDir, 'runs')).toEqual([]);
    expect(filesIn(dataDir, 'plans')).toContain(plan);
    expect(await finished(client, call('runs.verify', { runId: 'r-cut' }))).toBe('done');
    expect(filesIn(dataDir, 'plans')).not.toContain(plan);
    const { verification } = await call('reports.get', { runId: 'r-cut' });
    expect(verification?.left).toBe(cut.plan.entryCount - 700);
  });
});

test('a run that was never looked at keeps an old plan for a day after its end', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 1_200, done: 700 });
  const dataDir = cut.state.path;
  const plan = `${cut.plan.view.id}.plan`;
  await asking(dataDir, (call) => call('runs.close', { runId: 'r-cut' }));
  const ended = Math.trunc(Date.now() / 1000) * 1000 + 10 * dayMs;
  utimesSync(join(dataDir, 'reports', 'r-cut.json'), ended / 1000, ended / 1000);
  await asking(dataDir, (call) => call('status.get', {}), ended + dayMs);
  expect(filesIn(dataDir, 'plans')).toContain(plan);
  await asking(dataDir, (call) => call('status.get', {}), ended + dayMs + 1000);
  expect(filesIn(dataDir, 'plans')).toEqual([]);
});

test('a look that failed keeps the plan for the next one', async () => {
  const cut = await cutRun({ mode: 'delete', announced: 1_200, done: 700 });
  const dataDir = cut.state.path;
  await asking(dataDir, async (call, client) => {
    await call('runs.close', { runId: 'r-cut' });
    const started = call('runs.verify', { runId: 'r-cut' });
    const cancelled = started.then(async ({ jobId }) => {
      await call('jobs.cancel', { jobId });
      return { jobId };
    });
    expect(await finished(client, cancelled)).toBe('cancelled');
  });
  expect(filesIn(dataDir, 'plans')).toContain(`${cut.plan.view.id}.plan`);
});

function withExpiry(plan: FrozenPlan, expiresAt: number): FrozenPlan {
  const { roots, folders, entries } = asTable(plan);
  return new TablePlan({ ...plan.view, expiresAt }, roots, folders, entries);
}

/** A plan that was never used, and the records as a program that runs on keeps them. */
async function unusedPlan() {
  const plan = samplePlan('p-old');
  const { expiresAt } = plan.view;
  let now = plan.view.createdAt;
  const clock = { now: () => now };
  const state = await openStateFolder(makeFolder('signoff-state-'), clock);
  const store = {
    state,
    reports: createReports(state),
    plans: openPlanStore(state, clock),
    marks: testMarks,
    clock,
  };
  const records = wireRecords(store, (error) => expect.unreachable(String(error)));
  onTestFinished(() => records.stop());
  return { state, records, plan, expiresAt, at: (time: number) => (now = time) };
}

test('an unused plan goes at the next start after it has expired', async () => {
  const { state, records, plan, expiresAt } = await unusedPlan();
  await records.plans.save(plan);
  await asking(state.path, (call) => call('status.get', {}), expiresAt);
  expect(filesIn(state.path, 'plans')).toEqual(['p-old.plan']);
  await asking(state.path, (call) => call('status.get', {}), expiresAt + 1);
  expect(filesIn(state.path, 'plans')).toEqual([]);
});

test('an unused plan that has expired goes when another one is made', async () => {
  const { state, records, plan, expiresAt, at } = await unusedPlan();
  await records.plans.save(plan);
  at(expiresAt + 1);
  const other = samplePlan('p-new');
  await records.plans.save(withExpiry(other, expiresAt + planLifetimeMs));
  expect(filesIn(state.path, 'plans')).toEqual(['p-new.plan']);
});

test('an unused plan goes by itself in a program that runs on', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { state, records, plan, expiresAt, at } = await unusedPlan();
  await records.plans.save(plan);
  at(expiresAt + 1);
  vi.advanceTimersByTime(planLifetimeMs + 60_000);
  while (filesIn(state.path, 'plans').length > 0) await new Promise<void>((resolve) => setImmediate(resolve));
  expect(filesIn(state.path, 'plans')).toEqual([]);
});

test('a damaged file that was set aside goes after a week', async () => {
  const dataDir = makeFolder('signoff-state-');
  writeFileSync(join(dataDir, 'settings.json'), '{');
  await asking(dataDir, (call) => call('status.get', {}), start);
  const isAside = (): boolean => readdirSync(dataDir).some((name) => name.includes('.corrupt-'));
  expect(isAside()).toBe(true);
  await asking(dataDir, (call) => call('status.get', {}), start + 7 * dayMs);
  expect(isAside()).toBe(true);
  await asking(dataDir, (call) => call('status.get', {}), start + 7 * dayMs + 1000);
  expect(isAside()).toBe(false);
});
