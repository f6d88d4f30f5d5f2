import { dictionaries } from '../../app/locale/dictionaries.ts';
import { call, expect, test } from '../harness/desktop-test.ts';

test.use({ files: 350 });

const languages = [
  { locale: 'zh-CN', system: 'en_US.UTF-8', title: dictionaries['zh-CN'].common.product },
  { locale: 'en-US', system: 'zh_CN.UTF-8', title: dictionaries['en-US'].common.product },
] as const;

for (const { locale, system, title } of languages)
  test.describe(`--language=${locale} on a system in ${system}`, () => {
    test.use({ locale });

    test('the window opens in the language asked for', async ({ start }) => {
      const { app, window } = await start({ env: { LANG: system } });
      await expect(window.locator('html')).toHaveAttribute('lang', locale);
      await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
      const shown = await app.evaluate(({ BrowserWindow, Menu }) =>
        BrowserWindow.getAllWindows().map((each) => ({
          title: each.getTitle(),
          visible: each.isVisible(),
          menu: Menu.getApplicationMenu(),
        })),
      );
      expect(shown).toEqual([{ title, visible: true, menu: null }]);
    });
  });

test('the page has the bridge and nothing else of Node or Electron', async ({ start, where }) => {
  const { app, window } = await start();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  const found = await window.evaluate(() => ({
    bridge: Object.keys(self.signoff!),
    frozen: Object.isFrozen(self.signoff!),
    replaced: Reflect.set(self, 'signoff', null),
    node: ['require', 'process', 'module', 'ipcRenderer', 'Buffer'].filter((name) => name in self),
  }));
  expect(found).toEqual({
    bridge: ['request', 'onEvent'],
    frozen: true,
    replaced: false,
    node: [],
  });
  expect(
    await app.evaluate(({ webContents }) => webContents.getAllWebContents().map((each) => each.getURL())),
  ).toEqual(['app://signoff/']);
  const { home, dataDir } = await call<{ home: string; dataDir: string }>(window, 'host.describe');
  expect({ home, dataDir }).toEqual({ home: where.home, dataDir: where.dataDir });
});

test('the page follows the colours of the system while it is open', async ({ start, kind }) => {
  test.skip(kind !== 'stand-in', 'only the stand-in can change the colours of the system');
  const { app, window } = await start();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  const isDark = () => window.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const background = () => window.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await app.evaluate(() => standIn.setDark({ programs: true }));
  await expect.poll(isDark).toBe(true);
  expect(await background()).not.toBe(light);
  await app.evaluate(() => standIn.setDark({ programs: false }));
  await expect.poll(background).toBe(light);
});

test('closing the only window quits where there is no tray, with exit code 0', async ({ start }) => {
  const { app, window, ended } = await start({
    env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' },
  });
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined);
  expect((await ended).exit).toBe(0);
});
