import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DemoManifest } from '../main/demo/demo-manifest.ts';
import { filesOf } from './harness/promises.ts';
import { expect, test } from './harness/test.ts';
import { HomePage } from './pages/home-page.ts';
import { LeavingWizard } from './pages/leaving-wizard.ts';

const folder = 'chenyu1996_b7d2';

/** The demo's files among removed paths; folders that became empty go with them. */
function filesAmong(removed: readonly string[], { manifest }: { readonly manifest: DemoManifest }) {
  const files = new Set(manifest.entries.map(({ path }) => path));
  return removed.filter((path) => files.has(path));
}

test('what is picked on the map goes, and nothing else of any account', async ({
  window,
  texts,
  where,
  disk,
}) => {
  const { storage, common, wizard: words } = texts;
  const home = new HomePage(window, texts);
  await home.measured();
  await home.goTo('storage');
  const tile = window.getByRole('button', { name: new RegExp(`^${folder}.*${common.kinds.received}`) });
  await tile.click();
  await expect(tile).toHaveAttribute('aria-pressed', 'true');
  await expect(window.getByRole('status').filter({ hasText: '选了' })).toBeVisible();
  await window.getByRole('button', { name: storage.preview }).click();
  const wizard = new LeavingWizard(window, texts);
  await wizard.preview();
  await expect(wizard.card(folder).getByRole('checkbox', { checked: true })).toHaveCount(1);
  await wizard.goOn();
  await expect(window.getByRole('main')).not.toContainText(words.preview.deepAccount({ name: folder }));
  await wizard.holdToRun();
  await wizard.result('done');
  const { removed, added, changed } = await disk.changes();
  expect({ added, changed }).toEqual({ added: [], changed: [] });
  // favourites are shown within the kind
  const wanted = [...filesOf(where.manifest, 'received'), ...filesOf(where.manifest, 'favourites')];
  const own = wanted.filter((path) => path.includes(`/${folder}/`));
  expect(own.length).toBeGreaterThan(0);
  expect(filesAmong(removed, where).toSorted()).toEqual(own.toSorted());
});

test('looks into an account with the keyboard alone, gives a month back, and Back leads out', async ({
  window,
  texts,
}) => {
  const { storage } = texts;
  const home = new HomePage(window, texts);
  await home.measured();
  await home.goTo('storage');
  const name = window.getByRole('toolbar', { name: storage.map }).getByRole('link', { name: folder });
  await name.focus();
  await window.keyboard.press('ArrowRight');
  const first = window.locator('button:focus');
  await expect(first).toHaveAttribute('aria-pressed', 'false');
  await window.keyboard.press('Space');
  await expect(first).toHaveAttribute('aria-pressed', 'true');
  await name.focus();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('navigation', { name: storage.place })).toContainText(folder);
  // the largest kind comes first on both maps
  const month = window.getByRole('toolbar').getByRole('group').first().getByRole('button').first();
  await expect(month).toHaveAttribute('aria-pressed', 'true');
  await month.focus();
  await window.keyboard.press('Space');
  await expect(month).toHaveAttribute('aria-pressed', 'false');
  await window.goBack();
  await expect(window.getByText(storage.hint)).toBeVisible();
  const kind = window.getByRole('group', { name: folder }).getByRole('button').first();
  await expect(kind).not.toHaveAttribute('aria-pressed', 'true');
});

test('a large file is picked by itself', async ({ window, texts, where, disk }) => {
  const home = new HomePage(window, texts);
  await home.measured();
  await home.goTo('storage');
  const list = window.getByRole('region', { name: texts.storage.largest });
  const row = list.getByRole('listitem').filter({ hasText: folder }).first();
  const path = (await row.locator('bdi').getAttribute('title')) ?? '';
  await row.locator('label').click();
  await window.getByRole('button', { name: texts.storage.preview }).click();
  const wizard = new LeavingWizard(window, texts);
  await wizard.preview();
  await wizard.goOn();
  await wizard.holdToRun();
  await wizard.result('done');
  const { removed } = await disk.changes();
  const files = filesAmong(removed, where);
  expect(files).toHaveLength(1);
  expect(files[0]?.endsWith(path)).toBe(true);
});

test('a file that is always kept stays through a deep clean, and goes after it was taken off the list', async ({
  window,
  texts,
  where,
  disk,
}) => {
  const { storage, settings, common } = texts;
  const home = new HomePage(window, texts);
  await home.measured();
  await home.goTo('storage');
  const list = window.getByRole('region', { name: storage.largest });
  const row = list.getByRole('listitem').filter({ hasText: folder }).first();
  const path = (await row.locator('bdi').getAttribute('title')) ?? '';
  const file = where.manifest.entries.find((entry) => entry.path.endsWith(path))!.path;
  const content = await readFile(join(where.home, file));
  await row.getByRole('button', { name: common.keep.keep({ name: basename(path) }) }).click();
  await expect(row).toContainText(common.keep.kept);
  await expect(row.getByRole('checkbox')).toBeDisabled();

  const cleanDeeply = async (): Promise<void> => {
    await home.goTo('leave');
    const wizard = await home.cleanDeeply();
    await wizard.chooseAccount(folder);
    await wizard.goOn();
    await wizard.preview();
    await wizard.goOn();
    await wizard.chooseWay('delete');
    await wizard.confirmWithoutHolding('delete');
    await wizard.result('done');
    await wizard.finish();
  };
  await cleanDeeply();
  expect(await readFile(join(where.home, file))).toEqual(content);
  const { removed, changed } = await disk.changes();
  expect(changed).toEqual([]);
  expect(removed).not.toContain(file);
  const mine = where.manifest.entries.filter((entry) => entry.path.includes(`/${folder}/`));
  const gone = new Set(removed);
  expect(mine.length).toBeGreaterThan(20);
  expect(mine.filter((entry) => !gone.has(entry.path)).map((entry) => entry.path)).toEqual([file]);

  await home.goTo('settings');
  await window
    .getByRole('button', { name: settings.folders.remove({ path: join(where.home, file) }) })
    .click();
  await expect(window.getByRole('region', { name: common.keep.title })).not.toContainText(basename(path));
  await cleanDeeply();
  expect((await disk.changes()).removed).toContain(file);
});
