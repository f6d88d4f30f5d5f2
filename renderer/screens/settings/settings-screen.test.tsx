import { expect, test } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { languages } from '../../../app/locale/dictionary.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { settingNames, settingNamesFor, settingRow } from '../../../app/settings/settings-table.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { SettingsScreen } from './settings-screen.tsx';

test.each(languages)('the settings screen names every setting of the table (%s)', async (language) => {
  const stores = storesOf(new FakeContract({ autostart: true }));
  await stores.host.load();
  await stores.settings.change({ language, guardSnoozedUntil: Date.now() + 3_600_000 });
  const words = wordsOf(stores, <SettingsScreen />);
  const { settings } = dictionaries[language];
  for (const name of settingNames.filter((one) => !['clock', 'moment'].includes(settingRow(one).kind)))
    expect(words).toContain(settings.rows[name].name);
  expect(words).toContain(settings.watch.quiet);
  expect(words).toContain(settings.watch.wake);
});

test.each(languages)(
  'the settings screen says by which calls files are removed, and why (%s)',
  async (language) => {
    for (const systemCalls of [
      { kind: 'native', reason: null },
      { kind: 'portable', reason: 'koffi-linux-x64.node is not there' },
    ] as const) {
      const status = await new FakeContract().call('status.get', {});
      if (!status.ok) throw new Error(status.error.code);
      const answers = { 'status.get': () => ({ ...status.value, systemCalls }) };
      const stores = storesOf(new FakeContract({ settings: { language }, answers }));
      await Promise.all([stores.host.load(), stores.settings.load()]);
      const { title, native, portable } = dictionaries[language].common.systemCalls;
      const words = wordsOf(stores, <SettingsScreen />);
      expect(words).toContain(title);
      expect(words).toContain(systemCalls.reason === null ? native : portable(systemCalls));
    }
  },
);

test.each(languages)('a setting that this host cannot carry out is not shown (%s)', async (language) => {
  const stores = storesOf(new FakeContract({ settings: { language } }));
  await Promise.all([stores.host.load(), stores.settings.load()]);
  const words = wordsOf(stores, <SettingsScreen />);
  const { rows } = dictionaries[language].settings;
  const [needy, ...others] = settingNames.filter((name) => !settingNamesFor({}).includes(name));
  expect([needy, ...others]).toEqual(['autostart']);
  expect(words).not.toContain(rows.autostart.name);
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
