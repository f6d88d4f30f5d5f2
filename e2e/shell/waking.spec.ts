import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { dictionaries } from '../../app/locale/dictionaries.ts';
import { startErasing } from '../harness/desktop-run.ts';
import { call, expect, test } from '../harness/desktop-test.ts';

test.skip(({ kind }) => kind !== 'stand-in', 'nobody can send the real binary to sleep from here');

const { host, home } = dictionaries['zh-CN'];
const heading = (window: Page) => window.getByRole('heading', { level: 1 });
const calls = (app: ElectronApplication) =>
  app.evaluate(() =>
    standIn.records.calls.map(([name]) => name).filter((name) => name.startsWith('powerSave')),
  );

/** Evaluates text in the window's page, as the program itself can; null while it has none. */
const inPage = (app: ElectronApplication, text: string): Promise<unknown> =>
  app
    .evaluate(
      ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
      text,
    )
    .catch(() => null);
const headingText = `document.querySelector('h1')?.textContent ?? ''`;
const { run } = dictionaries['zh-CN'].wizard;
const running: readonly string[] = [run.running, run.verifying];

test('after the computer slept the window looks again', async ({ start, where }) => {
  const { app, window } = await start();
  await window.getByRole('button', { name: home.lookAgain }).waitFor();
  await call(window, 'settings.set', { watching: false });
  await call(window, 'watch.stop');
  const before = await heading(window).textContent();
  const root = where.manifest.entries.find(({ path }) => path.includes('/xwechat_files/'))?.path ?? '';
  const folder = join(where.home, root.slice(0, root.indexOf('/xwechat_files/') + '/xwechat_files'.length));
  await app.evaluate(() => standIn.suspend());
  await rename(folder, `${folder}-unplugged`);
  await app.evaluate(() => standIn.resume());
  await expect(heading(window)).not.toHaveText(before ?? '');
  await rename(`${folder}-unplugged`, folder);
  await app.evaluate(() => standIn.resume());
  await expect(heading(window)).toHaveText(before ?? '');
});

test.describe('with a long run', () => {
  test.use({ files: 3000 });

  test('the computer stays awake while something is removed, and a crashed page returns to the run', async ({
    start,
  }) => {
    const { app, window } = await start();
    await expect(heading(window)).toBeVisible();
    expect(await calls(app)).toEqual([]);
    await startErasing(window);
    await expect.poll(() => calls(app)).toEqual(['powerSaveBlocker.start']);
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    );
    // Playwright gives a page up once it has crashed
    await expect.poll(() => inPage(app, headingText)).toBe(host.gone.title);
    await inPage(app, `document.querySelector('a').click()`);
    await expect.poll(() => inPage(app, headingText)).not.toBe(host.gone.title);
    // back at the run, or at its second look
    await expect.poll(async () => running.includes(String(await inPage(app, headingText)))).toBe(true);
    await expect
      .poll(() => calls(app), { timeout: 60_000 })
      .toEqual(['powerSaveBlocker.start', 'powerSaveBlocker.stop']);
  });
});
