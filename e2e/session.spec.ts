import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright/test';
import type { Dictionary } from '../app/locale/dictionaries.ts';
import { expect, test } from './harness/test.ts';
import type { PrivateHome } from './harness/private-home.ts';
import { HomePage } from './pages/home-page.ts';
import { TimelineScreen } from './pages/timeline-screen.ts';

const owner = 'chenyu1996_b7d2';
const guest = 'wxid_guest00001_ab12';
/** the watch reports this month's folders at once, older ones periodically */
const now = new Date();
const month = `${String(now.getFullYear())}-${String(now.getMonth() + 1).padStart(2, '0')}`;

/** The folder of WeChat 4.x in the demo home. */
function dataOf({ home, manifest }: PrivateHome): string {
  const path = manifest.entries.map((entry) => entry.path).find((entry) => entry.includes(`/${owner}/`));
  if (path === undefined) throw new Error(`the demo home has no ${owner}`);
  return join(home, path.slice(0, path.indexOf(`/${owner}/`)));
}

async function write(path: string, bytes: number): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, 'x'.repeat(bytes));
  return path;
}

/** Another person signs in: creates an account folder as WeChat 4.x does. */
async function arrive(where: PrivateHome): Promise<{ readonly cache: string; readonly database: string }> {
  const folder = join(dataOf(where), guest);
  const database = await write(join(folder, 'db_storage', 'message', 'message_0.db'), 5000);
  await write(join(folder, 'msg', 'file', month, '我的合同.docx'), 3000);
  const cache = await write(join(folder, 'cache', month, 'a', 't.jpg'), 20_000);
  return { cache, database };
}

test('a received file shows within seconds, masked until requested', async ({ window, texts, where }) => {
  const home = new HomePage(window, texts);
  await home.measured();
  await home.goTo('timeline');
  const timeline = new TimelineScreen(window, texts);
  await timeline.live();
  await write(join(dataOf(where), owner, 'msg', 'file', month, '报价单.pdf'), 40_000);
  await expect(timeline.received).toContainText('.pdf', { timeout: 40_000 });
  await expect(timeline.received).not.toContainText('报价单');
  await expect(timeline.account(owner)).toContainText(texts.timeline.changes.grew);
  await timeline.showNames();
  await expect(timeline.received).toContainText('报价单.pdf');
  await window.reload();
  await expect(timeline.received).toContainText('.pdf');
  await expect(timeline.received).not.toContainText('报价单');
});

test('a burst is one line', async ({ window, texts, where }) => {
  const home = new HomePage(window, texts);
  await home.measured();
  await home.goTo('timeline');
  const timeline = new TimelineScreen(window, texts);
  await timeline.live();
  const folder = join(dataOf(where), owner, 'msg', 'file', month);
  for (let index = 0; index < 120; index += 1) await write(join(folder, `b${String(index)}.txt`), 100);
  await expect(timeline.account(owner)).toContainText(texts.common.files({ count: '120' }), {
    timeout: 40_000,
  });
  // the burst may span two minutes
  expect(await timeline.events.getByRole('listitem').count()).toBeLessThan(12);
});

/** Sits down beside the owner's account, signs in, and goes: to the sheet. */
async function goAsGuest(window: Page, texts: Dictionary, where: PrivateHome) {
  const home = new HomePage(window, texts);
  await home.measured();
  await home.sitDown();
  await expect(home.account(owner)).toContainText(texts.home.session.ownerMark);
  const written = await arrive(where);
  await expect(home.account(guest)).toContainText(texts.home.session.arrivedMark, { timeout: 30_000 });
  const wizard = await home.goAway();
  await wizard.sheet();
  return { wizard, ...written };
}

test('a guest leaves by one sheet, which takes what came since and nothing of the owner’s', async ({
  window,
  texts,
  where,
  disk,
}) => {
  const { wizard, cache, database } = await goAsGuest(window, texts, where);
  const sheet = window.getByRole('main');
  await expect(sheet).toContainText(texts.wizard.sheet.staysSince);
  await expect(sheet).toContainText(guest);
  await expect(sheet).not.toContainText(owner);
  // a sign-in that the owner's files may hold is ended in the messenger, and the way leads back
  await window.getByRole('button', { name: texts.wizard.run.toSignOut }).click();
  await wizard.sayIsSignedOut();
  await wizard.sheet();
  await wizard.holdOnSheet();
  await wizard.result('done');
  expect(existsSync(cache)).toBe(false);
  expect(existsSync(database)).toBe(false);
  const { removed, changed } = await disk.changes();
  expect({ removed, changed }).toEqual({ removed: [], changed: [] });
  await wizard.endSession();
  expect(existsSync(join(where.dataDir, 'session'))).toBe(false);
});

test('a guest who looks closer is asked every question, and keeps what they choose to keep', async ({
  window,
  texts,
  where,
  disk,
}) => {
  const { wizard, cache, database } = await goAsGuest(window, texts, where);
  await wizard.lookCloser();
  await wizard.goToStep('accounts');
  await expect(window.getByRole('checkbox', { name: guest })).toBeChecked();
  await expect(window.getByRole('checkbox', { name: owner })).toBeDisabled();
  await wizard.goOn();
  await wizard.passSignOut();
  await wizard.chooseLevel('system');
  await wizard.goOn();
  await wizard.preview();
  await window.getByRole('button', { name: texts.wizard.preview.stays }).click();
  await expect(window.getByText(texts.common.keepReasons['owner-account']).first()).toBeVisible();
  await expect(window.getByText(texts.common.keepReasons.owner).first()).toBeVisible();
  await wizard.goOn();
  await expect(wizard.wayLine).toHaveText(texts.wizard.run.way.lines.delete);
  await wizard.holdToRun();
  await wizard.result('done');

  expect(existsSync(cache)).toBe(false);
  expect(await readFile(database, 'utf8')).toHaveLength(5000);
  const { removed, changed } = await disk.changes();
  expect({ removed, changed }).toEqual({ removed: [], changed: [] });

  expect(existsSync(join(where.dataDir, 'session'))).toBe(true);
  await wizard.endSession();
  expect(existsSync(join(where.dataDir, 'session'))).toBe(false);
});

test('a session without an own account covers only the shared places', async ({ window, texts, disk }) => {
  const home = new HomePage(window, texts);
  await home.measured();
  await home.sitDown();
  const wizard = await home.goAway();
  await expect(wizard.heading).toHaveText(texts.wizard.session.noneTitle);
  await wizard.goOn();
  await expect(wizard.heading).toHaveText(texts.wizard.session.signOutTitle);
  await wizard.goOn();
  await wizard.chooseLevel('deep');
  await wizard.goOn();
  await expect(window.getByText(texts.wizard.session.empty)).toBeVisible({ timeout: 30_000 });
  await window.getByRole('button', { name: texts.wizard.session.end.go, exact: true }).click();
  await expect(window.getByRole('button', { name: texts.home.session.sitDown, exact: true })).toBeVisible();
  expect(await disk.changes()).toEqual({ added: [], removed: [], changed: [] });
});
