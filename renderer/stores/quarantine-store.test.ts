import { describe, expect, it, vi } from 'vitest';
import { FakeContract } from '../../app/testing/fake-contract.ts';
import { createJobsStore } from './jobs-store.ts';
import { valueOf } from './loadable.ts';
import { createQuarantineStore, sumOf } from './quarantine-store.ts';

function opened(client = new FakeContract({ batches: 2 })) {
  const afterTask = vi.fn();
  const quarantine = createQuarantineStore(client, createJobsStore(client).ended, afterTask);
  const state = () => quarantine.store.getState();
  return { client, quarantine, state, afterTask, batches: () => valueOf(state().list) ?? [] };
}

describe('the quarantine store', () => {
  it('restores one batch and reports what stayed', async () => {
    const { client, quarantine, state, batches, afterTask } = opened();
    await quarantine.load();
    await quarantine.restore('q-0', 'skip');
    expect(state().outcome?.restored).toMatchObject({ batchId: 'q-0', isEmptied: false });
    expect(batches().find((batch) => batch.id === 'q-0')?.files).toBe(2);
    expect(client.calls.find((call) => call.method === 'quarantine.restore')?.input).toEqual({
      batchId: 'q-0',
      conflict: 'skip',
    });
    expect(afterTask).toHaveBeenCalledOnce();
  });

  it('follows a restore that began in a window that is gone', async () => {
    const { client, quarantine, state } = opened();
    const started = await client.call('quarantine.restore', { batchId: 'q-0', conflict: 'skip' });
    if (!started.ok) throw new Error('not started');
    const following = quarantine.follow('restore', started.value.jobId);
    expect(state().task).toEqual({ kind: 'restore', jobId: started.value.jobId, stopping: false });
    await following;
    expect(state()).toMatchObject({ task: null, outcome: { restored: { batchId: 'q-0' } } });
  });

  it('drops an emptied batch from the list and still reports what was restored', async () => {
    const { quarantine, state, batches } = opened();
    await quarantine.load();
    await quarantine.restore('q-0', 'rename');
    expect(batches().map((batch) => batch.id)).toEqual(['q-1']);
    expect(state()).toMatchObject({ task: null, outcome: { restored: { renamed: 2, isEmptied: true } } });
  });

  it('purges exactly the requested batches', async () => {
    const { client, quarantine, batches } = opened();
    await quarantine.load();
    const before = sumOf(batches());
    await quarantine.purge(['q-1']);
    expect(batches().map((batch) => batch.id)).toEqual(['q-0']);
    expect(sumOf(batches()).files).toBeLessThan(before.files);
    expect(client.calls.find((call) => call.method === 'quarantine.purge')?.input).toEqual({
      batches: ['q-1'],
      confirmed: true,
    });
  });

  it('runs one job at a time', async () => {
    const { client, quarantine } = opened(new FakeContract({ batches: 2, jobMs: 100 }));
    const first = quarantine.restore('q-0', 'skip');
    await quarantine.purge(['q-1']);
    await first;
    expect(client.calls.filter((call) => call.method === 'quarantine.purge')).toEqual([]);
  });

  it('stops on request and reports what was not reached', async () => {
    const { quarantine, state } = opened(new FakeContract({ batches: 1, jobMs: 400 }));
    const restoring = quarantine.restore('q-0', 'skip');
    await vi.waitFor(() => expect(state().task?.jobId).not.toBeNull());
    quarantine.stop();
    expect(state().task?.stopping).toBe(true);
    await restoring;
    expect(state().outcome?.restored?.kept).toMatchObject([{ reason: 'cancelled' }]);
  });

  it('shows why a job did not start', async () => {
    const client = new FakeContract({ batches: 1, refuse: 'quarantine-damaged' });
    const { quarantine, state, afterTask } = opened(client);
    await quarantine.restore('q-0', 'skip');
    expect(state()).toMatchObject({ task: null, outcome: { error: { code: 'quarantine-damaged' } } });
    expect(afterTask).not.toHaveBeenCalled();
  });

  it('reloads when main reports a change', async () => {
    const { client, quarantine, batches } = opened();
    await quarantine.load();
    await client.call('quarantine.purge', { batches: ['q-0'], confirmed: true });
    await vi.waitFor(() => expect(batches().map((batch) => batch.id)).toEqual(['q-1']));
  });
});
