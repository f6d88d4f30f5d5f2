import type { App, BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { lockedPreferences } from './lockdown.ts';

export interface WindowPlan {
  readonly preload: string;
  readonly title: string;
  readonly developer: boolean;
  /** name of an in-memory session, so that the window leaves nothing on disk */
  readonly partition: string;
}

/** Options of the window; it stays hidden until its first frame is ready. */
export function windowOptions(plan: WindowPlan): BrowserWindowConstructorOptions {
  return {
    title: plan.title,
    width: 1120,
    height: 760,
    minWidth: 800,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    webPreferences: { ...lockedPreferences(plan.preload, plan.developer), partition: plan.partition },
  };
}

type Showable = Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>;

/** Brings the window to the front. Never hides it, because a second click would. */
export function bringToFront(window: Showable): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Closing only hides the window if `mayHide`, that is with a tray and unless the program quits. */
export function hideOnClose(window: Pick<BrowserWindow, 'on' | 'hide'>, mayHide: () => boolean): void {
  window.on('close', (event) => {
    if (!mayHide()) return;
    event.preventDefault();
    window.hide();
  });
}

export interface QuitState {
  /** true once the program is quitting, for any reason */
  isQuitting(): boolean;
}

/**
 * Delays quitting until running work has stopped between two files and is recorded. A second request to quit does
 * not skip that.
 */
export function closeBeforeQuit(
  app: Pick<App, 'on' | 'exit'>,
  close: () => Promise<void>,
  warn: (line: string) => void,
): QuitState {
  let quitting = false;
  app.on('before-quit', () => {
    quitting = true;
  });
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    close().then(
      () => app.exit(0),
      (error: unknown) => {
        warn(error instanceof Error ? error.message : String(error));
        app.exit(1);
      },
    );
  });
  return { isQuitting: () => quitting };
}
