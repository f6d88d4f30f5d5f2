import { execFile } from 'node:child_process';
import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import type { SystemName } from '../../../app/platforms/platform.ts';
import type { Tri } from '../../../app/contract/shapes.ts';

export interface TrayTexts {
  readonly open: string;
  readonly quit: string;
  readonly tooltip: string;
}

export interface TrayActions {
  readonly show: () => void;
  readonly quit: () => void;
}

/** The tray's menu; works the same whether the window is visible or hidden. */
export function trayMenu(texts: TrayTexts, actions: TrayActions): MenuItemConstructorOptions[] {
  return [
    { label: texts.open, click: actions.show },
    { type: 'separator' },
    { label: texts.quit, click: actions.quit },
  ];
}

/** The icon that is visible on this system's bar: macOS tints its own, Windows has light and dark bars. */
export function trayIcon(system: SystemName, darkBar: boolean): string {
  if (system === 'macos') return 'trayTemplate.png';
  if (system === 'windows') return darkBar ? 'tray-on-dark.ico' : 'tray-on-light.ico';
  return 'tray.png';
}

interface TrayMaker {
  readonly makeTray: (icon: NativeImage) => Pick<Tray, 'setToolTip' | 'setContextMenu' | 'on'>;
  readonly makeMenu: (items: MenuItemConstructorOptions[]) => Menu;
  readonly icon: NativeImage;
}

/** Creates the tray icon; null if the system has no tray. A click shows the window and never hides it. */
export function installTray(
  { makeTray, makeMenu, icon }: TrayMaker,
  texts: TrayTexts,
  actions: TrayActions,
): ReturnType<TrayMaker['makeTray']> | null {
  if (icon.isEmpty()) return null;
  try {
    const tray = makeTray(icon);
    tray.setToolTip(texts.tooltip);
    tray.setContextMenu(makeMenu(trayMenu(texts, actions)));
    tray.on('click', actions.show);
    tray.on('double-click', actions.show);
    return tray;
  } catch {
    return null;
  }
}

export type Ask = (program: string, args: readonly string[]) => Promise<string>;

const question = [
  'call',
  '--session',
  '--dest=org.freedesktop.DBus',
  '--object-path=/org/freedesktop/DBus',
  '--method=org.freedesktop.DBus.NameHasOwner',
  'org.kde.StatusNotifierWatcher',
];

/** Runs an installed program by its absolute path, without a shell, for at most a second. */
export const askProgram: Ask = (program, args) =>
  new Promise((resolve, reject) => {
    execFile(program, [...args], { timeout: 1_000, windowsHide: true }, (error, output) => {
      if (error === null) resolve(output);
      else reject(new Error(`${program} did not answer`, { cause: error }));
    });
  });

/**
 * Whether a tray icon would be visible. Many Linux desktops have no tray and Electron does not report it; a window
 * hidden there could not be brought back.
 */
export async function trayPlace(system: SystemName, ask: Ask): Promise<Tri> {
  if (system !== 'linux') return 'yes';
  try {
    const answer = (await ask('/usr/bin/gdbus', question)).trim();
    if (answer === '(true,)') return 'yes';
    return answer === '(false,)' ? 'no' : 'could-not-tell';
  } catch {
    return 'could-not-tell';
  }
}
