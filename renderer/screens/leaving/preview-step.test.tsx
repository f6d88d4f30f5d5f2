import { describe, expect, it, vi } from 'vitest';
import type { KeptTotal } from '../../../app/contract/plans.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { PreviewStep } from './preview-step.tsx';

const { common, wizard } = dictionaries['zh-CN'];

/** The preview of a guest from whose plan everything was left out for these reasons. */
async function wordsOfEmpty(kept: readonly KeptTotal[]): Promise<string> {
  const stores = storesOf(new FakeContract({ stage: 2 }));
  await stores.settings.load();
  stores.leaving.open('cache', ['a1', 'a2'], {});
  const { store } = stores.leaving;
  await vi.waitFor(() => expect(store.getState().plan).not.toBeNull());
  const plan = store.getState().plan!;
  const total = { files: 0, bytes: 0, allocated: 0 };
  const selection = { ...plan.selection, sinceSession: true };
  store.setState({ plan: { ...plan, selection, groups: [], total, kept } });
  return wordsOf(stores, <PreviewStep />);
}

const keptFor = (reason: KeptTotal['reason'], files: number): KeptTotal => ({
  ...{ reason, category: 'other', files },
  ...{ bytes: 1, allocated: 1 },
});

describe('an empty preview during a session', () => {
  it('says that nothing was left behind only when nothing is unclear', async () => {
    expect(await wordsOfEmpty([keptFor('owner', 9)])).toContain(wizard.session.empty);
  });

  it('names the files that may be the owner’s', async () => {
    const words = await wordsOfEmpty([keptFor('owner-unclear', 2), keptFor('owner', 9)]);
    expect(words).not.toContain(wizard.session.empty);
    expect(words).toContain(wizard.session.unclear);
    expect(words).toContain(wizard.session.unclearHint({ files: common.files({ count: '2' }) }));
  });
});
