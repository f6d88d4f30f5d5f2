import { test as base, expect } from 'playwright/test';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import { diffSnapshots, snapshotTree } from '../../../main/testing/tree-snapshot.ts';
import { filesOf, promisedIn } from '../../harness/promises.ts';
import { HomePage } from '../../pages/home-page.ts';
import { clipboard, startWindowsHost } from './windows-host.ts';
import type { WindowsHost } from './windows-host.ts';

const texts = dictionaries['zh-CN'];

const test = base.extend<{ readonly host: WindowsHost }>({
  host: async ({ page }, use, { testId }) => {
    const host = await startWindowsHost(`window-${testId.slice(-6)}`, 500);
    try {
      await page.goto(host.launchUrl);
      await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/(#.*)?$/);
      await use(host);
    } finally {
      await host.stop();
    }
  },
});

test('home shows every account of a Windows home with its size', async ({ page, host }) => {
  const before = await snapshotTree(host.home);
  const home = new HomePage(page, texts);
  await home.answer('shared');
  await home.measured();
  const { accounts } = host.manifest;
  expect(accounts.length).toBeGreaterThan(2);
  for (const { folder } of accounts.filter((account) => account.folder.includes('_'))) {
    // what lies below AppData counts as well, so it is more than the account's folder
    await expect(home.account(folder)).toContainText(/\d (KB|MB|GB)/);
  }
  expect(diffSnapshots(before, await snapshotTree(host.home))).toEqual({
    removed: [],
    added: [],
    changed: [],
  });
});

test('leaving at level system removes the sign-ins of a Windows home, keeps what was promised and empties the clipboard', async ({
  page,
  host,
}) => {
  const before = await snapshotTree(host.home);
  await clipboard.copy('copied before leaving');
  const home = new HomePage(page, texts);
  await home.answer('shared');
  const wizard = await home.leave();
  await wizard.chooseEveryone();
  await wizard.goOn();
  await wizard.passSignOut();
  await wizard.chooseLevel('system');
  await wizard.goOn();
  await wizard.preview();
  await wizard.goOn();
  await wizard.holdToRun();
  await wizard.result('done');
  await expect(page.getByText(texts.common.clipboardBeyond.windows)).toBeVisible();
  const letGo = await clipboard.hold();
  await page.getByRole('button', { name: texts.wizard.result.clipboard.clear, exact: true }).click();
  await expect(page.getByText(texts.errors['clipboard-not-cleared']({ why: 'held' }))).toBeVisible();
  await letGo();
  expect(await clipboard.paste()).toBe('copied before leaving');
  await wizard.emptyClipboard();
  expect(await clipboard.paste()).toBeNull();
  const { removed, added, changed } = diffSnapshots(before, await snapshotTree(host.home));
  expect({ added, changed }).toEqual({ added: [], changed: [] });
  const gone = new Set(removed);
  expect(promisedIn(host.manifest).filter((path) => gone.has(path))).toEqual([]);
  expect(filesOf(host.manifest, 'credentials').filter((path) => !gone.has(path))).toEqual([]);
});

test('caches of a Windows home are put aside and restored byte for byte', async ({ page, host }) => {
  const before = await snapshotTree(host.home);
  const home = new HomePage(page, texts);
  // there what is cleaned can be had back
  await home.answer('own');
  const wizard = await home.cleanCaches();
  await wizard.preview();
  await wizard.goOn();
  await wizard.holdToRun();
  await wizard.result('done');
  expect(diffSnapshots(before, await snapshotTree(host.home)).removed.length).toBeGreaterThan(20);
  const restore = await wizard.toRestore();
  await restore.restoreNewest();
  await expect(restore.empty).toBeVisible();
  expect(diffSnapshots(before, await snapshotTree(host.home))).toEqual({
    added: [],
    removed: [],
    changed: [],
  });
});
