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
  await wizard.goOn();
  await wizard.chooseLevel('system');
  await wizard.goOn();
  await wizard.preview();
}

const logRows = new Set(['W4-03', 'L-04', 'N-09']);

/** The number of files in a preview row. */
function countIn(text: string): number {
  const digits = /([\d,]+) 个文件/.exec(text)?.[1];
  if (digits === undefined) throw new Error(`no number of files in: ${text}`);
  return Number(digits.replaceAll(',', ''));
}

test('leaving at system level removes every sign-in and leaves the promised files byte for byte', async ({
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
  await expect(window.getByText(texts.records.planNow.gone, { exact: true })).toBeVisible();
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

test('a group and a file unticked in the preview stay', async ({ window, texts, where, disk }) => {
  const wizard = await new HomePage(window, texts).leave();
  await toPreview(wizard);
  const logsOfFirst = wizard.group(texts.common.categories.logs).first();
  const logsText = await logsOfFirst.innerText();
  await wizard.leaveOut(logsOfFirst.getByRole('checkbox').first());
  const credentials = wizard.group(texts.common.categories.credentials).first();
  await credentials.getByRole('button', { expanded: false }).click();
  const file = credentials.getByRole('listitem').first();
  const path = ((await file.getByRole('checkbox').getAttribute('aria-label')) ?? '').trim();
  await wizard.leaveOut(file.getByRole('checkbox'));
  await wizard.goOn();
  await wizard.holdToRun();
  await wizard.result('done');

  const { removed } = await disk.changes();
  const keptName = path.split(' ').at(-1) ?? '';
  expect(keptName).not.toBe('');
  expect(removed.filter((gone) => gone.endsWith(`/${keptName}`))).toEqual([]);
  const logs = where.manifest.entries.filter(({ row }) => row !== null && logRows.has(row));
  const kept = logs.filter(({ path }) => !removed.includes(path));
  expect(kept.length).toBe(countIn(logsText));
  expect(kept.length).toBeLessThan(logs.length);
  expect(new Set(kept.map(({ row, account }) => `${row ?? ''} ${account ?? ''}`)).size).toBe(1);
  expectPromisesKept(where, removed);
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
    await expect(wizard.liveCheck.first()).toContainText(running.yes({ product }));
    await wizard.goOn();
    await wizard.chooseLevel('system');
    await wizard.goOn();
    await wizard.preview();
    await wizard.goOn();
    await expect(wizard.holdButton).toBeDisabled();
    await window.getByRole('button', { name: texts.wizard.run.toSignOut }).click();
    await expect(wizard.liveCheck.first()).toContainText(running.yes({ product }));
    await weChat.quit();
    await expect(wizard.liveCheck.first()).toContainText(running.no({ product }));
    const { removed, changed } = await disk.changes();
    expect({ removed, changed }).toEqual({ removed: [], changed: [] });
  } finally {
    await weChat.quit();
  }
});

test.describe('with many files', () => {
  test.use({ files: 30_000 });

  test('stopping halfway keeps the remaining files and says so', async ({ window, texts, where }) => {
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
  });

  test('a reload in the middle of an erase returns to the run, which can be stopped', async ({
    window,
    texts,
    where,
  }) => {
    const wizard = await new HomePage(window, texts).leave();
    await wizard.chooseEveryone();
    await wizard.goOn();
    await wizard.goOn();
    await wizard.chooseLevel('deep');
    await wizard.goOn();
    await wizard.preview();
    await wizard.goOn();
    await wizard.chooseWay('erase');
    await wizard.holdToRun();
    const stop = window.getByRole('button', { name: texts.wizard.run.cancel });
    await expect(stop).toBeVisible();
    await window.reload();
    await expect(stop).toBeVisible();
    await wizard.stop();
    await wizard.result('cancelled');
    expect(where.manifest.entries.some(({ path }) => existsSync(join(where.home, path)))).toBe(true);
  });
});
