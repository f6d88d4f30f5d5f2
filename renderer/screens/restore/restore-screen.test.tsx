import { describe, expect, it } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { languages } from '../../../app/locale/dictionary.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { RestoreScreen } from './restore-screen.tsx';

async function screenOf(client: FakeContract, language: Language, detail = ''): Promise<string> {
  const stores = storesOf(client);
  await stores.settings.change({ language });
  await Promise.all([stores.host.load(), stores.accounts.load(), stores.quarantine.load()]);
  return wordsOf(stores, <RestoreScreen detail={detail} />);
}

const count = (text: string, part: string): number => text.split(part).length - 1;

describe('the restore screen', () => {
  it.each(languages)('explains an empty quarantine (%s)', async (language) => {
    const words = await screenOf(new FakeContract(), language);
    const { restore } = dictionaries[language];
    expect(words).toContain(restore.empty);
    expect(words).toContain(restore.emptyHint);
    expect(words).not.toContain(restore.shared.title);
  });

  it.each(languages)('shows content and expiry of each batch (%s)', async (language) => {
    const words = await screenOf(new FakeContract({ batches: 2 }), language);
    const { restore } = dictionaries[language];
    expect(words).toContain('wxid_k3f81m2qd0_7c4e');
    expect(words).toContain('14,208');
    expect(words).toContain('/.config/QQ');
    expect(count(words, restore.open)).toBe(2);
    expect(words).toContain(restore.shared.title);
    expect(words).not.toContain(restore.damaged.mark);
  });

  it('offers no restore for a damaged batch, and shows its path', async () => {
    const words = await screenOf(new FakeContract({ batches: 3 }), 'zh-CN');
    const { restore } = dictionaries['zh-CN'];
    expect(count(words, restore.open)).toBe(2);
    expect(words).toContain(restore.damaged.mark);
    expect(words).toContain(restore.damaged.body);
    expect(words.replaceAll(' ', '')).toContain('/quarantine/q-2');
    expect(words).toContain(restore.never);
  });

  it.each(languages)(
    'restores a batch of an interrupted clean and shows the outcome (%s)',
    async (language) => {
      const words = await screenOf(new FakeContract({ batches: 4 }), language);
      const { restore } = dictionaries[language];
      expect(count(words, restore.open)).toBe(4);
      expect(words).toContain(restore.unfinished.mark);
      expect(words).toContain(restore.unfinished.body);
      expect(words).not.toContain(restore.damaged.mark);
    },
  );

  it('says that a receipt’s batch no longer exists', async () => {
    const { restore } = dictionaries['zh-CN'];
    expect(await screenOf(new FakeContract({ batches: 1 }), 'zh-CN', 'q-77')).toContain(restore.gone.title);
    expect(await screenOf(new FakeContract({ batches: 1 }), 'zh-CN', 'q-0')).not.toContain(
      restore.gone.title,
    );
  });
});
