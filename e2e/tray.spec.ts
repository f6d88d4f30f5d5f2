import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';
import { dictionaries } from '../app/locale/dictionaries.ts';
import { whyNoDesktop } from '../scripts/desktop-tools.mjs';
import { startDesktop } from './harness/desktop.ts';
import type { Desktop } from './harness/desktop.ts';
import { filesOf } from './harness/promises.ts';
import { startResidentHost } from './harness/resident-host.ts';
import type { ResidentHost } from './harness/resident-host.ts';
import { expect, test as base } from './harness/test.ts';
import { HomePage } from './pages/home-page.ts';
import { LeavingWizard } from './pages/leaving-wizard.ts';

const missing = whyNoDesktop();
const texts = dictionaries['zh-CN'];
/** with this variable the pictures of the panel in the docs are made anew */
const picturesFolder = fileURLToPath(new URL('../docs/manual', import.meta.url));

interface Fixtures {
  readonly desktop: Desktop;
  readonly resident: ResidentHost;
}

const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads this pattern to see what the fixture needs
  desktop: async ({}, use) => {
    const desktop = await startDesktop();
    try {
      await use(desktop);
    } finally {
      await desktop.stop();
    }
  },
  resident: async ({ where, desktop }, use) => {
    const host = await startResidentHost(where, desktop);
    try {
      await use(host);
    } finally {
      await host.stop();
    }
  },
});

test.skip(missing !== null, missing ?? '');

async function isHome(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: texts.home.leave })).toBeVisible();
}

/** Closes the window as its own button does, and waits until the panel shows the icon. */
async function closeWindow(page: Page, resident: ResidentHost): Promise<void> {
  await expect.poll(() => resident.output()).toContain(texts.host.resident.tray);
  const closed = page.waitForEvent('close');
  await page.close();
  if (!page.isClosed()) await closed;
}

/** the panel with the menu of the icon below it */
const menuArea = { width: 180, height: 215 };

/** Opens the menu of the icon; returns when it is drawn. */
async function openMenu(desktop: Desktop): Promise<void> {
  const before = await desktop.picture(menuArea);
  await desktop.clickIcon('right');
  await expect.poll(async () => (await desktop.picture(menuArea)).equals(before)).toBe(false);
}

async function keepPicture(desktop: Desktop, name: string): Promise<void> {
  const picture = await desktop.picture({ width: 800, height: 480 });
  await test.info().attach(name, { body: picture, contentType: 'image/png' });
  if (process.env['SIGNOFF_PICTURES'] === '1') await writeFile(join(picturesFolder, name), picture);
}

test('from the icon in the panel to the disk: double click, menu, wizard, removal, quit', async ({
  desktop,
  resident,
  where,
  disk,
}) => {
  const first = await resident.nextWindow();
  await isHome(first);
  await closeWindow(first, resident);
  await desktop.clickIcon('double');
  const window = await resident.nextWindow();
  const home = new HomePage(window, texts);
  await home.measured();
  await openMenu(desktop);
  await keepPicture(desktop, 'tray-zh-CN.png');
  // the second entry: 我要离开这台电脑
  await desktop.xdotool('key', 'Down', 'Down', 'Return');
  const wizard = new LeavingWizard(window, texts);
  await wizard.chooseEveryone();
  await wizard.goOn();
  await wizard.passSignOut();
  await wizard.chooseLevel('system');
  await wizard.goOn();
  await wizard.preview();
  expect((await disk.changes()).removed).toEqual([]);
  await wizard.goOn();
  await wizard.holdToRun();
  await wizard.result('done');
  const { removed, added, changed } = await disk.changes();
  expect({ added, changed }).toEqual({ added: [], changed: [] });
  const gone = new Set(removed);
  expect(filesOf(where.manifest, 'credentials').filter((path) => !gone.has(path))).toEqual([]);

  await openMenu(desktop);
  // the last entry of the menu
  await desktop.xdotool('key', 'Up', 'Return');
  expect(await resident.ended).toBe(0);
  expect((await readdir(where.dataDir)).filter((name) => /^(window-|resident)/.test(name))).toEqual([]);
});

/** The window's number; nothing is attached to the page, which would make it believe that it has the focus. */
async function untilOpen(desktop: Desktop, resident: ResidentHost): Promise<string> {
  await expect.poll(() => resident.output()).toContain(texts.host.resident.tray);
  const find = (): Promise<string> =>
    desktop.xdotool('search', '--onlyvisible', '--name', `^${texts.common.product}$`).catch(() => '');
  await expect.poll(find).toMatch(/^\d+$/);
  return find();
}

const isActive = (desktop: Desktop): Promise<string> => desktop.xdotool('getactivewindow').catch(() => '');

test('a click on the icon brings an open window to the front', async ({ desktop, resident }) => {
  const id = await untilOpen(desktop, resident);
  await desktop.xdotool('windowminimize', '--sync', id);
  await expect.poll(() => isActive(desktop)).not.toBe(id);
  await desktop.clickIcon('left');
  await expect.poll(() => isActive(desktop)).toBe(id);
  expect(resident.output()).not.toContain(texts.host.resident.notices.behind.title);
});

test('where the desktop does not bring it to the front, a line says that it is open', async ({
  desktop,
  resident,
}) => {
  const id = await untilOpen(desktop, resident);
  await desktop.xdotool('windowminimize', '--sync', id);
  await expect.poll(() => isActive(desktop)).not.toBe(id);
  desktop.freeze();
  await desktop.activateIcon();
  await expect.poll(() => resident.output()).toContain(texts.host.resident.notices.behind.title);
  expect(resident.output()).toContain(texts.host.resident.noNotices);
});

test('a display that goes away ends the window, and the host ends with its tray', async ({
  desktop,
  resident,
  where,
}) => {
  const window = await resident.nextWindow();
  await isHome(window);
  await expect.poll(() => resident.output()).toContain(texts.host.resident.tray);
  await desktop.stop();
  expect(await resident.ended).toBe(0);
  expect(resident.output()).toContain(texts.host.resident.trayLost);
  expect(existsSync(where.dataDir)).toBe(true);
  expect((await readdir(where.dataDir)).filter((name) => /^(window-|resident)/.test(name))).toEqual([]);
});
