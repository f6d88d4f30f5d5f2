import { execFileSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync, open as openFile, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CustomScheme } from 'electron';
import { app, isPrevented, lifetime, onlyAfter, onlyBefore, openWindows, report } from './double-app.ts';

export { app };

/**
 * A double of the `electron` module for plain Node, in which the built program starts. It refuses what Electron
 * refuses before or after `ready` (electron.d.ts), stays alive until quit, and prints visible effects as JSON
 * lines.
 */
const { env } = process;
/** The injected fault: one of `windowFaults` or `processFaults`, never-ready, or never-ready-to-show. */
const fault = env['ELECTRON_DOUBLE_FAULT'] ?? '';

const schemes: CustomScheme[] = [];

export const dialog = {
  /** Before `ready` Linux prints the box's text to stderr. */
  showErrorBox(title: string, content: string): void {
    if (lifetime.isReady) report('box', { title, content });
    else console.error(`${title}: ${content}`);
  },
  showMessageBox(): Promise<never> {
    return Promise.reject(new Error('nobody answers here'));
  },
};

export const protocol = {
  registerSchemesAsPrivileged(added: CustomScheme[]): void {
    onlyBefore('protocol.registerSchemesAsPrivileged()');
    if (schemes.length > 0) throw new Error('protocol.registerSchemesAsPrivileged() can be called only once');
    schemes.push(...added);
  },
};

type Answer = (request: Request) => Response | Promise<Response>;

class Session extends EventEmitter {
  readonly handlers = new Map<string, Answer>();
  readonly protocol = { handle: (scheme: string, answer: Answer) => this.handlers.set(scheme, answer) };
  readonly webRequest = { onBeforeRequest: (): void => undefined };
  setPermissionRequestHandler(): void {}
  setPermissionCheckHandler(): void {}
  setDevicePermissionHandler(): void {}
  setSpellCheckerEnabled(): void {}
  setProxy(): Promise<void> {
    return Promise.resolve();
  }
}
const sessions = new Map<string, Session>();

export const session = {
  fromPartition(name: string): Session {
    onlyAfter('session.fromPartition()');
    const known = sessions.get(name);
    if (known !== undefined) return known;
    const made = new Session();
    sessions.set(name, made);
    app.emit('session-created', made);
    return made;
  },
};

class WebContents extends EventEmitter {
  readonly id = 1;
  isDestroyed(): boolean {
    return false;
  }
  send(): void {}
  setWebRTCIPHandlingPolicy(): void {}
  setWindowOpenHandler(): void {}
}

interface WindowOptions {
  readonly show: boolean;
  readonly webPreferences: { readonly preload: string; readonly partition: string };
}

/** Ways for a page to fail; each replaces loading it. */
const windowFaults: Readonly<Record<string, (contents: WebContents) => Promise<void>>> = {
  'load-fails': () => Promise.reject(new Error("ERR_FAILED (-2) loading 'app://signoff/'")),
  'load-hangs': () => new Promise(() => undefined),
  'renderer-gone': (contents) => {
    contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 });
    return new Promise(() => undefined);
  },
};

export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents();
  readonly #options: WindowOptions;
  readonly #session: Session;
  #visible: boolean;

  constructor(options: WindowOptions) {
    super();
    onlyAfter('new BrowserWindow()');
    this.#options = options;
    this.#visible = options.show;
    this.#session = session.fromPartition(options.webPreferences.partition);
    openWindows.add(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    report('loading', { url });
    const failing = windowFaults[fault];
    if (failing !== undefined) return failing(this.webContents);
    const { preload } = this.#options.webPreferences;
    if (!existsSync(preload))
      this.webContents.emit('preload-error', {}, preload, new Error(`ENOENT: ${preload}`));
    const scheme = new URL(url).protocol.slice(0, -1);
    const answer = this.#session.handlers.get(scheme);
    if (answer === undefined || !schemes.some((known) => known.scheme === scheme))
      throw new Error(`ERR_UNKNOWN_URL_SCHEME (-302) loading '${url}'`);
    const response = await answer(new Request(url));
    report('loaded', { status: response.status, body: await response.text() });
    if (fault !== 'never-ready-to-show') this.emit('ready-to-show');
  }
  isDestroyed(): boolean {
    return !openWindows.has(this);
  }
  isVisible(): boolean {
    return this.#visible;
  }
  isMinimized(): boolean {
    return false;
  }
  isMaximized(): boolean {
    return false;
  }
  getNormalBounds() {
    return { x: 0, y: 0, width: 800, height: 600 };
  }
  setTitle(): void {}
  show(): void {
    if (this.#visible) return;
    this.#visible = true;
    report('shown');
    this.emit('show');
  }
  hide(): void {
    this.#visible = false;
  }
  focus(): void {}
  restore(): void {}
  close(): void {
    if (isPrevented(this, 'close')) return;
    openWindows.delete(this);
    this.emit('closed');
  }
}

/** There is no desktop here, so nothing may place a tray. */
export function Tray(): never {
  throw new Error('no tray here');
}

export class Notification extends EventEmitter {
  static isSupported(): boolean {
    onlyAfter('Notification.isSupported()');
    return false;
  }
}

export const Menu = {
  setApplicationMenu: () => onlyAfter('Menu.setApplicationMenu()'),
  buildFromTemplate: (items: unknown) => ({ items }),
};
export const ipcMain = Object.assign(new EventEmitter(), {
  handle: (): void => undefined,
  removeHandler: (): void => undefined,
});
export const nativeImage = { createFromPath: (path: string) => ({ isEmpty: () => !existsSync(path) }) };
export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false });
export const powerMonitor = new EventEmitter();
export const powerSaveBlocker = { start: () => 1, stop: () => true };
export const screen = {
  getAllDisplays() {
    onlyAfter('screen.getAllDisplays()');
    return [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }];
  },
};
export const shell = { trashItem: () => Promise.reject(new Error('no bin here')) };

export const clipboard = {
  clear: () => report('clipboard cleared'),
  has: () => Promise.resolve(false),
  selection: { clear: () => report('selection cleared') },
};

/** libuv's default */
const threadsOfPool = 4;

/** Other faults at start; each runs once Electron is ready. */
const processFaults: Readonly<Record<string, () => void>> = {
  'stray-exception': () => {
    throw new Error('a stray exception\n    at somewhere');
  },
  'stray-rejection': () => void Promise.reject(new Error('a stray rejection\n    at somewhere')),
  // every thread that could read a file waits, as on a disk that is gone; an orderly exit would wait for them
  'disk-hangs': () => {
    const pipe = join(homedir(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (let thread = 0; thread < threadsOfPool; thread += 1) openFile(pipe, 'r', () => undefined);
  },
};

/** Shortens timeouts to a hundredth, for faults that only a time limit detects. */
function shortenWaits(): void {
  const { setTimeout: wait } = globalThis;
  const shortened = (work: () => void, ms = 0): unknown => wait(work, ms >= 10_000 ? ms / 100 : ms);
  Object.assign(globalThis, { setTimeout: shortened });
}

/** Starts the program in `folder` as the Electron binary does; `ready` follows after its entry module. */
export async function boot(folder: string): Promise<void> {
  // like Electron: without the program's own listener it shows the stack in a box and stays alive
  process.on('uncaughtException', (error) => {
    if (process.listenerCount('uncaughtException') === 1)
      dialog.showErrorBox('A JavaScript error occurred in the main process', error.stack ?? '');
  });
  process.on('unhandledRejection', (error) => console.error(error));
  setInterval(() => undefined, 60_000);
  if (env['ELECTRON_DOUBLE_SHORT_WAITS'] === '1') shortenWaits();
  process.argv = [process.argv[0] ?? '', folder, ...process.argv.slice(2)];
  const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main: string };
  await import(pathToFileURL(join(folder, main)).href).catch((error: unknown) =>
    process.emit('uncaughtException', error as Error),
  );
  if (fault === 'never-ready') return;
  setImmediate(() => {
    lifetime.isReady = true;
    app.emit('ready', {});
    processFaults[fault]?.();
  });
}
