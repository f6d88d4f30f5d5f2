import { EventEmitter } from 'node:events';
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CustomScheme } from 'electron';

/**
 * A double of the `electron` module for plain Node, in which the built program starts. It refuses what Electron
 * refuses before or after `ready` (electron.d.ts), stays alive until quit, and prints visible effects as JSON
 * lines.
 */
const { env } = process;
/** The injected fault: one of `windowFaults` or `processFaults`, never-ready, or never-ready-to-show. */
const fault = env['ELECTRON_DOUBLE_FAULT'] ?? '';

let isReady = false;
const schemes: CustomScheme[] = [];
const paths = new Map<string, string>();

function report(event: string, facts: Readonly<Record<string, unknown>> = {}): void {
  writeSync(1, `${JSON.stringify({ event, ...facts })}\n`);
}

function onlyBefore(call: string): void {
  if (isReady) throw new Error(`${call} can only be called before app is ready`);
}

function onlyAfter(call: string): void {
  if (!isReady) throw new Error(`${call} can only be called after app is ready`);
}

/** True if a listener prevented the event's default. */
function isPrevented(emitter: EventEmitter, name: string): boolean {
  let prevented = false;
  emitter.emit(name, { preventDefault: () => (prevented = true) });
  return prevented;
}

function systemLanguages(): string[] {
  const tag = (env['LC_ALL'] ?? env['LANG'] ?? '').split('.')[0] ?? '';
  return tag === '' || tag === 'C' ? [] : [tag.replace('_', '-')];
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = {
    appendSwitch: (name: string) => onlyBefore(`app.commandLine.appendSwitch('${name}')`),
  };
  readonly #ready = new Promise<void>((resolve) => this.once('ready', () => resolve()));
  isReady(): boolean {
    return isReady;
  }
  whenReady(): Promise<void> {
    return this.#ready;
  }
  enableSandbox(): void {
    onlyBefore('app.enableSandbox()');
  }
  getLocale(): string {
    onlyAfter('app.getLocale()');
    return systemLanguages()[0] ?? 'en-US';
  }
  getSystemLocale(): string {
    onlyAfter('app.getSystemLocale()');
    return systemLanguages()[0] ?? 'en-US';
  }
  getPreferredSystemLanguages(): string[] {
    return systemLanguages();
  }
  getAppPath(): string {
    return process.argv[1] ?? '';
  }
  getPath(name: string): string {
    return paths.get(name) ?? join(env['HOME'] ?? '/', name === 'home' ? '' : name);
  }
  setPath(name: string, path: string): void {
    onlyBefore(`app.setPath('${name}')`);
    if (!isAbsolute(path) || !existsSync(path)) throw new Error(`Failed to set '${name}' path`);
    paths.set(name, path);
  }
  /** Like Chromium: a profile without write access yields the answer for a second instance. */
  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData');
    const lock = join(folder, 'SingletonLock');
    if (!isWritable(folder) || existsSync(lock)) return false;
    writeFileSync(lock, String(process.pid));
    process.once('exit', () => rmSync(lock, { force: true }));
    return true;
  }
  quit(): void {
    if (isPrevented(this, 'before-quit')) return;
    for (const window of BrowserWindow.all()) window.close();
    if (BrowserWindow.all().length === 0 && !isPrevented(this, 'will-quit')) process.exit(0);
  }
  exit(code = 0): void {
    process.exit(code);
  }
}
export const app = new App();

export const dialog = {
  /** Before `ready` Linux prints the box's text to stderr. */
  showErrorBox(title: string, content: string): void {
    if (isReady) report('box', { title, content });
    else console.error(`${title}: ${content}`);
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
  static readonly #open = new Set<BrowserWindow>();
  static all(): readonly BrowserWindow[] {
    return [...this.#open];
  }
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
    BrowserWindow.#open.add(this);
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
  isVisible(): boolean {
    return this.#visible;
  }
  isMinimized(): boolean {
    return false;
  }
  show(): void {
    if (!this.#visible) report('shown');
    this.#visible = true;
  }
  hide(): void {
    this.#visible = false;
  }
  focus(): void {}
  restore(): void {}
  close(): void {
    if (isPrevented(this, 'close')) return;
    BrowserWindow.#open.delete(this);
    this.emit('closed');
  }
}

export class Tray extends EventEmitter {
  constructor() {
    super();
    onlyAfter('new Tray()');
  }
  setToolTip(): void {}
  setContextMenu(): void {}
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
export const nativeTheme = { shouldUseDarkColors: false };
export const shell = { trashItem: () => Promise.reject(new Error('no bin here')) };

/** Other faults at start; each runs once Electron is ready. */
const processFaults: Readonly<Record<string, () => void>> = {
  'stray-exception': () => {
    throw new Error('a stray exception\n    at somewhere');
  },
  'stray-rejection': () => void Promise.reject(new Error('a stray rejection\n    at somewhere')),
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
    isReady = true;
    app.emit('ready', {});
    processFaults[fault]?.();
  });
}
