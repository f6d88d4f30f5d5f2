import { EventEmitter } from 'node:events';
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { app } from '../app/app.ts';
import { refuseWhenDestroyed } from '../app/destroyed.ts';
import { emitNative } from '../app/events.ts';
import { demandReady } from '../app/lifetime.ts';
import { recordCall } from '../records.ts';
import type { RunningChromium } from './chromium.ts';
import { StandInWebContents } from './web-contents.ts';

type Methods =
  | 'blur'
  | 'close'
  | 'destroy'
  | 'flashFrame'
  | 'focus'
  | 'getBounds'
  | 'getContentSize'
  | 'getNormalBounds'
  | 'getSize'
  | 'getTitle'
  | 'hide'
  | 'id'
  | 'isDestroyed'
  | 'isFocused'
  | 'isFullScreen'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'maximize'
  | 'minimize'
  | 'moveTop'
  | 'reload'
  | 'removeMenu'
  | 'restore'
  | 'setBackgroundColor'
  | 'setBounds'
  | 'setContentSize'
  | 'setMenuBarVisibility'
  | 'setProgressBar'
  | 'setSize'
  | 'setTitle'
  | 'show'
  | 'showInactive'
  | 'unmaximize';

const open = new Map<number, StandInWindow>();
let chromium: RunningChromium | null = null;
let focused: StandInWindow | null = null;
function setFocused(window: StandInWindow | null): void {
  focused = window;
}

/** Set before `ready`. */
export function useChromium(running: RunningChromium): void {
  chromium = running;
}

function runningChromium(): RunningChromium {
  if (chromium === null) throw new Error('Chromium is not running');
  return chromium;
}

/** A window (docs/api/browser-window.md): a page of Chromium, with the state that a desktop would keep for it. */
export class StandInWindow extends EventEmitter implements Pick<BrowserWindow, Methods> {
  static getAllWindows(): StandInWindow[] {
    return [...open.values()];
  }
  static getFocusedWindow(): StandInWindow | null {
    return focused;
  }
  static fromId(id: number): StandInWindow | null {
    return open.get(id) ?? null;
  }
  static fromWebContents(contents: StandInWebContents | undefined): StandInWindow | null {
    return [...open.values()].find((window) => window.#contents === contents) ?? null;
  }

  readonly id: number;
  readonly #contents: StandInWebContents;
  readonly #minimum: { readonly width: number; readonly height: number };
  #bounds: Rectangle;
  #title: string;
  #visible: boolean;
  #state: 'normal' | 'minimized' | 'maximized' = 'normal';
  #painted = false;
  #destroyed = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    demandReady('Cannot create BrowserWindow before app is ready');
    const { width = 800, height = 600, minWidth = 0, minHeight = 0, x = 0, y = 0 } = options;
    this.#bounds = { x, y, width, height };
    this.#minimum = { width: minWidth, height: minHeight };
    this.#title = options.title ?? app.name;
    this.#visible = options.show !== false;
    const owner = { readyToShow: () => this.#paint(), contentsClosed: () => this.#close() };
    this.#contents = new StandInWebContents(owner, options.webPreferences ?? {});
    this.id = this.#contents.id;
    open.set(this.id, this);
    app.ending.opened(this);
    emitNative(app, 'browser-window-created', {}, this);
    this.#contents.start(runningChromium(), this.#bounds);
  }

  get webContents(): StandInWebContents {
    return this.#contents;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }

  #paint(): void {
    if (this.#painted || this.#destroyed) return;
    this.#painted = true;
    this.emit('ready-to-show');
  }

  /** NativeWindow::NotifyWindowCloseButtonClicked: the listeners may say no, then the page closes, then the window. */
  close(): void {
    if (emitNative(this, 'close')) app.ending.closeCancelled();
    else this.#contents.close();
  }
  /** Neither the listeners of `close` nor the page are asked (docs/api/browser-window.md). */
  destroy(): void {
    this.#contents.destroyNow();
  }
  #close(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    open.delete(this.id);
    if (focused === this) focused = null;
    emitNative(this, 'closed');
    app.ending.closed(this);
  }

  loadURL(url: string): Promise<void> {
    return this.#contents.loadURL(url);
  }
  reload(): void {
    this.#contents.reload();
  }

  show(): void {
    this.showInactive();
    this.focus();
  }
  showInactive(): void {
    const wasVisible = this.#visible;
    this.#visible = true;
    if (!wasVisible) emitNative(this, 'show');
  }
  hide(): void {
    if (!this.#visible) return;
    this.blur();
    this.#visible = false;
    emitNative(this, 'hide');
  }
  focus(): void {
    // a hidden window takes no focus
    if (!this.#visible || focused === this) return;
    focused?.blur();
    setFocused(this);
    emitNative(this, 'focus');
    emitNative(app, 'browser-window-focus', {}, this);
  }
  blur(): void {
    if (focused !== this) return;
    focused = null;
    emitNative(this, 'blur');
    emitNative(app, 'browser-window-blur', {}, this);
  }
  moveTop(): void {
    recordCall('window.moveTop', this.id);
  }

  #change(state: 'normal' | 'minimized' | 'maximized', event: string): void {
    if (this.#state === state) return;
    this.#state = state;
    emitNative(this, event);
  }
  minimize(): void {
    this.blur();
    this.#change('minimized', 'minimize');
  }
  maximize(): void {
    this.#visible = true;
    this.#change('maximized', 'maximize');
  }
  unmaximize(): void {
    if (this.#state === 'maximized') this.#change('normal', 'unmaximize');
  }
  restore(): void {
    if (this.#state === 'minimized') this.#change('normal', 'restore');
  }
  isMinimized(): boolean {
    return this.#state === 'minimized';
  }
  isMaximized(): boolean {
    return this.#state === 'maximized';
  }
  isFullScreen(): boolean {
    return false;
  }
  isVisible(): boolean {
    return this.#visible;
  }
  isFocused(): boolean {
    return focused === this;
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }
  getNormalBounds(): Rectangle {
    return { ...this.#bounds };
  }
  getSize(): [number, number] {
    return [this.#bounds.width, this.#bounds.height];
  }
  getContentSize(): [number, number] {
    return this.getSize();
  }
  setBounds(bounds: Partial<Rectangle>): void {
    const next = { ...this.#bounds, ...bounds };
    next.width = Math.max(next.width, this.#minimum.width);
    next.height = Math.max(next.height, this.#minimum.height);
    const { x, y, width, height } = this.#bounds;
    this.#bounds = next;
    if (next.width !== width || next.height !== height) {
      this.#contents.resize(next);
      for (const name of ['resize', 'resized']) emitNative(this, name);
    }
    if (next.x !== x || next.y !== y) for (const name of ['move', 'moved']) emitNative(this, name);
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }
  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  flashFrame(flag: boolean): void {
    recordCall('window.flashFrame', this.id, flag);
  }
  setProgressBar(progress: number, options?: Electron.ProgressBarOptions): void {
    recordCall('window.setProgressBar', this.id, progress, options);
  }
  setBackgroundColor(color: string): void {
    recordCall('window.setBackgroundColor', this.id, color);
  }
  removeMenu(): void {
    recordCall('window.removeMenu', this.id);
  }
  setMenuBarVisibility(visible: boolean): void {
    recordCall('window.setMenuBarVisibility', this.id, visible);
  }
}

refuseWhenDestroyed(StandInWindow);
