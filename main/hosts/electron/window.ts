import type { App, BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { lockedPreferences } from './lockdown.ts';

export interface WindowPlan {
  readonly preload: string;
  readonly title: string;
  readonly developer: boolean;
  /** name of a session that lives in memory only, so that the window leaves nothing on the disk */
  readonly partition: string;
}

/** The window before it is made; it stays hidden until its first picture is ready. */
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

/** Brings the window to the front from wherever it is. It only ever shows: a second click must not hide it again. */
export function bringUp(window: Showable): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Closing hides where a tray can bring the window back; `quitting` and a missing tray let it close. */
export function hideOnClose(window: Pick<BrowserWindow, 'on' | 'hide'>, mayHide: () => boolean): void {
  window.on('close', (event) => {
    if (!mayHide()) return;
    event.preventDefault();
    window.hide();
  });
}

export interface Farewell {
  /** true once the program is on its way out, whoever asked for it */
  isQuitting(): boolean;
}

/**
 * Holds the program until running work has ended between two files and is recorded; only then it may go. A second
 * request to quit does not skip that.
 */
export function closeBeforeQuit(
  app: Pick<App, 'on' | 'exit'>,
  close: () => Promise<void>,
  warn: (line: string) => void,
): Farewell {
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
