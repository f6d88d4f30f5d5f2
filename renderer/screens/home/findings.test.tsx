import { expect, it } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { Findings } from './home.tsx';

it.each(['zh-CN', 'en-US'] as const)(
  'own files of another version are named with the way out, %s',
  async (language) => {
    const status = await new FakeContract().call('status.get', {});
    if (!status.ok) throw new Error(status.error.code);
    const other = { path: '/state/settings.json', format: 'newer' } as const;
    const answers = { 'status.get': () => ({ ...status.value, otherFormats: [other] }) };
    const stores = storesOf(new FakeContract({ settings: { language }, answers }));
    await stores.settings.load();
    await stores.host.loadStatus();
    const { home, errors } = dictionaries[language];
    const words = wordsOf(stores, <Findings />);
    expect(words).toContain(home.otherFormats);
    expect(words).toContain(errors['other-format'](other));
  },
);
