import { describe, expect, it } from 'vitest';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { session } from '../../../app/testing/fake-staying.ts';
import type { SessionView } from '../../../app/contract/session.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { useOpening } from './use-opening.ts';

/** What a press on 「预览」 of the notice of growth, or the wish of a notice outside the window, opens. */
async function pressed(sitting?: SessionView) {
  const stores = storesOf(new FakeContract(sitting === undefined ? {} : { session: sitting }));
  await Promise.all([stores.settings.load(), stores.accounts.load(), stores.session.load()]);
  const ways: ReturnType<typeof useOpening>[] = [];
  const Ways = () => {
    ways.push(useOpening());
    return null;
  };
  wordsOf(stores, <Ways />);
  ways[0]?.openCaches();
  return stores.leaving.store.getState();
}

describe('opening the caches from the notice', () => {
  it('opens the caches of all accounts', async () => {
    const { machine } = await pressed();
    expect(machine).toMatchObject({ purpose: 'cache', step: 'preview' });
  });

  it('opens nothing of the owner’s during a session', async () => {
    const { machine } = await pressed(session);
    expect(machine).toMatchObject({ purpose: 'cache', sinceSession: true });
    expect(machine?.accounts.filter((id) => session.owners.includes(id))).toEqual([]);
  });
});
