import { describe, expect, it, vi } from 'vitest';
import { FakeContract } from '../../app/testing/fake-contract.ts';
import { dictionaries } from '../../app/locale/dictionaries.ts';
import { storesOf, wordsOf } from '../testing/render.tsx';
import { session } from '../../app/testing/fake-staying.ts';
import { StatusStrip } from './status-strip.tsx';

const { strip } = dictionaries['zh-CN'].frame;

async function stripOf(client: FakeContract) {
  const stores = storesOf(client);
  await stores.settings.load();
  await stores.host.load();
  await stores.quarantine.load();
  await stores.begin();
  return { stores, words: () => wordsOf(stores, <StatusStrip />) };
}

describe('the status strip', () => {
  it('is not there when nothing goes on', async () => {
    const { words } = await stripOf(new FakeContract());
    expect(words()).toBe('');
  });

  it('tells guest mode, the quarantine and a clean that did not finish', async () => {
    const { words } = await stripOf(new FakeContract({ session, batches: 1, interrupted: 'stopped' }));
    expect(words()).toContain(strip.interrupted({ count: '1' }));
    expect(words()).toContain(strip.session({ time: '' }).slice(0, 4));
    expect(words()).toContain(strip.quarantine({ size: '' }).trim());
  });

  it('tells a restore that began in a window that is gone, and stops it', async () => {
    const client = new FakeContract({ batches: 2, jobMs: 60_000 });
    await client.call('quarantine.restore', { batchId: 'q-0', conflict: 'skip' });
    const stores = storesOf(client);
    await stores.settings.load();
    void stores.begin();
    const words = (): string => wordsOf(stores, <StatusStrip />);
    await vi.waitFor(() => expect(words()).toContain(strip.work.restore));
    expect(words()).toContain(strip.stop);
    expect(words()).not.toContain('隔离区里');
    stores.quarantine.stop();
    expect(words()).toContain(strip.stopping);
    await vi.waitFor(() => expect(words()).not.toContain(strip.work.restore));
  });
});
