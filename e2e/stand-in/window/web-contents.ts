import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type {
  HandlerDetails,
  RenderProcessGoneDetails,
  WebContents,
  WebPreferences,
  WindowOpenHandlerResponse,
} from 'electron';
import { app } from '../app/app.ts';
import { refuseWhenDestroyed } from '../app/destroyed.ts';
import { emitNative, reportError } from '../app/events.ts';
import type { FromPage } from '../page/ipc-renderer.ts';
import { recordCall, recordRefusal } from '../records.ts';
import { toText } from '../structured.ts';
import { toChromium, toProgram } from './addresses.ts';
import type { RunningChromium } from './chromium.ts';
import type { StandInFrame } from './frames.ts';
import { dispatch } from './ipc-main.ts';
import { codeOf, loadError } from './net-errors.ts';
import { Page } from './page.ts';
import type { Paused, Size } from './page.ts';
import { pageScripts } from './page-scripts.ts';
import { answerRequest } from './requests.ts';
import { sessionOf } from './session.ts';
import type { StandInSession } from './session.ts';

type Methods =
  | 'executeJavaScript'
  | 'forcefullyCrashRenderer'
  | 'getURL'
  | 'id'
  | 'isCrashed'
  | 'isDestroyed'
  | 'isLoading'
  | 'loadURL'
  | 'reload'
  | 'send'
  | 'setWebRTCIPHandlingPolicy'
  | 'setWindowOpenHandler';

type OpenHandler = (details: HandlerDetails) => WindowOpenHandlerResponse;

/** What the window wants to know of its contents. */
export interface Owner {
  readyToShow(): void;
  contentsClosed(): void;
}

const all = new Map<number, StandInWebContents>();
let nextId = 1;

/** One page with its session (docs/api/web-contents.md). Only sandboxed, isolated pages are possible here. */
export class StandInWebContents extends EventEmitter implements Pick<WebContents, Methods> {
  readonly #id = nextId++;
  readonly #session: StandInSession;
  readonly #owner: Owner;
  readonly #preload: string | null;
  #page: Page | null = null;
  #opened: Promise<Page> = Promise.reject(new Error('not opened'));
  #openHandler: OpenHandler | null = null;
  #loading: string | null = null;
  #loads: { resolve: () => void; reject: (error: Error) => void } | null = null;
  #crashed = false;
  #destroyed = false;

  constructor(owner: Owner, preferences: WebPreferences) {
    super();
    for (const name of ['sandbox', 'contextIsolation'] as const)
      if (preferences[name] === false) throw new Error(`the stand-in has no pages with ${name}: false`);
    for (const name of ['nodeIntegration', 'nodeIntegrationInSubFrames', 'webviewTag'] as const)
      if (preferences[name] === true) throw new Error(`the stand-in has no pages with ${name}: true`);
    this.#owner = owner;
    this.#preload = preferences.preload ?? null;
    this.#session = sessionOf(preferences.partition ?? '');
    this.#opened.catch(() => undefined);
    all.set(this.#id, this);
    emitNative(app, 'web-contents-created', {}, this);
  }

  /** Not of Electron: opens the page. */
  start(chromium: RunningChromium, size: Size): void {
    const preload = this.#preload;
    const scripts = pageScripts(
      preload !== null && existsSync(preload) ? readFileSync(preload, 'utf8') : null,
    );
    this.#opened = Page.open(chromium, scripts, size, {
      paused: (paused) => void this.#answer(paused),
      message: (message, frameId) => void this.#hear(message, frameId),
      popup: (url) => this.#popup(url),
      loaded: () => this.#finishLoad(),
      painted: () => this.#owner.readyToShow(),
      crashed: () => this.#crash(),
      closed: () => this.destroyNow(),
    });
    this.#opened.then((page) => (this.#page = page), reportError);
  }

  async #answer(paused: Paused): Promise<void> {
    const page = await this.#opened;
    const isOwnLoad = (url: string): boolean => url === this.#loading;
    await answerRequest(this, this.#session, page, paused, isOwnLoad).catch(reportError);
  }

  async #hear(message: FromPage, frameId: string): Promise<void> {
    const page = await this.#opened;
    if (message.kind === 'preload-error') {
      const error = Object.assign(new Error(message.message), { stack: message.stack });
      emitNative(this, 'preload-error', {}, this.#preload ?? '', error);
      return;
    }
    const answer = await dispatch(message, { contents: this, frame: page.frames.get(frameId) });
    if (answer !== null && !this.#destroyed) page.tell(answer);
  }

  /** In Electron the page gets null or a window; here it always gets null, and a program that says yes an error. */
  #popup(url: string): void {
    const details: HandlerDetails = {
      url: toProgram(url),
      frameName: '',
      features: '',
      disposition: 'new-window',
      referrer: { url: this.getURL(), policy: 'default' },
    };
    if (this.#openHandler?.(details).action === 'deny') recordRefusal('window.open', details.url);
    else
      reportError(new Error(`the stand-in opens no window for a page, and nothing refused ${details.url}`));
  }

  #crash(): void {
    this.#crashed = true;
    const details: RenderProcessGoneDetails = { reason: 'crashed', exitCode: 139 };
    emitNative(this, 'render-process-gone', {}, details);
    emitNative(app, 'render-process-gone', {}, this, details);
  }

  #finishLoad(): void {
    const loads = this.#loads;
    this.#loads = null;
    this.#loading = null;
    emitNative(this, 'did-finish-load');
    emitNative(this, 'did-stop-loading');
    loads?.resolve();
  }

  #failLoad(code: string, url: string): void {
    const loads = this.#loads;
    this.#loads = null;
    this.#loading = null;
    const error = loadError(code, url);
    emitNative(this, 'did-fail-load', {}, Reflect.get(error, 'errno'), code, url, true, 1, 1);
    emitNative(this, 'did-stop-loading');
    loads?.reject(error);
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#opened;
    if (this.#preload !== null && !existsSync(this.#preload)) {
      const error = new Error(`ENOENT: no such file or directory, open '${this.#preload}'`);
      emitNative(this, 'preload-error', {}, this.#preload, error);
    }
    const address = toChromium(url);
    this.#loads?.reject(loadError('ERR_ABORTED', url));
    const loaded = new Promise<void>((resolve, reject) => (this.#loads = { resolve, reject }));
    loaded.catch(() => undefined);
    this.#loading = address === null ? url : toProgram(new URL(address).href.replace(/#.*$/, ''));
    emitNative(this, 'did-start-loading');
    if (address === null) this.#failLoad('ERR_UNKNOWN_URL_SCHEME', url);
    else {
      await this.#session.permissions.apply(page.session, this as unknown as WebContents, url);
      const { error, stays } = await page.navigate(address);
      if (error !== null) this.#failLoad(codeOf(error), url);
      else {
        this.#crashed = false;
        if (stays) this.#finishLoad();
      }
    }
    return loaded;
  }

  reload(): void {
    this.loadURL(this.getURL()).catch(reportError);
  }
  send(channel: string, ...args: unknown[]): void {
    this.#page?.tell({ kind: 'event', channel, args: toText(args) });
  }
  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return (await this.#opened).evaluate(code, userGesture);
  }
  forcefullyCrashRenderer(): void {
    this.#page?.session.tell('Page.crash');
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }
  setWebRTCIPHandlingPolicy(policy: Parameters<WebContents['setWebRTCIPHandlingPolicy']>[0]): void {
    recordCall('webContents.setWebRTCIPHandlingPolicy', policy);
  }
  /** docs/api/web-contents.md: closes the page, and with it its window. */
  close(): void {
    if (this.#page === null) void this.#opened.then((page) => page.close());
    else this.#page.close();
  }
  /** Not of Electron: for the window's own resizing. */
  resize(size: Size): void {
    void this.#opened.then((page) => page.resize(size)).catch(() => undefined);
  }

  /** Not of Electron: the colour scheme that the page sees. */
  setDark(isDark: boolean): void {
    const features = [{ name: 'prefers-color-scheme', value: isDark ? 'dark' : 'light' }];
    this.#page?.session.tell('Emulation.setEmulatedMedia', { features });
  }

  get id(): number {
    return this.#id;
  }
  get session(): StandInSession {
    return this.#session;
  }
  get mainFrame(): StandInFrame | null {
    return this.#page?.frames.main ?? null;
  }
  get owner(): Owner {
    return this.#owner;
  }
  get targetId(): string | null {
    return this.#page?.targetId ?? null;
  }
  getURL(): string {
    return this.mainFrame?.url ?? '';
  }
  isLoading(): boolean {
    return this.#loading !== null;
  }
  isCrashed(): boolean {
    return this.#crashed;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** Not of Electron: the page is gone, or goes now. */
  destroyNow(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    all.delete(this.#id);
    this.#loads?.reject(loadError('ERR_FAILED', ''));
    if (this.#page === null) void this.#opened.then((page) => page.close()).catch(() => undefined);
    else this.#page.close();
    emitNative(this, 'destroyed');
    this.#owner.contentsClosed();
  }
}

refuseWhenDestroyed(StandInWebContents, ['destroyNow', 'owner', 'resize', 'targetId']);

/** The `webContents` module. */
export const webContents = {
  getAllWebContents: (): StandInWebContents[] => [...all.values()],
  fromId: (id: number): StandInWebContents | undefined => all.get(id),
  fromDevToolsTargetId: (targetId: string): StandInWebContents | undefined =>
    [...all.values()].find((contents) => contents.targetId === targetId),
};
