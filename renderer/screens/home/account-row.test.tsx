import { describe, expect, it } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { supports } from '../../../app/platforms/platform.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { isCleanable } from '../../stores/accounts-store.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { AccountRow } from './account-row.tsx';

async function drawn(language: 'zh-CN' | 'en-US') {
  const stores = storesOf(new FakeContract({ settings: { language } }));
  await stores.settings.load();
  await stores.accounts.load();
  const found = stores.accounts.store.getState();
  if (found.kind !== 'ready') throw new Error(found.kind);
  const [account] = found.value.accounts;
  const root = found.value.roots.find(({ id }) => id === account?.rootId);
  if (account === undefined || root === undefined) throw new Error('no account');
  return { stores, account, root };
}

describe.each(['zh-CN', 'en-US'] as const)('the row of an account, %s', (language) => {
  const { home } = dictionaries[language];

  it.each([
    ['clean', null],
    ['basic-only', home.basicOnly],
    ['detect-only', home.reportOnly],
  ] as const)('with support %s shows how much of it is cleaned', async (support, words) => {
    const { stores, account, root } = await drawn(language);
    const row = wordsOf(stores, <AccountRow account={account} root={{ ...root, support }} largest={0} />);
    for (const limit of [home.basicOnly, home.reportOnly]) expect(row.includes(limit)).toBe(limit === words);
  });
});

it('an account can be chosen unless its messenger is measured only', async () => {
  const { account, root } = await drawn('en-US');
  const choosable = supports.filter((support) => isCleanable(account, [{ ...root, support }]));
  expect(choosable).toEqual(['clean', 'basic-only']);
});
