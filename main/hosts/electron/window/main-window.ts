import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import type { EventFrame } from '../../../../app/contract/wire.ts';
import { eventChannel } from '../channels.ts';
import { lockedPreferences, ownOrigin } from '../locks/lockdown.ts';
import { firstLineOf, StartError } from '../start/start-error.ts';

export interface WindowPlan {
  readonly preload: string;
  readonly title: string;
  readonly developer: boolean;
  /** name of an in-memory session, so that the window leaves nothing on disk */
  readonly partition: string;
  /** where it was the last time */
  readonly bounds?: Partial<Rectangle>;
}

/** Options of the window; it stays hidden until its first frame is ready. */
export function windowOptions(plan: WindowPlan): BrowserWindowConstructorOptions {
  return {
    title: plan.title,
    width: 1120,
    height: 760,
    ...plan.bounds,
    minWidth: 800,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    webPreferences: { ...lockedPreferences(plan.preload, plan.developer), partition: plan.partition },
  };
}

type Window = Pick<
  BrowserWindow,
  | 'focus'
  | 'hide'
  | 'isDestroyed'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'on'
  | 'restore'
  | 'setTitle'
  | 'show'
  | 'webContents'
>;

/**
 * The one window. Every call on a window that is destroyed throws in Electron, and the tray, notices and signals outlive
 * it; so all of them go through here, where a destroyed window is left alone.
 */
export interface MainWindow {
  /** Brings the window to the front, never hides it, and goes to the place in it unless that is null. */
  readonly show: (place: string | null) => void;
  readonly hide: () => void;
  readonly isVisible: () => boolean;
  /** whether it has come to the front at least once */
  readonly wasShown: () => boolean;
  readonly isDestroyed: () => boolean;
  readonly setTitle: (title: string) => void;
  readonly send: (frame: EventFrame) => void;
  /** Loads the page for the first time. Throws `StartError` when it fails or its process ends. */
  readonly load: () => Promise<void>;
  /** Loads an address of our own at once. */
  readonly go: (address: string) => void;
}

/** Loads a page; rejects when the preload script or the page's process fails. */
function loaded(window: Window, address: string): Promise<void> {
  const { webContents } = window;
  return new Promise<void>((resolve, reject) => {
    webContents.once('preload-error', (_event, _path, error) => reject(error));
    webContents.once('render-process-gone', (_event, { reason }) => reject(new Error(reason)));
    window.loadURL(address).then(resolve, reject);
  });
}

export function createMainWindow(window: Window, warn: (line: string) => void): MainWindow {
  let isLoaded = false;
  let wasShown = false;
  /** asked for before the page was there */
  let wanted = '';
  const alive = (): boolean => !window.isDestroyed();
  const go = (address: string): void => {
    if (!alive()) return;
    window.loadURL(address).catch((error: unknown) => warn(firstLineOf(error)));
  };
  return {
    go,
    show(place) {
      if (!alive()) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      wasShown = true;
      if (place === null) return;
      if (isLoaded) go(`${ownOrigin}/${place}`);
      else wanted = place;
    },
    hide() {
      if (alive()) window.hide();
    },
    isVisible: () => alive() && window.isVisible(),
    wasShown: () => wasShown,
    isDestroyed: () => !alive(),
    setTitle(title) {
      if (alive()) window.setTitle(title);
    },
    send(frame) {
      if (alive() && !window.webContents.isDestroyed()) window.webContents.send(eventChannel, frame);
    },
    async load() {
      const first = wanted;
      try {
        await loaded(window, `${ownOrigin}/${first}`);
      } catch (error) {
        throw new StartError('window', firstLineOf(error), { cause: error });
      }
      isLoaded = true;
      if (wanted !== first) go(`${ownOrigin}/${wanted}`);
    },
  };
}

/**
 * Closing the window hides it where a tray brings it back. Elsewhere it ends the program, and `ask` decides first, since
 * a closed window could show no question.
 */
export function followClose(
  window: Pick<BrowserWindow, 'on' | 'hide'>,
  { mayClose, hasTray, ask }: { mayClose: () => boolean; hasTray: () => boolean; ask: () => void },
): void {
  window.on('close', (event) => {
    if (mayClose()) return;
    event.preventDefault();
    if (hasTray()) window.hide();
    else ask();
  });
}
