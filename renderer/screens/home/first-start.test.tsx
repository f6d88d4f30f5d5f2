import { describe, expect, it } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { Home } from './home.tsx';

const { home } = dictionaries['zh-CN'];

async function opened(client: FakeContract) {
  const stores = storesOf(client);
  await Promise.all([stores.settings.load(), stores.accounts.load(), stores.session.load()]);
  return stores;
}

describe('the question whose computer this is', () => {
  it('comes first, and not again once it is answered', async () => {
    const stores = await opened(new FakeContract({ settings: { computer: 'unanswered' } }));
    expect(wordsOf(stores, <Home />)).toContain(home.firstStart.question);
    expect(wordsOf(stores, <Home />)).not.toContain(home.leave);
    expect(await stores.settings.change({ computer: 'shared' })).toBeNull();
    expect(wordsOf(stores, <Home />)).toContain(home.leave);
  });

  it('bars nobody’s way where the answer cannot be kept', async () => {
    const refusals = { 'settings.set': 'other-format' } as const;
    const stores = await opened(new FakeContract({ settings: { computer: 'unanswered' }, refusals }));
    expect(await stores.settings.change({ computer: 'shared' })).toMatchObject({ code: 'other-format' });
    expect(wordsOf(stores, <Home />)).toContain(home.firstStart.later);
    stores.settings.putOff();
    expect(wordsOf(stores, <Home />)).toContain(home.leave);
  });

  it('waits while a clean is unfinished or a guest is there', async () => {
    const settings = { computer: 'unanswered' } as const;
    const stores = await opened(new FakeContract({ settings, interrupted: 'resumable' }));
    await stores.host.load();
    expect(wordsOf(stores, <Home />)).not.toContain(home.firstStart.question);
  });
});
