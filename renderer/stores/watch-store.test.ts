import { describe, expect, it, vi } from 'vitest';
import { FakeContract } from '../../app/testing/fake-contract.ts';
import { busyWatch } from '../../app/testing/fake-staying.ts';
import { createWatchStore } from './watch-store.ts';

const asked = (client: FakeContract, method: string): number =>
  client.calls.filter((call) => call.method === method).length;

function made() {
  const client = new FakeContract({ watch: busyWatch });
  const answers = { shape: vi.fn(), signIn: vi.fn(), gatherMs: 1 };
  return { client, answers, watch: createWatchStore(client, answers) };
}

describe('the watch store', () => {
  it('reloads its view when main signals a change', async () => {
    const { watch } = made();
    await watch.load();
    expect(watch.store.getState().view?.state).toBe('off');
    await watch.start();
    await vi.waitFor(() => expect(watch.store.getState().view?.received).toHaveLength(2));
    await watch.stop();
    await vi.waitFor(() => expect(watch.store.getState().view?.state).toBe('off'));
  });

  it('never has two requests at once, and repeats one after a change meanwhile', async () => {
    const { client, watch } = made();
    await Promise.all([watch.load(), watch.load(), watch.load(), watch.load()]);
    await vi.waitFor(() => expect(asked(client, 'watch.get')).toBe(2));
  });

  it('discovers accounts once after a burst of new ones, and not after a new file', async () => {
    const { client, answers } = made();
    const [one] = busyWatch.events;
    for (let seq = 0; seq < 20; seq += 1)
      client.emit('watch.event', { ...one, seq, kind: 'account-appeared' } as never);
    client.emit('watch.event', { ...one, kind: 'file-received' } as never);
    await vi.waitFor(() => expect(answers.shape).toHaveBeenCalledTimes(1));
    expect(answers.signIn).not.toHaveBeenCalled();
    client.emit('watch.event', { ...one, kind: 'credentials-gone' } as never);
    await vi.waitFor(() => expect(answers.signIn).toHaveBeenCalledTimes(1));
    expect(answers.shape).toHaveBeenCalledTimes(1);
  });

  it('restarts the counts only while it runs', async () => {
    const { client, watch } = made();
    await watch.load();
    await watch.startAnew();
    expect(asked(client, 'watch.start')).toBe(0);
    await watch.start();
    await watch.startAnew();
    expect(asked(client, 'watch.stop')).toBe(1);
    expect(asked(client, 'watch.start')).toBe(2);
  });

  it('keeps a growth notice until it is answered', () => {
    const { client, watch } = made();
    client.emit('growth.exceeded', { bytes: 20, limit: 10 });
    expect(watch.store.getState().growth).toEqual({ bytes: 20, limit: 10 });
    watch.dismissGrowth();
    expect(watch.store.getState().growth).toBeNull();
  });

  it('shows an earlier growth notice until it is answered in any window', async () => {
    const growth = { bytes: 20, limit: 10 };
    const client = new FakeContract({ watch: { ...busyWatch, growth } });
    const [first, second] = [0, 1].map(() =>
      createWatchStore(client, { shape: vi.fn(), signIn: vi.fn(), gatherMs: 1 }),
    );
    await client.call('watch.start', {});
    await second?.load();
    expect(second?.store.getState().growth).toEqual(growth);
    await vi.waitFor(() => expect(first?.store.getState().growth).toEqual(growth));
    second?.dismissGrowth();
    expect(second?.store.getState().growth).toBeNull();
    await vi.waitFor(() => expect(first?.store.getState().growth).toBeNull());
  });

  it('masks names at first', () => {
    expect(made().watch.store.getState().namesShown).toBe(false);
  });
});
