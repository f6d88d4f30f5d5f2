import { expect, test } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { languages } from '../../../app/locale/dictionary.ts';
import { discovery } from '../../../app/testing/believable-data.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { storesOf, wordsOf } from '../../testing/render.tsx';
import { KeptList } from './kept-list.tsx';

const root = discovery.roots[0]!.realPath;
const kept = [
  { path: `${root}/wxid_a/合同.docx`, state: 'file', addedAt: 1 },
  { path: `${root}/wxid_a/file`, state: 'folder', addedAt: 1 },
  { path: `${root}/wxid_a/gone.pdf`, state: 'missing', addedAt: 1 },
  { path: '/mnt/away/x.pdf', state: 'file', addedAt: 1 },
] as const;

async function opened(client: FakeContract) {
  const stores = storesOf(client);
  await Promise.all([stores.settings.load(), stores.accounts.load(), stores.keep.load()]);
  return stores;
}

test.each(languages)(
  'each entry says what is there now, with a way to take it off (%s)',
  async (language) => {
    const client = new FakeContract({ settings: { language, computer: 'own' }, kept });
    const words = wordsOf(await opened(client), <KeptList />);
    const { keepList, folders } = dictionaries[language].settings;
    expect(words.split(folders.removeShort)).toHaveLength(kept.length + 1);
    for (const said of [keepList.states.folder, keepList.states.missing, keepList.elsewhere])
      expect(words.split(said)).toHaveLength(2);
  },
);

test('a damaged list says that nothing is cleaned until it is confirmed', async () => {
  const stores = await opened(new FakeContract({ keepLost: '/own/keep.json.corrupt-1' }));
  const { lost } = dictionaries['zh-CN'].settings.keepList;
  expect(wordsOf(stores, <KeptList />)).toContain(lost);
  await stores.keep.confirm();
  expect(wordsOf(stores, <KeptList />)).not.toContain(lost);
});

test('a refused path leaves the list as it was and gives the reason until it is read', async () => {
  const stores = await opened(new FakeContract({ kept, refusals: { 'keep.add': 'busy' } }));
  expect(await stores.keep.add(['/home/li'])).toBe(false);
  expect(stores.keep.store.getState().list?.kept).toHaveLength(kept.length);
  const said = dictionaries['zh-CN'].errors.busy();
  expect(wordsOf(stores, <KeptList />)).toContain(said);
  stores.keep.read();
  expect(wordsOf(stores, <KeptList />)).not.toContain(said);
});
