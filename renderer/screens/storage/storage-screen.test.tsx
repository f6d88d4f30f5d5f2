import { expect, it } from 'vitest';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { FakeContract } from '../../../app/testing/fake-contract.ts';
import { session } from '../../../app/testing/fake-staying.ts';
import { markupOf, storesOf, wordsOf } from '../../testing/render.tsx';
import { StorageScreen } from './storage-screen.tsx';

const { storage, common } = dictionaries['zh-CN'];

async function opened(client: FakeContract) {
  const stores = storesOf(client);
  await stores.settings.load();
  await Promise.all([stores.accounts.load(), stores.session.load(), stores.marks.load()]);
  return stores;
}

it('says that it measures until sizes are known, never 0', async () => {
  const words = wordsOf(await opened(new FakeContract()), <StorageScreen detail="" />);
  expect(words).toContain(storage.measuring);
  expect(words).not.toMatch(/\b0 (B|MB)/);
});

it('names each account with its kinds, and the largest files', async () => {
  const stores = await opened(new FakeContract());
  await stores.usage.scan();
  const markup = markupOf(stores, <StorageScreen detail="" />);
  expect(markup).toContain(`aria-label="wxid_k3f81m2qd0_7c4e、${common.kinds.media}`);
  expect(markup).toContain('aria-pressed="false"');
  expect(wordsOf(stores, <StorageScreen detail="" />)).toContain('施工图_终版.zip');
});

it('looks into one account, month by month, with its own largest files', async () => {
  const stores = await opened(new FakeContract());
  await stores.usage.scan();
  const words = wordsOf(stores, <StorageScreen detail="a1" />);
  expect(words).toContain(storage.everything);
  expect(words).toMatch(/2026年10月/);
  expect(words).toContain('message_0.db');
  expect(words).not.toContain('施工图_终版.zip');
});

it('shows a guest no file names of the owner, and lets nothing of the owner’s be picked', async () => {
  const stores = await opened(new FakeContract({ session }));
  await stores.usage.scan();
  const arrived = dictionaries['zh-CN'].storage.guestHint;
  const markup = markupOf(stores, <StorageScreen detail="" />);
  expect(markup).toContain(arrived);
  expect(markup).not.toContain('message_0.db');
  const pressable = [...markup.matchAll(/<button[^>]*aria-label="([^、"]+)、/g)].map(([, owner]) => owner);
  expect(new Set(pressable)).toEqual(new Set(['linxiaoyu1994_a1b2']));
});

it('an address that leads nowhere any more shows the whole computer', async () => {
  const stores = await opened(new FakeContract());
  await stores.usage.scan();
  expect(wordsOf(stores, <StorageScreen detail="gone" />)).toContain(storage.hint);
});

it('lets nothing be picked and names no file while it is unclear what is the owner’s', async () => {
  const stores = await opened(new FakeContract({ refusals: { 'session.get': 'session-damaged' } }));
  await stores.usage.scan();
  const markup = markupOf(stores, <StorageScreen detail="" />);
  expect(markup).toContain('wxid_k3f81m2qd0_7c4e');
  expect(markup).not.toContain('aria-pressed');
  expect(markup).not.toContain('message_0.db');
});

it('a large file that is kept says so, by itself or with its folder, and cannot be picked', async () => {
  const stores = await opened(new FakeContract());
  await stores.usage.scan();
  const file = stores.usage.store.getState().view!.largest.find(({ accountId }) => accountId === 'a1')!;
  const { rootId, path } = file;
  const { keep } = dictionaries['zh-CN'].common;
  expect(wordsOf(stores, <StorageScreen detail="a1" />)).not.toContain(keep.kept);
  await stores.keep.add([{ rootId, path }]);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const markup = markupOf(stores, <StorageScreen detail="a1" />);
  expect(markup).toMatch(new RegExp(`disabled="" aria-label="${name}"`));
  expect(wordsOf(stores, <StorageScreen detail="a1" />)).toContain(keep.kept);
  await stores.keep.add([{ rootId, path: path.slice(0, path.lastIndexOf('/')) }]);
  await stores.keep.remove([stores.keep.store.getState().list!.kept[0]!.path]);
  const folder = path.split('/').at(-2)!;
  expect(wordsOf(stores, <StorageScreen detail="a1" />)).toContain(keep.keptBy({ folder }));
});

it('offers to show a file in its folder only where the system can, and says why it was not shown', async () => {
  const show = dictionaries['zh-CN'].common.showInFolder({ name: '施工图_终版.zip' });
  for (const openFolder of [true, false]) {
    const client = new FakeContract({ openFolder, refusals: { 'host.showPlace': 'place-not-shown' } });
    const stores = await opened(client);
    await Promise.all([stores.host.load(), stores.usage.scan()]);
    expect(markupOf(stores, <StorageScreen detail="" />).includes(show)).toBe(openFolder);
    await stores.host.showPlace('r1', 'a/b');
    const said = dictionaries['zh-CN'].errors['place-not-shown']({});
    expect(wordsOf(stores, <StorageScreen detail="" />)).toContain(said);
  }
});
