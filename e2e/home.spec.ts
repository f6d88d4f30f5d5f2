import { formatBytes } from '../app/locale/format.ts';
import { expect, test } from './harness/test.ts';
import { HomePage } from './pages/home-page.ts';

const cleanable = ['wxid_k3v9m2q7x1hd22_8f3a', 'chenyu1996_b7d2', 'wxid_p0t6w8n4s5rz12_41ce'];

test('home shows every account with its size on disk', async ({ window, texts, where }) => {
  const home = new HomePage(window, texts);
  await home.measured();
  await expect(home.sentence).toContainText('微信和 QQ 占了');
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

test.describe('on a computer that is new to SignOff', () => {
  test.use({ computer: 'unanswered' });

  test('home asks once whose it is, and keeps the person’s own names for accounts', async ({
    window,
    texts,
  }) => {
    const { firstStart, mark } = texts.home;
    await expect(window.getByRole('heading', { level: 1 })).toHaveText(firstStart.question);
    const home = new HomePage(window, texts);
    await home.answer('shared');
    await home.measured();
    const account = home.account('chenyu1996_b7d2');
    await account.getByRole('button').first().click();
    await account.getByRole('checkbox', { name: mark.isMine }).click();
    await account.getByRole('textbox', { name: mark.name }).fill('我的微信');
    await window.keyboard.press('Enter');
    await expect(home.account('我的微信')).toContainText('chenyu1996_b7d2');
    await window.reload();
    await home.measured();
    await expect(home.account('我的微信')).toContainText(mark.mine);
  });
});

test('with one’s own account marked, leaving is one sheet, which takes that account and no other', async ({
  window,
  texts,
  where,
  disk,
}) => {
  const { mark } = texts.home;
  const home = new HomePage(window, texts);
  await home.measured();
  const folder = 'chenyu1996_b7d2';
  const account = home.account(folder);
  await account.getByRole('button').first().click();
  await account.getByRole('checkbox', { name: mark.isMine }).click();
  await expect(account).toContainText(mark.mine);
  const wizard = await home.leave();
  await wizard.sheet();
  await expect(window.getByRole('main')).toContainText(texts.wizard.level.extras['phone-backups'].name);
  await wizard.holdOnSheet();
  await wizard.result('done');
  const { removed, added, changed } = await disk.changes();
  expect({ added, changed }).toEqual({ added: [], changed: [] });
  const gone = new Set(removed);
  // of what accounts share the sign-ins go, which the sheet says
  const others = where.manifest.entries.filter(
    ({ path, account: whose }) => whose !== null && whose !== folder && !path.includes('/all_users/'),
  );
  expect(others.length).toBeGreaterThan(100);
  expect(others.filter(({ path }) => gone.has(path))).toEqual([]);
  expect(removed.some((path) => path.includes(`/${folder}/db_storage/`))).toBe(true);
  expect(removed.filter((path) => path.includes('/Backup/'))).toEqual([]);
});
