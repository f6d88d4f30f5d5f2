import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { app, Menu, nativeImage, nativeTheme, Tray } from 'electron';
import type { Client } from '../../../../app/contract/contract.ts';
import type { Language } from '../../../../app/locale/dictionary.ts';
import { followTray } from '../../tray/follow-tray.ts';
import { firstTrayView } from '../../tray/tray-view.ts';
import type { TrayCommand } from '../../tray/tray-view.ts';
import { systemName } from '../start/launch-options.ts';
import { createElectronTray, hasTrayPicture } from './electron-tray.ts';
import { askProgram, waitForTrayPlace } from './tray-place.ts';

/** How long a start at sign-in waits for the desktop's panel: ten times two seconds. */
const panel = { tries: 10, pauseMs: 2_000 };

/** Windows tells the bar's theme apart from that of programs; Linux has only the latter (electron.d.ts, NativeTheme). */
function isBarDark(): boolean {
  return systemName === 'linux'
    ? nativeTheme.shouldUseDarkColors
    : nativeTheme.shouldUseDarkColorsForSystemIntegratedUI;
}

function partsFor(run: (command: TrayCommand) => void) {
  const folder = join(app.getAppPath(), 'assets', 'icons', 'tray');
  return {
    system: systemName,
    makeTray: (image: Electron.NativeImage) => new Tray(image),
    makeMenu: (items: Electron.MenuItemConstructorOptions[]) => Menu.buildFromTemplate(items),
    image: (name: string) => nativeImage.createFromPath(join(folder, name)),
    isBarDark,
    run,
  };
}

/** Whether a tray can be placed and seen here. */
export async function canPlaceTray(startHidden: boolean): Promise<boolean> {
  if (!hasTrayPicture(partsFor(() => undefined))) return false;
  const bus = { ask: askProgram, env: process.env };
  return waitForTrayPlace(systemName, bus, {
    tries: startHidden ? panel.tries : 1,
    pause: () => pause(panel.pauseMs),
  });
}

export interface PlacedTray {
  /** reads everything again, for what comes without an event */
  again(): void;
  remove(): void;
}

/** Places the tray; null where the system refuses. The caller keeps it: a tray without a reference disappears. */
export function placeTray(
  client: Client,
  systemLanguage: Language,
  run: (command: TrayCommand) => void,
): PlacedTray | null {
  const tray = createElectronTray(partsFor(run), firstTrayView(systemLanguage));
  if (tray === null) return null;
  nativeTheme.on('updated', tray.redraw);
  const follower = followTray(client, systemLanguage, (view) => tray.show(view));
  return {
    again: () => void follower.again(),
    remove() {
      follower.stop();
      nativeTheme.off('updated', tray.redraw);
      tray.destroy();
    },
  };
}
