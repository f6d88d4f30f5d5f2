import { _electron } from 'playwright';
import type { ElectronApplication, Page } from 'playwright';
import { ensureStandIn } from '../../scripts/build-stand-in.mjs';
import type { PrivateHome } from './private-home.ts';

/** The real binary, or the stand-in for it. */
export type ElectronKind = 'electron' | 'stand-in';

export interface Look {
  readonly locale: string;
  readonly colorScheme: 'light' | 'dark';
  readonly timezoneId: string;
  readonly viewport?: { readonly width: number; readonly height: number } | null | undefined;
}

export interface DesktopStart {
  /** words after the program and before its own options */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The program asks the session bus for the tray. */
const busVariable = 'DBUS_SESSION_BUS_ADDRESS';
/** Without an address D-Bus starts a bus of its own, or at least makes a folder for it in the home. */
const noBus = 'unix:path=/nonexistent/bus';

export function desktopArguments(where: PrivateHome, locale: string): string[] {
  return [where.program.folder, `--data-dir=${where.dataDir}`, `--language=${locale}`];
}

export function desktopEnvironment(where: PrivateHome): Record<string, string> {
  return { ...where.env, TMPDIR: where.temporary, [busVariable]: process.env[busVariable] ?? noBus };
}

/**
 * Starts the unpackaged desktop app on the test's own home. Without an executable path Playwright asks the electron
 * package for the binary, holds `ready` back until it is connected, and heeds ELECTRON_OVERRIDE_DIST_PATH.
 */
export async function startElectron(
  kind: ElectronKind,
  where: PrivateHome,
  look: Look,
  more: DesktopStart = {},
): Promise<ElectronApplication> {
  if (kind === 'stand-in') process.env['ELECTRON_OVERRIDE_DIST_PATH'] = await ensureStandIn();
  return _electron.launch({
    args: [...desktopArguments(where, look.locale), ...(more.args ?? [])],
    env: { ...desktopEnvironment(where), ...more.env },
    locale: look.locale,
    colorScheme: look.colorScheme,
    timezoneId: look.timezoneId,
  });
}

/** The window, in the size that the test wants. */
export async function firstWindow(app: ElectronApplication, { viewport }: Look): Promise<Page> {
  const window = await app.firstWindow();
  if (viewport)
    await app.evaluate(
      ({ BrowserWindow }, { width, height }) =>
        BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
      viewport,
    );
  return window;
}
