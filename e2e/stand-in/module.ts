import { app } from './app/app.ts';
import { dialog } from './desktop/dialog.ts';
import { StandInMenu, StandInMenuItem } from './desktop/menu.ts';
import { nativeImage } from './desktop/native-image.ts';
import { StandInNotification } from './desktop/notification.ts';
import { nativeTheme } from './desktop/native-theme.ts';
import { clipboard, powerMonitor, powerSaveBlocker, screen, shell } from './desktop/system.ts';
import { StandInTray } from './desktop/tray.ts';
import { StandInWindow } from './window/browser-window.ts';
import { ipcMain } from './window/ipc-main.ts';
import { registerSchemesAsPrivileged } from './window/protocol.ts';
import { session, sessionOf } from './window/session.ts';
import { webContents } from './window/web-contents.ts';

type ModuleName = Exclude<keyof typeof Electron.Main, `${string}Event`>;

/** What the stand-in has of the `electron` module. */
const present = {
  app,
  BrowserWindow: StandInWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu: StandInMenu,
  MenuItem: StandInMenuItem,
  nativeImage,
  nativeTheme,
  Notification: StandInNotification,
  powerMonitor,
  powerSaveBlocker,
  protocol: {
    registerSchemesAsPrivileged,
    handle: (...args: Parameters<ReturnType<typeof sessionOf>['protocol']['handle']>) =>
      sessionOf('').protocol.handle(...args),
  },
  screen,
  session,
  shell,
  Tray: StandInTray,
  webContents,
};

const missing = [
  'autoUpdater',
  'BaseWindow',
  'BrowserView',
  'contentTracing',
  'crashReporter',
  'desktopCapturer',
  'globalShortcut',
  'inAppPurchase',
  'MessageChannelMain',
  'net',
  'netLog',
  'pushNotifications',
  'safeStorage',
  'ShareMenu',
  'systemPreferences',
  'TouchBar',
  'utilityProcess',
  'View',
  'WebContentsView',
  'webFrameMain',
] as const satisfies readonly (ModuleName | 'crashReporter')[];

/** Importing one of these is allowed, using it is not: a test must not pass because nothing happened. */
function placeholder(name: string): unknown {
  const refuse = (): never => {
    throw new Error(`the stand-in has no ${name}`);
  };
  return new Proxy(refuse, { get: refuse, set: refuse, apply: refuse, construct: refuse });
}

export const electronModule: Readonly<Record<string, unknown>> = {
  ...present,
  ...Object.fromEntries(missing.map((name) => [name, placeholder(name)])),
};
