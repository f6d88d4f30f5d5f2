import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  session,
  shell,
  Tray,
} from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import { dictionaries } from '../../../app/locale/dictionaries.ts';
import type { Language } from '../../../app/locale/dictionary.ts';
import type { Assistant, AssistantOptions } from '../../assistant/assistant.ts';
import { compose } from '../../assistant/compose.ts';
import { isDemoHome } from '../../demo/generate-demo-home.ts';
import { loadRenderer } from '../../assistant/serve-renderer.ts';
import type { SystemOf } from '../../system/system.ts';
import { bringToFront, closeBeforeQuit, hideOnClose, windowOptions } from './window.ts';
import type { QuitState } from './window.ts';
import { showGrowthNotices, previewPlace } from './growth-notice.ts';
import { serveIpc } from './ipc.ts';
import { systemName } from './launch-options.ts';
import type { LaunchOptions } from './launch-options.ts';
import { ownOrigin, servePages } from './lockdown.ts';
import { firstLineOf, StartError } from './start-guard.ts';
import { askProgram, installTray, trayIcon, trayPlace } from './tray.ts';

const partition = 'signoff-window';

export interface DesktopOptions extends LaunchOptions {
  readonly language: Language;
  readonly stateFolder: string;
  /** the built program's own folder */
  readonly out: string;
  /** gives the operating system; a test gives its own */
  readonly systemOf: SystemOf;
}

const warn = (line: string): void => console.error(line);

function composeFor(options: DesktopOptions, tray: boolean): Promise<Assistant> {
  const { env } = process;
  const assistant: AssistantOptions = {
    env,
    system: systemName,
    dataDir: options.dataDir,
    demo: isDemoHome(app.getPath('home')),
    workers: { kind: 'threads', folder: options.out, count: 2 },
    capabilities: {
      tray,
      trash: true,
      notifications: Notification.isSupported(),
      autostart: false,
      powerEvents: false,
      openFolder: false,
    },
    trashItem: (path) => shell.trashItem(path),
    warn,
  };
  return compose(assistant, options.systemOf(systemName, env));
}

const macMenu: MenuItemConstructorOptions[] = [
  { role: 'appMenu' },
  { role: 'editMenu' },
  { role: 'windowMenu' },
];

/** macOS needs a menu for copying and quitting; elsewhere no menu also means no hidden shortcuts. */
function setMenu(): void {
  Menu.setApplicationMenu(systemName === 'macos' ? Menu.buildFromTemplate(macMenu) : null);
}

async function makeWindow(options: DesktopOptions): Promise<BrowserWindow> {
  const own = session.fromPartition(partition);
  const renderer = await loadRenderer(join(options.out, 'renderer')).catch((error: unknown) => {
    throw new StartError('files', firstLineOf(error), { cause: error });
  });
  servePages(own.protocol, renderer);
  const window = new BrowserWindow(
    windowOptions({
      preload: join(options.out, 'preload.cjs'),
      title: dictionaries[options.language].common.product,
      developer: !app.isPackaged,
      partition,
    }),
  );
  window.once('ready-to-show', () => window.show());
  return window;
}

/** kept here, because a tray without a reference disappears with garbage collection */
let keptTray: ReturnType<typeof installTray> = null;

async function placeTray(options: DesktopOptions, show: () => void): Promise<boolean> {
  if ((await trayPlace(systemName, askProgram)) !== 'yes') return false;
  const icon = nativeImage.createFromPath(
    join(app.getAppPath(), 'assets', 'icons', trayIcon(systemName, nativeTheme.shouldUseDarkColors)),
  );
  const makers = {
    icon,
    makeTray: (image: typeof icon) => new Tray(image),
    makeMenu: (items: MenuItemConstructorOptions[]) => Menu.buildFromTemplate(items),
  };
  const actions = { show, quit: () => app.quit() };
  keptTray = installTray(makers, dictionaries[options.language].host.tray, actions);
  return keptTray !== null;
}

function follow(window: BrowserWindow, tray: boolean, quitState: QuitState): void {
  hideOnClose(window, () => tray && !quitState.isQuitting());
  app.on('second-instance', () => bringToFront(window));
  app.on('activate', () => bringToFront(window));
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.quit());
}

/** Shows growth as a system notice too, because the window may be hidden. */
function showGrowth(options: DesktopOptions, assistant: Assistant, window: BrowserWindow): () => void {
  const maker = {
    supported: Notification.isSupported(),
    make: (words: { title: string; body: string }) => new Notification(words),
  };
  return showGrowthNotices(assistant, maker, options.language, () => {
    bringToFront(window);
    void window.loadURL(`${ownOrigin}/${previewPlace}`).catch((error: unknown) => warn(String(error)));
  });
}

/** Loads the page and shows the window, even if `ready-to-show` never comes. */
async function showPage(window: BrowserWindow): Promise<void> {
  const { webContents } = window;
  try {
    await new Promise<void>((resolve, reject) => {
      webContents.once('preload-error', (_event, _path, error) => reject(error));
      webContents.once('render-process-gone', (_event, { reason }) => reject(new Error(reason)));
      window.loadURL(`${ownOrigin}/`).then(resolve, reject);
    });
  } catch (error) {
    throw new StartError('window', firstLineOf(error), { cause: error });
  }
  if (!window.isVisible()) window.show();
}

/** Opens the window and calls `opened` when it shows; Electron must be ready. */
export async function openDesktop(options: DesktopOptions, opened: () => void): Promise<void> {
  setMenu();
  const window = await makeWindow(options);
  const tray = await placeTray(options, () => bringToFront(window));
  const assistant = await composeFor(options, tray);
  const stopIpc = serveIpc(ipcMain, assistant, window.webContents);
  const stopNotices = showGrowth(options, assistant, window);
  const quitState = closeBeforeQuit(
    app,
    async () => {
      stopNotices();
      await assistant.close();
      stopIpc();
    },
    warn,
  );
  follow(window, tray, quitState);
  await showPage(window);
  opened();
  await assistant.retain();
}
