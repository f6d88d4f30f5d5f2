import { formatBytes } from '../app/locale/format.ts';
import { expect, test } from './harness/test.ts';
import { HomePage } from './pages/home-page.ts';

const cleanable = ['wxid_k3v9m2q7x1hd22_8f3a', 'chenyu1996_b7d2', 'wxid_p0t6w8n4s5rz12_41ce'];

test('home shows every account with its size on disk', async ({ window, texts, where }) => {
  const home = new HomePage(window, texts);
  await home.measured();
  await expect(home.sentence).toContainText(texts.home.accountCount({ count: '4', product: '微信' }));
  for (const { folder, bytes } of where.manifest.accounts.filter((account) =>
    cleanable.includes(account.folder),
  )) {
    const card = home.account(folder);
    await expect(card).toBeVisible();
    await expect(card).toContainText(formatBytes(bytes, 'zh-CN'));
  }
});

test('home names the account that signs in by itself next time, and says "may" where two share the file', async ({
  window,
  texts,
}) => {
  const home = new HomePage(window, texts);
  await expect(home.account('wxid_p0t6w8n4s5rz12_41ce')).toContainText(texts.home.autoLogin);
  await expect(home.account('wxid_k3v9m2q7x1hd22_8f3a')).toContainText(
    texts.home.autoLoginShared({ count: '2' }),
  );
  await expect(home.account('chenyu1996_b7d2')).toContainText(texts.home.autoLoginShared({ count: '2' }));
});

test('looking at every screen changes nothing on disk', async ({ window, texts, disk }) => {
  const home = new HomePage(window, texts);
  await home.measured();
  expect(await disk.changes()).toEqual({ removed: [], added: [], changed: [] });
});

test('a reload keeps the session and finds the same accounts', async ({ window, texts }) => {
  const home = new HomePage(window, texts);
  await home.measured();
  await window.reload();
  await home.measured();
  await expect(home.account('chenyu1996_b7d2')).toBeVisible();
});
