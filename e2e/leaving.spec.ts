import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, ownersFilesIn, promisedIn } from './harness/promises.ts';
import { startWeChat } from './harness/messenger.ts';
import { expect, test } from './harness/test.ts';
import type { PrivateHome } from './harness/private-home.ts';
import { HomePage } from './pages/home-page.ts';
import type { LeavingWizard } from './pages/leaving-wizard.ts';

/** Nothing was added or rewritten, and no promised file is missing. */
function expectPromisesKept(where: PrivateHome, removed: readonly string[]): void {
  const gone = new Set(removed);
  expect(promisedIn(where.manifest).filter((path) => gone.has(path))).toEqual([]);
}

/** Contents of the quarantine; must be empty after leaving. */
function quarantined({ dataDir }: PrivateHome): readonly string[] {
  const folder = join(dataDir, 'quarantine');
  return existsSync(folder) ? readdirSync(folder) : [];
}

async function toPreview(wizard: LeavingWizard): Promise<void> {
  await wizard.chooseEveryone();
  await wizard.goOn();
  await wizard.passSignOut();
  await wizard.chooseLevel('system');
  await wizard.goOn();
  await wizard.preview();
}

test('leaving at system level removes every sign-in and leaves the promised files byte for byte', async ({
  host,
  window,
  texts,
  where,
  disk,
}) => {
  const wizard = await new HomePage(window, texts).leave();
  await toPreview(wizard);
  expect((await disk.changes()).removed).toEqual([]);
  await wizard.goOn();
  await expect(wizard.wayLine).toHaveText(texts.wizard.run.way.lines.delete);
  await wizard.holdToRun();
  await wizard.result('done');
  await wizard.openDetails();
  await expect(window.getByText(texts.records.planNow.gone, { exact: true })).toBeVisible();
  // a page of a browser has no way to the clipboard of Linux, and says so
  const otherWay = texts.errors['clipboard-not-cleared']({ why: 'not-available' });
  await expect(window.getByText(otherWay)).toHaveCount(host === 'browser' ? 1 : 0);
  expect(quarantined(where)).toEqual([]);

  const { removed, added, changed } = await disk.changes();
  expect({ added, changed }).toEqual({ added: [], changed: [] });
  const gone = new Set(removed);
  const credentials = filesOf(where.manifest, 'credentials');
  expect(credentials.length).toBeGreaterThan(5);
  expect(credentials.filter((path) => !gone.has(path))).toEqual([]);
  expectPromisesKept(where, removed);

  await wizard.finish();
  await expect(window.getByRole('button', { name: texts.home.leave })).toBeVisible();
});

/** The demo's files below one account's folder, with the month of their time of change. */
function filesBelow(where: PrivateHome, folder: string) {
  const { path: base } = where.manifest.accounts.find((account) => account.folder === folder)!;
  const month = new Intl.DateTimeFormat('sv', { year: 'numeric', month: '2-digit' });
  return where.manifest.entries
    .filter(({ path }) => path.startsWith(`${base}/`))
    .map(({ path, mtimeMs }) => ({ path, below: path.slice(base.length + 1), month: month.format(mtimeMs) }));
}

test('a kind and an account that are ticked again go after all', async ({ window, texts, where, disk }) => {
  const owner = 'chenyu1996_b7d2';
  const named = texts.common.kinds;
  const wizard = await new HomePage(window, texts).cleanDeeply();
  await wizard.chooseAccount(owner);
  await wizard.goOn();
  await wizard.preview();
  const cache = wizard.part(`${owner} ${named.cache}`);
  await wizard.leaveOut(cache);
  await wizard.takeIn(cache);
  const account = wizard.part(owner);
  await wizard.leaveOut(account);
  await expect(cache).not.toBeChecked();
  await wizard.takeIn(account);
  await expect(cache).toBeChecked();
  await wizard.goOn();
  await wizard.chooseWay('delete');
  await wizard.confirmWithoutHolding('delete');
  await wizard.result('done');
  const gone = new Set((await disk.changes()).removed);
  expect(filesBelow(where, owner).filter(({ path }) => !gone.has(path))).toEqual([]);
});

test('the files of the preview are walked by arrow keys, and Tab passes them in one step', async ({
  window,
  texts,
}) => {
  const owner = 'chenyu1996_b7d2';
  const name = `${owner} ${texts.common.kinds.database}`;
  const wizard = await new HomePage(window, texts).cleanDeeply();
  await wizard.chooseAccount(owner);
  await wizard.goOn();
  await wizard.preview();
  await wizard.openPart(name);
  const files = window.getByRole('list', { name: texts.wizard.preview.filesIn({ what: name }) });
  const row = (at: number) => files.locator(`[data-row="${at}"]`).getByRole('checkbox');
  await expect(row(2)).toBeChecked();
  await window.keyboard.press('Tab');
  await expect(row(0)).toBeFocused();
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('ArrowDown');
  await expect(row(2)).toBeFocused();
  await window.keyboard.press('Space');
  await expect(row(2)).not.toBeChecked();
  await expect(row(2)).toBeFocused();
  await expect(row(1)).toBeChecked();
  const count = Number(await files.getByRole('listitem').first().getAttribute('aria-setsize'));
  expect(count).toBeGreaterThan(10);
  await window.keyboard.press('End');
  await expect(row(count - 1)).toBeFocused();
  await expect(row(count - 1)).toBeInViewport();
  await window.keyboard.press('Home');
  await expect(row(0)).toBeFocused();
  await window.keyboard.press('ArrowRight');
  await window.keyboard.press('Enter');
  await expect(row(0)).toBeDisabled();
  await window.keyboard.press('ArrowDown');
  await expect(row(1)).toBeFocused();
  await window.keyboard.press('ArrowUp');
  await expect(files.locator('[data-row="0"]').getByRole('button')).toBeFocused();
  await window.keyboard.press('Tab');
  await expect(files.getByRole('checkbox', { checked: true }).first()).toBeVisible();
  await expect(files.locator(':focus')).toHaveCount(0);
});

test('deep on one account removes its folder and leaves the others alone', async ({
  window,
  texts,
  where,
  disk,
}) => {
  const mine = where.manifest.accounts.find((account) => account.folder === 'chenyu1996_b7d2');
  const others = where.manifest.accounts.filter((account) => account.folder !== 'chenyu1996_b7d2');
  const wizard = await new HomePage(window, texts).cleanDeeply();
  await wizard.chooseAccount('chenyu1996_b7d2');
  await wizard.goOn();
  await wizard.preview();
  await wizard.goOn();
  await wizard.chooseWay('delete');
  await wizard.confirmWithoutHolding('delete');
  await wizard.result('done');

  const { removed, changed } = await disk.changes();
  expect(changed).toEqual([]);
  const files = where.manifest.entries.map((entry) => entry.path);
  const below = (folder: string): string[] => files.filter((path) => path.startsWith(`${folder}/`));
  const gone = new Set(removed);
  expect(below(mine!.path).filter((path) => !gone.has(path))).toEqual([]);
  for (const other of others) expect(below(other.path).filter((path) => gone.has(path))).toEqual([]);
  expect(ownersFilesIn(where.manifest).filter((path) => gone.has(path))).toEqual([]);
});

test('a running WeChat blocks the removal, and its end shows at once', async ({
  window,
  texts,
  where,
  disk,
}) => {
  const weChat = await startWeChat(where.home);
  const running = texts.wizard.signOut.running;
  const product = texts.common.products.wechat;
  try {
    const wizard = await new HomePage(window, texts).leave();
    await wizard.chooseEveryone();
    await wizard.goOn();
    await expect(wizard.liveCheck).toContainText(running.yes({ product }));
    await wizard.passSignOut();
    await wizard.chooseLevel('system');
    await wizard.goOn();
    await wizard.preview();
    await wizard.goOn();
    await expect(wizard.holdButton).toBeDisabled();
    await window.getByRole('button', { name: texts.wizard.run.toSignOut }).click();
    await wizard.atMessenger('wechat');
    await expect(wizard.liveCheck).toContainText(running.yes({ product }));
    await weChat.quit();
    await expect(wizard.liveCheck).toContainText(running.no({ product }));
    // the detour is over: no other messenger runs
    await wizard.sayIsSignedOut();
    await expect(wizard.holdButton).toBeEnabled();
    const { removed, changed } = await disk.changes();
    expect({ removed, changed }).toEqual({ removed: [], changed: [] });
  } finally {
    await weChat.quit();
  }
});

test.describe('with some thousand files', () => {
  test.use({ files: 8_000 });

  test('what is unticked by kind, month, chat, file and search stays, and everything else goes', async ({
    window,
    texts,
    where,
    disk,
  }) => {
    const owner = 'chenyu1996_b7d2';
    const files = filesBelow(where, owner);
    const media = files.filter(({ below }) => /^msg\/(attach|video)\//.test(below));
    const received = files.filter(({ below }) => /^msg\/file\//.test(below));
    const named = texts.common.kinds;
    const wizard = await new HomePage(window, texts).cleanDeeply();
    await wizard.chooseAccount(owner);
    await wizard.goOn();
    await wizard.preview();
    const total = window.getByText(/^[\d,]+ 个文件，/);
    const before = await total.innerText();

    // a kind
    await wizard.leaveOut(wizard.part(`${owner} ${named.cache}`));
    await expect(total).not.toHaveText(before);
    // a month of another
    await wizard.openPart(`${owner} ${named.media}`);
    const month = media.map((file) => file.month).toSorted()[0]!;
    const [year, number] = month.split('-').map(Number);
    await wizard.leaveOut(wizard.part(`${owner} ${named.media} ${year}年${number}月`));
    // a chat: the largest
    await wizard.lookByChat(`${owner} ${named.media}`);
    const chat = `${owner} ${named.media} ${texts.wizard.preview.chat({ number: '1' })}`;
    await wizard.leaveOut(wizard.part(chat));
    // a file: the largest of a month
    await wizard.openPart(`${owner} ${named.received}`);
    const fileTick = wizard.part(/msg\/file\//).first();
    const firstMonth = window.getByRole('button', { name: new RegExp(`${named.received} \\d+年`) }).first();
    await fileTick.or(firstMonth).first().waitFor();
    if (!(await fileTick.isVisible())) await firstMonth.click();
    const label = (await fileTick.getAttribute('aria-label')) ?? '';
    const keptFile = label.slice(label.indexOf('msg/file/'));
    await wizard.leaveOut(wizard.part(label.replace(texts.wizard.preview.include({ what: '' }), '')));
    // what a search finds
    await wizard.leaveOut(await wizard.search('_thumb.jpg'));
    await window.getByRole('button', { name: texts.wizard.preview.filters.clear }).click();

    await wizard.goOn();
    await wizard.chooseWay('delete');
    await wizard.confirmWithoutHolding('delete');
    await wizard.result('done');

    const { removed, changed, added } = await disk.changes();
    expect({ changed, added }).toEqual({ changed: [], added: [] });
    const gone = new Set(removed);
    const stays = files.filter(({ path }) => !gone.has(path));
    const inChats = media.filter(({ below }) => below.startsWith('msg/attach/'));
    const chatOf = (below: string): string => below.split('/')[2]!;
    const chats = [...new Set(inChats.map(({ below }) => chatOf(below)))];
    // only one chat stays whole
    const whole = chats.filter(
      (one) => !inChats.some(({ path, below }) => chatOf(below) === one && gone.has(path)),
    );
    expect(whole).toHaveLength(1);
    const why = ({ below, month: at }: (typeof files)[number]): string | null => {
      if (/^(cache|temp|apm_record)\/|^business\/(InputTemp|xweb|emoticon\/(Temp|Thumb))\//.test(below))
        return 'kind';
      if (/^msg\/(attach|video|migrate)\//.test(below) && at === month) return 'month';
      if (below.startsWith(`msg/attach/${whole[0]!}/`)) return 'chat';
      if (below === keptFile) return 'file';
      return below.endsWith('_thumb.jpg') ? 'search' : null;
    };
    expect(stays.filter((one) => why(one) === null).map(({ below }) => below)).toEqual([]);
    expect(files.filter((one) => why(one) !== null && gone.has(one.path)).map(({ below }) => below)).toEqual(
      [],
    );
    expect(new Set(stays.map(why))).toEqual(new Set(['kind', 'month', 'chat', 'file', 'search']));
    expect(received.some(({ path }) => gone.has(path))).toBe(true);
  });
});

test.describe('with many files', () => {
  test.use({ files: 30_000 });

  test('stopping halfway keeps the remaining files and says so, and the rest can go on', async ({
    window,
    texts,
    where,
  }) => {
    const wizard = await new HomePage(window, texts).leave();
    await toPreview(wizard);
    await wizard.goOn();
    await wizard.holdToRun();
    await wizard.stop();
    await wizard.result('cancelled');
    await expect(window.getByText(texts.common.stayReasons.cancelled).first()).toBeVisible();
    const removed = where.manifest.entries
      .map((entry) => entry.path)
      .filter((path) => !existsSync(join(where.home, path)));
    const planned = where.manifest.entries.length - promisedIn(where.manifest).length;
    expect(removed.length).toBeLessThan(planned);
    expectPromisesKept(where, removed);

    await wizard.holdToResume();
    await wizard.result('done');
    const gone = where.manifest.entries
      .map((entry) => entry.path)
      .filter((path) => !existsSync(join(where.home, path)));
    expect(gone.length).toBeGreaterThan(removed.length);
    expectPromisesKept(where, gone);
    await expect(window.getByText(texts.records.interrupted.stopped.title)).toHaveCount(0);
  });

  test('a reload before the last question keeps every answer, and nothing is removed', async ({
    window,
    texts,
    where,
    disk,
  }) => {
    const wizard = await new HomePage(window, texts).leave();
    await toPreview(wizard);
    const kept = wizard.part(`${texts.wizard.preview.shared} ${texts.common.kinds.credentials}`);
    await wizard.leaveOut(kept);
    await window.reload();
    await wizard.preview();
    await expect(kept).not.toBeChecked();
    await wizard.goOn();
    await wizard.chooseWay('quarantine');
    await window.reload();
    await expect(wizard.wayLine).toContainText(texts.wizard.run.way.names.quarantine);
    await wizard.goBack();
    await wizard.preview();
    await expect(kept).not.toBeChecked();
    expect(await disk.changes()).toEqual({ removed: [], added: [], changed: [] });
    expect(quarantined(where)).toEqual([]);
  });

  test('a reload in the middle of an erase returns to the run, which can be stopped', async ({
    window,
    texts,
    where,
  }) => {
    const wizard = await new HomePage(window, texts).leave();
    await wizard.chooseEveryone();
    await wizard.goOn();
    await wizard.passSignOut();
    await wizard.chooseLevel('deep');
    await wizard.goOn();
    await wizard.preview();
    await wizard.goOn();
    await wizard.chooseWay('erase');
    await wizard.holdToRun();
    const strip = window.getByRole('complementary', { name: texts.frame.strip.label });
    await expect(strip).toContainText(texts.frame.strip.work.clean);
    await window.reload();
    await expect(strip).toContainText(texts.frame.strip.work.clean);
    // the strip is above every screen, and leads back to the run
    const home = new HomePage(window, texts);
    await home.goTo('settings');
    await strip.getByRole('link', { name: texts.frame.strip.show }).click();
    await expect(wizard.heading).toHaveText(texts.wizard.run.running);
    await home.goTo('settings');
    await wizard.stop();
    await home.goTo('leave');
    await wizard.result('cancelled');
    expect(where.manifest.entries.some(({ path }) => existsSync(join(where.home, path)))).toBe(true);
  });
});
