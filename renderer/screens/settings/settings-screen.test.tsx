import { expect, test } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { languages } from '../../../app/locale/dictionary.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { settingNames, settingRow } from '../../../app/settings/settings-table.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { SettingsScreen } from './settings-screen.tsx';

test.each(languages)('the settings screen names every setting of the table (%s)', async (language) => {
  const stores = storesOf(new FakeContract());
  await stores.settings.change({ language, guardSnoozedUntil: Date.now() + 3_600_000 });
  const words = wordsOf(stores, <SettingsScreen />);
  const { settings } = dictionaries[language];
  for (const name of settingNames.filter((one) => !['clock', 'moment'].includes(settingRow(one).kind)))
    expect(words).toContain(settings.rows[name].name);
  expect(words).toContain(settings.watch.quiet);
  expect(words).toContain(settings.watch.wake);
});

test('switching the watch off in the settings stops it, and on starts it', async () => {
  const client = new FakeContract();
  const stores = storesOf(client);
  await stores.settings.change({ watching: false });
  await stores.settings.change({ watching: true });
  await stores.settings.change({ theme: 'dark' });
  const asked = client.calls.map(({ method }) => method);
  const switched = asked.filter((method) => method === 'watch.start' || method === 'watch.stop');
  expect(switched).toEqual(['watch.stop', 'watch.start']);
});
