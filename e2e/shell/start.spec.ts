import { existsSync } from 'node:fs';
import { lstat, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { dictionaries } from '../../app/locale/dictionaries.ts';
import { desktopArguments, desktopEnvironment } from '../harness/electron-host.ts';
import { call, runDesktop } from '../harness/desktop-test.ts';
import { expect, isVisible, test, trayOf } from '../harness/tray-test.ts';

test.use({ files: 400 });

const { wizard, host } = dictionaries['zh-CN'];
const heading = (window: Page) => window.getByRole('heading', { level: 1 });

test('hidden with a tray, and a second start shows it', async ({ startWithTray, kind, where, bus }) => {
  test.skip(kind !== 'stand-in', 'nobody can see the tray of the real binary from here');
  const { app, window } = await startWithTray({ args: ['--start-hidden'] });
  await expect(heading(window)).not.toHaveText('');
  expect(await isVisible(app)).toBe(false);
  expect(await trayOf(app)).not.toBeNull();
  const again = (...more: string[]) =>
    runDesktop(kind, [...desktopArguments(where, 'zh-CN'), ...more], {
      ...desktopEnvironment(where),
      DBUS_SESSION_BUS_ADDRESS: bus,
    });
  // as at the next sign-in of the same person
  expect(await again('--start-hidden')).toMatchObject({ exit: 0 });
  expect(await isVisible(app)).toBe(false);
  expect(await again('--open=deep-clean')).toMatchObject({ exit: 0 });
  await expect.poll(() => isVisible(app)).toBe(true);
  await expect(heading(window)).toHaveText(wizard.accounts.title);
});

test('hidden without a tray shows the window, because nothing else could', async ({ start }) => {
  const { app, window } = await start({ args: ['--start-hidden'] });
  await expect(heading(window)).toBeVisible();
  await expect.poll(() => isVisible(app)).toBe(true);
});

test('an action of the desktop file opens its sheet and removes nothing', async ({ start, disk }) => {
  const { window } = await start({ args: ['--open=leave'] });
  await expect(heading(window)).toHaveText(wizard.accounts.title);
  const { removed, changed } = await disk.changes();
  expect({ removed, changed }).toEqual({ removed: [], changed: [] });
});

test.describe('without a size of the test’s own', () => {
  test.use({ viewport: null });

  test('the window opens where it was', async ({ start }) => {
    const bounds = { x: 120, y: 80, width: 1000, height: 700 };
    const first = await start();
    await expect(heading(first.window)).toBeVisible();
    await first.app.evaluate(
      ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to),
      bounds,
    );
    await first.app.evaluate(({ app }) => app.quit()).catch(() => undefined);
    expect((await first.ended).exit).toBe(0);
    const second = await start();
    await expect(heading(second.window)).toBeVisible();
    const where = () =>
      second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(await where()).toEqual(bounds);
  });
});

test('the lock of a program on another computer is named and stays', async ({ kind, where }) => {
  const folder = join(where.dataDir, 'window');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = join(folder, 'SingletonLock');
  await symlink('pc-3-1234', lock);
  const { exit, errors } = await runDesktop(
    kind,
    desktopArguments(where, 'zh-CN'),
    desktopEnvironment(where),
  );
  expect(exit).toBe(1);
  expect(errors).toContain(host.start.locked({ path: lock, computer: 'pc-3', pid: '1234' }));
  expect((await lstat(lock)).isSymbolicLink()).toBe(true);
});

test('opening at sign-in is a file in the home that comes and goes with the setting', async ({
  start,
  where,
}) => {
  const { window } = await start();
  await expect(heading(window)).toBeVisible();
  const file = join(where.home, '.config/autostart/signoff.desktop');
  await call(window, 'settings.set', { autostart: true });
  await expect.poll(() => existsSync(file)).toBe(true);
  const entry = await readFile(file, 'utf8');
  expect(entry).toContain('"--start-hidden"');
  expect(entry).toContain(`"--data-dir=${where.dataDir}"`);
  await call(window, 'settings.set', { autostart: false });
  await expect.poll(() => existsSync(file)).toBe(false);
});
