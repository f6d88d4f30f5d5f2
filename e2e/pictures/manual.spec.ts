import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';
import { expect, test } from '../harness/test.ts';
import type { PrivateHome } from '../harness/private-home.ts';
import { HomePage } from '../pages/home-page.ts';
import { LeavingWizard } from '../pages/leaving-wizard.ts';

const folder = fileURLToPath(new URL('../../docs/manual', import.meta.url));
const mine = 'chenyu1996_b7d2';
const guest = 'wxid_guest00001_ab12';

/** Puts a picture of the window as it is into the manual. */
async function take(window: Page, name: string): Promise<void> {
  // nothing under the pointer
  await window.mouse.move(1030, 690);
  await window.waitForTimeout(400);
  await window.screenshot({ path: join(folder, test.info().project.name, `${name}.png`) });
}

/** A guest signs in: an account folder as WeChat 4.x makes it. */
async function guestArrives({ home, manifest }: PrivateHome): Promise<void> {
  const known = manifest.entries.find(({ path }) => path.includes(`/${mine}/`))?.path ?? '';
  const accounts = join(home, known.slice(0, known.indexOf(`/${mine}/`)));
  const month = new Date().toISOString().slice(0, 7);
  const put = async (path: string, bytes: number): Promise<void> => {
    await mkdir(dirname(join(accounts, guest, path)), { recursive: true });
    await writeFile(join(accounts, guest, path), Buffer.alloc(bytes, 1));
  };
  await put('db_storage/message/message_0.db', 500_000);
  await put(`msg/file/${month}/report.docx`, 80_000);
  for (let index = 0; index < 30; index += 1) await put(`cache/${month}/a/t${String(index)}.jpg`, 20_000);
}

test.describe('the first start', () => {
  test.use({ computer: 'unanswered' });
  test('asks whose computer it is', async ({ window, texts }) => {
    await expect(window.getByRole('heading', { level: 1 })).toHaveText(texts.home.firstStart.question);
    await take(window, '01-first-start');
  });
});

test('one’s own account is marked once, and leaving is one sheet', async ({ window, texts }) => {
  const home = new HomePage(window, texts);
  await home.measured();
  await take(window, '02-home');
  const account = home.account(mine);
  await account.getByRole('button').first().click();
  await account.getByRole('checkbox', { name: texts.home.mark.isMine }).click();
  await expect(account).toContainText(texts.home.mark.mine);
  await account.scrollIntoViewIfNeeded();
  await take(window, '03-mark');
  const wizard = await home.leave();
  await wizard.sheet();
  await take(window, '04-sheet');
  await wizard.holdOnSheet();
  await wizard.result('done');
  await window.mouse.wheel(0, -5000);
  await take(window, '05-result');
  await window.getByRole('region', { name: texts.wizard.result.phone }).scrollIntoViewIfNeeded();
  await take(window, '06-phone');
  await window.getByRole('img', { name: /./ }).last().scrollIntoViewIfNeeded();
  await take(window, '07-card');
});

test('the guided way asks one question a screen', async ({ window, texts }) => {
  const home = new HomePage(window, texts);
  await home.measured();
  const wizard = await home.leave();
  await wizard.chooseAccount(mine);
  await take(window, '08-accounts');
  await wizard.goOn();
  await wizard.atMessenger('wechat');
  await take(window, '09-sign-out');
  await wizard.passSignOut();
  await wizard.chooseLevel('system');
  await take(window, '10-level');
  await wizard.goOn();
  await wizard.preview();
  await take(window, '11-preview');
  await wizard.goOn();
  await wizard.holdButton.waitFor();
  await take(window, '12-confirm');
});

test('a guest sits down, and leaves with what is theirs', async ({ window, texts, where }) => {
  const home = new HomePage(window, texts);
  await home.measured();
  await home.sitDown();
  await guestArrives(where);
  await expect(home.account(guest)).toContainText(texts.home.session.arrivedMark, { timeout: 30_000 });
  await window.mouse.wheel(0, -5000);
  await take(window, '13-guest');
  const wizard = await home.goAway();
  await wizard.sheet();
  await take(window, '14-guest-sheet');
});

test('the storage leads to a clean, and what was put aside comes back', async ({ window, texts }) => {
  const home = new HomePage(window, texts);
  await home.measured();
  await home.goTo('storage');
  const tile = window.getByRole('button', { name: new RegExp(`^${mine}.*${texts.common.kinds.received}`) });
  await tile.click();
  await take(window, '15-storage');
  await window.getByRole('button', { name: texts.storage.preview }).click();
  const wizard = new LeavingWizard(window, texts);
  await wizard.preview();
  await wizard.goOn();
  await wizard.chooseWay('quarantine');
  await wizard.holdToRun();
  await wizard.result('done');
  const restore = await wizard.toRestore();
  await restore.batches.first().waitFor();
  await take(window, '16-restore');
  await home.goTo('settings');
  await take(window, '17-settings');
});
