import { expect, test } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { languages } from '../../../app/locale/dictionary.ts';
import { discovery } from '../../../app/testing/believable-data.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { DataFolders } from './data-folders.tsx';
import { SettingsScreen } from './settings-screen.tsx';

const kept = ['/mnt/disk/xwechat_files'];

test.each(languages)('the named data folders are listed with a way to remove each (%s)', async (language) => {
  const stores = storesOf(new FakeContract({ settings: { language, dataFolders: kept } }));
  await stores.settings.load();
  const words = wordsOf(stores, <DataFolders />);
  const { settings } = dictionaries[language];
  expect(words).toContain(settings.rows.dataFolders.name);
  expect(words).toContain('xwechat_files');
  expect(words).toContain(settings.folders.removeShort);
});

test.each(languages)('a folder says when it is only measured, or not used and why (%s)', async (language) => {
  const [measured, gone] = ['/mnt/disk/pictures', '/mnt/gone/xwechat_files'];
  const found = {
    ...discovery,
    measuredOnly: [{ id: 'm1', path: measured, realPath: measured }],
    notes: [{ kind: 'named-refused', path: gone, detail: 'missing' }] as const,
  };
  const client = new FakeContract({
    settings: { language, dataFolders: [...kept, measured, gone] },
    answers: { 'accounts.discover': () => found },
  });
  const stores = storesOf(client);
  await Promise.all([stores.settings.load(), stores.accounts.load()]);
  const words = wordsOf(stores, <DataFolders />);
  const { home, common } = dictionaries[language];
  expect(words.split(home.measuredOnly.hint)).toHaveLength(2);
  expect(words).toContain(home.refused({ why: common.noteDetails.missing }));
});

test('a refused folder leaves the list as it was and gives the reason', async () => {
  const client = new FakeContract({
    settings: { dataFolders: kept },
    refusals: { 'settings.set': 'data-folder-refused' },
  });
  const stores = storesOf(client);
  await stores.settings.load();
  const error = await stores.settings.change({ dataFolders: [...kept, '/home/li'] });
  expect(error?.code).toBe('data-folder-refused');
  expect(stores.settings.store.getState().settings.dataFolders).toEqual(kept);
});

test.each(languages)('the settings say when the known locations were last checked (%s)', async (language) => {
  const stores = storesOf(new FakeContract({ settings: { language } }));
  await Promise.all([stores.settings.load(), stores.host.load()]);
  const words = wordsOf(stores, <SettingsScreen />);
  const { settings } = dictionaries[language];
  expect(words).toContain(settings.locations);
  expect(words).toContain(settings.locationsBody({ date: '2026-11-01' }));
});
