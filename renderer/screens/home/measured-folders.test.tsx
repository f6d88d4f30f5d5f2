import { expect, test } from 'vitest';
import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { languages } from '../../../app/locale/dictionary.ts';
import { discovery, usage } from '../../../app/testing/believable-data.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { Home } from './home.tsx';

const folder = { id: 'm1', path: '/mnt/disk/pictures', realPath: '/mnt/disk/pictures' };

function withMeasured(more: Partial<DiscoveryView> = {}): DiscoveryView {
  const [first, ...rest] = discovery.roots;
  const unknown = { ...first!, id: 'r9', path: '/home/li/weixin', layout: 'unknown' } as const;
  return { ...discovery, roots: [first!, ...rest, unknown], measuredOnly: [folder], ...more };
}

async function storesWith(found: DiscoveryView, language: (typeof languages)[number]) {
  const cell = { accountId: null, category: 'other', month: '2026-10', files: 7, allocated: 0 } as const;
  const measured = {
    ...usage(),
    cells: [
      { ...cell, rootId: 'm1', bytes: 3 * 1024 ** 3 },
      { ...cell, rootId: 'r9', bytes: 5 * 1024 ** 3 },
    ],
    otherFolders: [{ rootId: 'm1', path: 'holiday', files: 7, bytes: 3 * 1024 ** 3, allocated: 0 }],
  };
  const client = new FakeContract({
    settings: { language },
    answers: { 'accounts.discover': () => found, 'usage.get': () => measured },
  });
  const stores = storesOf(client);
  await Promise.all([
    stores.settings.load(),
    stores.accounts.load(),
    stores.host.load(),
    stores.usage.fetch(),
  ]);
  return stores;
}

test.each(languages)(
  'a folder that is only measured has a card with size and reason (%s)',
  async (language) => {
    const { home } = dictionaries[language];
    const words = wordsOf(await storesWith(withMeasured(), language), <Home />);
    expect(words).toMatch(new RegExp(`${home.measuredOnly.name} ${home.measuredOnly.hint}.*3 GB`, 'u'));
    expect(words).toMatch(new RegExp(`${home.measuredOnly.unknown}.*5 GB`, 'u'));
    expect(words).not.toContain(home.shared);
  },
);

test.each(languages)('without any account the measured folder still shows (%s)', async (language) => {
  const { home } = dictionaries[language];
  const found = withMeasured({ roots: [], accounts: [] });
  const words = wordsOf(await storesWith(found, language), <Home />);
  expect(words).toContain(home.nothing.title);
  expect(words).toContain(home.measuredOnly.hint);
});

test.each(languages)('the largest unknown folders are listed with a text to copy (%s)', async (language) => {
  const { home, common } = dictionaries[language];
  const words = wordsOf(await storesWith(withMeasured(), language), <Home />);
  expect(words).toContain(home.others.title);
  expect(words).toContain('holiday');
  expect(words).toContain(`${common.missingRow.named}: holiday`);
  expect(words).toContain(home.others.copy);
});
