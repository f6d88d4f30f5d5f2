import { EventEmitter } from 'node:events';
import type { PowerMonitor, PowerSaveBlocker } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import type { JobKind } from '../../../../app/contract/jobs.ts';
import { FakeContract } from '../../../../app/testing/fake-contract.ts';
import { followWaking, keepAwake } from './power.ts';
import { followWork } from './work.ts';

function scene() {
  const client = new FakeContract();
  const work = followWork(client);
  const held = new Set<number>();
  const blocker: PowerSaveBlocker = {
    start: (type) => {
      expect(type).toBe('prevent-app-suspension');
      const id = held.size + 1;
      held.add(id);
      return id;
    },
    stop: (id) => held.delete(id),
    isStarted: (id) => held.has(id),
  };
  const release = keepAwake(work, blocker);
  const begin = (jobId: string, kind: JobKind): void =>
    client.emit('job.progress', {
      ...{ jobId, kind, done: 1, total: 2, bytes: 0, bytesTotal: null, current: null, etaMs: null },
    });
  const end = (jobId: string, kind: JobKind): void =>
    client.emit('job.ended', { jobId, kind, outcome: 'done', error: null });
  return { client, work, held, release, begin, end };
}

describe('the computer stays awake', () => {
  it.each(['clean', 'restore', 'purge'] as const)('during a %s, and no longer', (kind) => {
    const { held, begin, end } = scene();
    begin('j1', kind);
    begin('j1', kind);
    expect(held.size).toBe(1);
    end('j1', kind);
    expect(held.size).toBe(0);
  });

  it('for no job that only reads', () => {
    const { held, begin } = scene();
    for (const kind of ['scan', 'plan', 'verify', 'baseline'] as const) begin(kind, kind);
    expect(held.size).toBe(0);
  });

  it('no longer than the program follows the work', () => {
    const { held, begin, release } = scene();
    begin('j1', 'clean');
    release();
    expect(held.size).toBe(0);
  });
});

it('a run that is only beginning counts as busy when the assistant is asked', async () => {
  const { client, work } = scene();
  expect(await work.isBusyNow()).toBe(false);
  const plan = await client.call('plans.create', {
    ...{ level: 'basic', accounts: 'all', include: [], olderThanMs: null, keep: [], sinceSession: false },
  });
  if (!plan.ok) throw new Error('no plan');
  await expect
    .poll(async () => (await client.call('plans.get', { planId: plan.value.planId })).ok)
    .toBe(true);
  await client.call('runs.start', { planId: plan.value.planId, mode: 'quarantine', confirmed: true });
  expect(work.isBusy()).toBe(false);
  expect(await work.isBusyNow()).toBe(true);
});

it('waking up is heard each time', () => {
  const power = new EventEmitter();
  const look = vi.fn();
  followWaking(power as unknown as PowerMonitor, look);
  power.emit('suspend');
  expect(look).not.toHaveBeenCalled();
  power.emit('resume');
  power.emit('resume');
  expect(look).toHaveBeenCalledTimes(2);
});
