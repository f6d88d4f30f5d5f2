import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisedIn } from './harness/promises.ts';
import { expect, test } from './harness/test.ts';
import { HomePage } from './pages/home-page.ts';
import type { LeavingWizard } from './pages/leaving-wizard.ts';
import { RestoreScreen } from './pages/restore-screen.ts';

/** Cleans the caches in the default mode of one's own computer. */
async function tidy(wizard: LeavingWizard): Promise<void> {
  await wizard.preview();
  await wizard.goOn();
  await wizard.holdToRun();
  await wizard.result('done');
}

// there what is cleaned can be had back
test.use({ computer: 'own' });

test('quarantined caches are restored byte for byte', async ({ window, texts, where, disk }) => {
  const wizard = await new HomePage(window, texts).cleanCaches();
  await wizard.preview();
  await wizard.goOn();
  await expect(wizard.wayLine).toHaveText(texts.wizard.run.way.lines.quarantine({ days: '30' }));
  await wizard.holdToRun();
  await wizard.result('done');
  const { removed, changed } = await disk.changes();
  expect(removed.length).toBeGreaterThan(50);
  expect(changed).toEqual([]);
  const gone = new Set(removed);
  expect(promisedIn(where.manifest).filter((path) => gone.has(path))).toEqual([]);

  const restore = await wizard.toRestore();
  await expect(restore.batches).toHaveCount(1);
  await restore.restoreNewest();
  await expect(window.getByText(texts.restore.result.emptied)).toBeVisible();
  await expect(restore.empty).toBeVisible();
  expect(await disk.changes()).toEqual({ added: [], removed: [], changed: [] });
});

test('single files of a batch are found, ticked and restored; the rest stays in the quarantine', async ({
  window,
  texts,
  where,
  disk,
}) => {
  const wizard = await new HomePage(window, texts).cleanCaches();
  await tidy(wizard);
  const gone = (await disk.changes()).removed;
  const files = new Set(where.manifest.entries.map((entry) => entry.path));
  const isIn = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);
  const [one = '', ...others] = gone
    .filter((path) => files.has(path) && path.includes('xwechat_files/'))
    .toSorted();
  const root = one.slice(0, one.indexOf('xwechat_files') + 'xwechat_files'.length);
  const other = others.find((path) => isIn(path, root) && dirname(path) !== dirname(one)) ?? '';
  const below = (path: string): string => path.slice(root.length + 1);

  const restore = await wizard.toRestore();
  await restore.openFiles();
  for (const path of [one, other]) {
    await restore.find(below(path));
    await restore.tick(below(path)).check({ force: true, timeout: 20_000 });
  }
  await restore.find('');
  await expect(window.getByText(texts.restore.files.none)).toHaveCount(0);
  await restore.restoreChosen();
  await expect(window.getByText(texts.restore.result.rest)).toBeVisible();
  const after = await disk.changes();
  expect({ added: after.added, changed: after.changed }).toEqual({ added: [], changed: [] });
  const back = gone.filter((path) => !after.removed.includes(path));
  expect(back.filter((path) => files.has(path)).toSorted()).toEqual([one, other].toSorted());

  await restore.restoreNewest();
  await expect(restore.empty).toBeVisible();
  expect(await disk.changes()).toEqual({ added: [], removed: [], changed: [] });
});

test('an existing file is not overwritten by a restore, and its namesake stays in the quarantine', async ({
  window,
  texts,
  where,
  disk,
}) => {
  const wizard = await new HomePage(window, texts).cleanCaches();
  await tidy(wizard);
  const files = new Set(where.manifest.entries.map((entry) => entry.path));
  const path = (await disk.changes()).removed.find((gone) => files.has(gone));
  if (path === undefined) throw new Error('nothing was put aside');
  const inTheWay = join(where.home, path);
  await mkdir(dirname(inTheWay), { recursive: true });
  await writeFile(inTheWay, 'written after the clean');

  const restore = await wizard.toRestore();
  await restore.restoreNewest('skip');
  await expect(window.getByText(texts.restore.stays['in-the-way']).first()).toBeVisible();
  await expect(restore.batches).toHaveCount(1);
  expect(await disk.changes()).toEqual({ added: [], removed: [], changed: [path] });

  await rm(inTheWay);
  await restore.restoreNewest();
  await expect(restore.empty).toBeVisible();
  expect(await disk.changes()).toEqual({ added: [], removed: [], changed: [] });
});

test('purging removes the copies for good, and home no longer shows a quarantine', async ({
  window,
  texts,
  disk,
}) => {
  const home = new HomePage(window, texts);
  await tidy(await home.cleanCaches());
  await home.goTo('restore');
  const restore = new RestoreScreen(window, texts);
  await restore.purgeNewest();
  await expect(restore.empty).toBeVisible();
  expect((await disk.changes()).removed.length).toBeGreaterThan(50);
  await home.goTo('leave');
  await expect(window.getByRole('link', { name: texts.home.quarantine.go })).toHaveCount(0);
});
