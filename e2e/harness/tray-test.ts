import type { ElectronApplication } from 'playwright';
import { expect } from 'playwright/test';
import { test as base } from './desktop-test.ts';
import type { Desktop } from './desktop-test.ts';
import type { DesktopStart } from './electron-host.ts';
import { startTrayBus, whyNoBus } from './tray-bus.ts';

interface Fixtures {
  /** starts the desktop app where a tray can be seen */
  readonly startWithTray: (more?: DesktopStart) => Promise<Desktop>;
}

/** Playwright's test for the shell on a desktop with a tray. */
export const test = base.extend<Fixtures, { readonly bus: string }>({
  bus: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads this pattern to see what the fixture needs
    async ({}, use) => {
      if (whyNoBus !== null) throw new Error(whyNoBus);
      const bus = await startTrayBus();
      await use(bus.address);
      await bus.stop();
    },
    { scope: 'worker' },
  ],
  startWithTray: async ({ start, bus }, use) => {
    await use((more) => start({ ...more, env: { DBUS_SESSION_BUS_ADDRESS: bus, ...more?.env } }));
  },
});

export { expect } from 'playwright/test';

/** What the tray shows at this moment. */
export const trayOf = (app: ElectronApplication) =>
  app.evaluate(() => {
    const [tray] = standIn.trays();
    if (tray === undefined) return null;
    return {
      tooltip: tray.toolTip,
      picture: tray.image.sources[0]?.split('/').at(-1) ?? '',
      menu: standIn.trayMenu(),
    };
  });

export const isVisible = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? null);

/** Closes the window as a person does, who can close only one that is shown; the page may be drawn before that. */
export async function closeWindow(app: ElectronApplication): Promise<void> {
  await expect.poll(() => isVisible(app)).toBe(true);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}
