import { app, ipcMain, Menu, Notification, powerMonitor, powerSaveBlocker } from 'electron';
import type { Client } from '../../../app/contract/contract.ts';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import type { Assistant } from '../../assistant/assistant.ts';
import type { Caller } from '../../assistant/dispatcher.ts';
import type { SystemOf } from '../../system/system.ts';
import { carryOutTrayCommand } from '../tray/tray-commands.ts';
import type { TrayCommand } from '../tray/tray-view.ts';
import { autostartFor, composeDesktop } from './compose-desktop.ts';
import { endDesktop, showBox } from './ending/end-desktop.ts';
import type { Quitting } from './ending/guard-quit.ts';
import { serveIpc } from './locks/ipc.ts';
import { readErrand, systemName } from './start/launch-options.ts';
import type { LaunchOptions } from './start/launch-options.ts';
import { appMenu } from './system/app-menu.ts';
import { followAutostart } from './system/autostart.ts';
import { followLanguage } from './system/language.ts';
import type { SpokenLanguage } from './system/language.ts';
import { createNotices, showGrowthNotices } from './system/notices.ts';
import { followWaking, keepAwake } from './system/power.ts';
import { followWork } from './system/work.ts';
import type { Work } from './system/work.ts';
import { canPlaceTray, placeTray } from './tray/place-tray.ts';
import type { PlacedTray } from './tray/place-tray.ts';
import { followCrashes } from './window/gone-page.ts';
import { openWindow } from './window/open-window.ts';
import type { OpenWindow } from './window/open-window.ts';

export interface DesktopOptions extends LaunchOptions {
  /** the system's, until the settings are read */
  readonly language: Language;
  readonly stateFolder: string;
  /** the window's own folder */
  readonly profile: string;
  /** the built program's own folder */
  readonly out: string;
  /** gives the operating system; a test gives its own */
  readonly systemOf: SystemOf;
}

const warn = (line: string): void => console.error(line);

/** The shell's own requests: none of them may remove anything. */
const shell: Caller = { host: 'electron', may: ['read', 'write'] };

/** kept here, because a tray without a reference disappears with garbage collection */
let keptTray: PlacedTray | null = null;

function isHiddenStart(options: DesktopOptions): boolean {
  if (options.open !== null) return false;
  // macOS passes no words to what it opens at sign-in
  return options.startHidden || (systemName === 'macos' && app.getLoginItemSettings().wasOpenedAtLogin);
}

interface Shell extends OpenWindow {
  readonly assistant: Assistant;
  readonly client: Client;
  readonly language: SpokenLanguage;
  readonly work: Work;
}

function setMenu(language: Language, quit: () => void): void {
  const { common, host } = dictionaries[language];
  const menu = appMenu(systemName, { product: common.product, quit: host.tray.menu.quit }, quit);
  Menu.setApplicationMenu(menu === null ? null : Menu.buildFromTemplate(menu));
}

/** The assistant, and the window without its page. */
async function assemble(options: DesktopOptions, hasTray: boolean, hasAutostart: boolean): Promise<Shell> {
  const onCall = ({ method }: { readonly method: string }): void => {
    // closes an interrupted run, which no event tells
    if (method === 'runs.close') keptTray?.again();
  };
  const assistant = await composeDesktop({ ...options, ...{ hasTray, hasAutostart, warn, onCall } });
  const client = assistant.client(shell);
  const language = followLanguage(client, options.language, (next) => {
    opened.window.setTitle(dictionaries[next].common.product);
    setMenu(next, () => app.quit());
  });
  const opened = await openWindow({ ...options, ...{ warn, language: language.now } });
  return { ...opened, assistant, client, language, work: followWork(client) };
}

/** Notices and power: what goes on while the window is hidden. Returns the function that ends it. */
function followSystem({ assistant, language, window, work }: Shell, isQuitting: () => boolean): () => void {
  const maker = {
    supported: Notification.isSupported(),
    make: (words: { title: string; body: string }) => new Notification(words),
  };
  const notices = createNotices(maker, warn);
  const stops = [
    showGrowthNotices(assistant, { notices, language: language.now, open: window.show }),
    keepAwake(work, powerSaveBlocker),
    work.onChange((isBusy) => {
      if (isBusy || window.isVisible() || isQuitting()) return;
      notices.show(dictionaries[language.now()].host.workDone, () => window.show(null));
    }),
  ];
  followWaking(powerMonitor, () => {
    keptTray?.again();
    window.send({ kind: 'event', event: 'host.resumed', payload: {} });
  });
  return () => {
    for (const stop of stops) stop();
  };
}

/** Carries out what the tray, the desktop file's actions and a second start ask for. */
function followCommands({ client, window }: Shell, quitting: Quitting): (command: TrayCommand) => void {
  const host = { client, open: window.show, quit: quitting.quit, warn };
  const run = (command: TrayCommand): void => void carryOutTrayCommand(command, host);
  app.on('activate', () => run('open'));
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const { startHidden, open } = readErrand(data);
    if (open !== null || !startHidden) run(open ?? 'open');
  });
  return run;
}

/** Loads the page and shows the window unless the start is hidden. */
async function showFirst(
  { browserWindow, window, language }: Shell,
  isHidden: boolean,
  isQuitting: () => boolean,
) {
  if (!isHidden) browserWindow.once('ready-to-show', () => window.show(null));
  await window.load();
  // the person may have closed it before its page was complete
  if (!isHidden && !window.wasShown()) window.show(null);
  const giveUp = (): void => {
    const { gone } = dictionaries[language.now()].host;
    void showBox(null, { type: 'error', message: gone.title, detail: gone.twice });
  };
  followCrashes(browserWindow.webContents, { window, isQuitting, warn, giveUp });
}

/** Opens the window and calls `opened` once it shows, or has loaded in a hidden start. Electron must be ready. */
export async function openDesktop(options: DesktopOptions, opened: () => void): Promise<void> {
  const startHidden = isHiddenStart(options);
  const hasTray = await canPlaceTray(startHidden);
  const autostart = autostartFor(options);
  setMenu(options.language, () => app.quit());
  const parts = await assemble(options, hasTray, autostart !== null);
  const { assistant, client, browserWindow, language, work } = parts;
  const stopIpc = serveIpc(ipcMain, assistant, browserWindow.webContents);
  const stops: (() => void)[] = [work.stop, language.stop];
  const quitting = endDesktop({
    ...{ ...parts, warn, language: language.now, hasTray: () => keptTray !== null },
    async close() {
      for (const stop of stops) stop();
      await Promise.all([parts.saveState(), assistant.close()]);
      stopIpc();
      keptTray?.remove();
      keptTray = null;
    },
  });
  stops.push(followSystem(parts, quitting.isQuitting));
  const run = followCommands(parts, quitting);
  if (hasTray) keptTray = placeTray(client, options.language, run);
  if (options.open !== null) run(options.open);
  await showFirst(parts, startHidden && keptTray !== null, quitting.isQuitting);
  opened();
  if (autostart !== null) stops.push(await followAutostart(client, autostart, warn));
  await assistant.retain();
}
