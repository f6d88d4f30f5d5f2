import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import type { SessionView } from '../../app/contract/session.ts';
import type { Settings } from '../../app/contract/settings.ts';
import type { WatchView } from '../../app/contract/watch.ts';
import { dictionaries } from '../../app/locale/dictionaries.ts';
import { call } from '../harness/desktop-test.ts';
import { closeWindow, expect, isVisible, test, trayOf } from '../harness/tray-test.ts';

test.use({ files: 400 });
test.skip(({ kind }) => kind !== 'stand-in', 'nobody can press the tray of the real binary from here');

const { tray } = dictionaries['zh-CN'].host;
const { wizard, home } = dictionaries['zh-CN'];

const heading = (window: Page) => window.getByRole('heading', { level: 1 });

/** Back to the home screen, which asks nothing while nothing was chosen. */
async function goHome(window: Page): Promise<void> {
  await window.reload();
  await expect(window.getByRole('button', { name: home.leave, exact: true })).toBeEnabled();
}

test('every press shows the window and none hides it', async ({ startWithTray }) => {
  const { app, window } = await startWithTray();
  await expect(heading(window)).toBeVisible();
  for (const gesture of ['click', 'double-click'] as const)
    for (const system of ['win32', 'linux'] as const) {
      await closeWindow(app);
      expect(await isVisible(app)).toBe(false);
      for (const times of [1, 2]) {
        await app.evaluate((_electron, [pressed, as]) => standIn.press(pressed, as), [
          gesture,
          system,
        ] as const);
        expect(await isVisible(app), `${gesture} ${times} on ${system}`).toBe(true);
      }
    }
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  await app.evaluate(() => standIn.press('click'));
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())).toBe(
    false,
  );
});

test('each entry opens its sheet and removes nothing', async ({ startWithTray, disk }) => {
  const { app, window, ended } = await startWithTray();
  await expect(window.getByRole('button', { name: home.leave, exact: true })).toBeEnabled();
  await expect.poll(async () => (await trayOf(app))?.tooltip).toBe(tray.tooltip.watch.on);
  const choose = (entry: keyof typeof tray.menu): Promise<void> =>
    app.evaluate((_electron, label) => standIn.choose(label), tray.menu[entry]);
  const { menu } = tray;
  expect((await trayOf(app))?.menu).toEqual([
    ...[menu.open, '-', menu.leave, menu['deep-clean'], menu['session-start'], '-'],
    ...[menu['watch-pause'], '-', menu.quit],
  ]);

  await test.step('打开', async () => {
    await closeWindow(app);
    await choose('open');
    expect(await isVisible(app)).toBe(true);
  });
  await test.step('我要离开这台电脑, from a hidden window', async () => {
    await closeWindow(app);
    await choose('leave');
    expect(await isVisible(app)).toBe(true);
    await expect(heading(window)).toHaveText(wizard.accounts.title);
  });
  await test.step('another entry leaves an open sheet as it is', async () => {
    await choose('deep-clean');
    await expect(heading(window)).toHaveText(wizard.accounts.title);
    await goHome(window);
  });
  await test.step('深度清理', async () => {
    await choose('deep-clean');
    await expect(heading(window)).toHaveText(wizard.accounts.title);
    await goHome(window);
  });
  await test.step('我开始用这台电脑 shows where a session begins, and begins none', async () => {
    await choose('session-start');
    await expect(window.locator('#session-card')).toBeFocused();
    expect(await call<SessionView | null>(window, 'session.get')).toBeNull();
  });
  await test.step('我要走了', async () => {
    await call(window, 'session.start');
    await expect.poll(async () => (await trayOf(app))?.menu).toContain(menu['session-leave']);
    await goHome(window);
    await choose('session-leave');
    await expect(heading(window)).toHaveText(wizard.session.noneTitle);
    expect(await call<SessionView | null>(window, 'session.get')).not.toBeNull();
    await call(window, 'session.end');
    await goHome(window);
  });
  await test.step('暂停监测 and 继续监测', async () => {
    await choose('watch-pause');
    await expect.poll(async () => (await trayOf(app))?.picture).toMatch(/^paused-/);
    expect((await trayOf(app))?.tooltip).toBe(tray.tooltip.watch.off);
    expect((await call<WatchView>(window, 'watch.get')).state).toBe('off');
    expect((await call<Settings>(window, 'settings.get')).watching).toBe(false);
    await choose('watch-resume');
    await expect.poll(async () => (await trayOf(app))?.picture).toMatch(/^watching-/);
    expect((await call<WatchView>(window, 'watch.get')).state).not.toBe('off');
  });
  const { removed, changed } = await disk.changes();
  expect({ removed, changed }).toEqual({ removed: [], changed: [] });
  await test.step('退出安心下机', async () => {
    await choose('quit').catch(() => undefined);
    expect((await ended).exit).toBe(0);
  });
});

test('the picture follows the bar, and everything speaks the language of the settings', async ({
  startWithTray,
}) => {
  const { app, window } = await startWithTray();
  await expect(heading(window)).toBeVisible();
  await expect.poll(async () => (await trayOf(app))?.picture).toBe('watching-on-light-24.png');
  await app.evaluate(() => standIn.setDark({ programs: true, bar: true }));
  expect((await trayOf(app))?.picture).toBe('watching-on-dark-24.png');
  await app.evaluate(() => standIn.setDark({ programs: false, bar: false }));
  expect((await trayOf(app))?.picture).toBe('watching-on-light-24.png');

  const title = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
  await expect.poll(title).toBe(dictionaries['zh-CN'].common.product);
  await call(window, 'settings.set', { language: 'en-US' });
  const english = dictionaries['en-US'];
  await expect.poll(async () => (await trayOf(app))?.menu.at(-1)).toBe(english.host.tray.menu.quit);
  await expect.poll(async () => (await trayOf(app))?.tooltip).toMatch(/^SignOff/);
  expect(await title()).toBe(english.common.product);
  await call(window, 'settings.set', { language: 'system' });
  await expect.poll(async () => (await trayOf(app))?.menu.at(-1)).toBe(tray.menu.quit);
});

test('a notice of growth speaks that language, and a click opens the preview', async ({
  startWithTray,
  where,
}) => {
  const { app, window } = await startWithTray();
  await expect(heading(window)).toBeVisible();
  await call(window, 'settings.set', { guardBytes: 1, guardPercent: null, language: 'en-US' });
  await expect.poll(async () => (await call<WatchView>(window, 'watch.get')).surveyed).toBe(true);
  await closeWindow(app);
  const media = where.manifest.entries.find(({ path }) => /\/msg\/(?:attach|video)\//.test(`/${path}`));
  await appendFile(join(where.home, media?.path ?? '', '../new.dat'), 'x'.repeat(4096));
  const notices = () => app.evaluate(() => standIn.notifications().map(({ title }) => title));
  await expect.poll(notices, { timeout: 60_000 }).toEqual([dictionaries['en-US'].home.growth.title]);
  await expect.poll(async () => (await trayOf(app))?.picture).toMatch(/^attention-/);
  await app.evaluate(() => standIn.clickNotice());
  expect(await isVisible(app)).toBe(true);
  await expect(heading(window)).toHaveText(dictionaries['en-US'].wizard.preview.title);
});
