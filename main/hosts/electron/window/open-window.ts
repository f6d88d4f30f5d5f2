import { join } from 'node:path';
import { app, BrowserWindow, screen, session } from 'electron';
import { dictionaries } from '../../../../app/locale/dictionaries.ts';
import type { Language } from '../../../../app/locale/dictionary.ts';
import { loadRenderer } from '../../../assistant/serve-renderer.ts';
import { servePages } from '../locks/lockdown.ts';
import { firstLineOf, StartError } from '../start/start-error.ts';
import { gonePage, gonePath } from './gone-page.ts';
import { createMainWindow, windowOptions } from './main-window.ts';
import type { MainWindow } from './main-window.ts';
import { keepWindowState, placeOn, readWindowState } from './window-state.ts';

const partition = 'signoff-window';

export interface WindowParts {
  /** the built program's own folder */
  readonly out: string;
  /** the window's own folder */
  readonly profile: string;
  readonly language: () => Language;
  readonly warn: (line: string) => void;
}

export interface OpenWindow {
  readonly browserWindow: BrowserWindow;
  readonly window: MainWindow;
  /** writes where the window is, if that has changed */
  readonly saveState: () => Promise<void>;
}

/** Makes the window, hidden and without its page, where it was the last time. */
export async function openWindow({ out, profile, language, warn }: WindowParts): Promise<OpenWindow> {
  const renderer = await loadRenderer(join(out, 'renderer')).catch((error: unknown) => {
    throw new StartError('files', firstLineOf(error), { cause: error });
  });
  const page = { path: gonePath, html: (nonce: string) => gonePage(language(), nonce) };
  servePages(session.fromPartition(partition).protocol, renderer, page);
  const kept = await readWindowState(profile);
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const browserWindow = new BrowserWindow(
    windowOptions({
      preload: join(out, 'preload.cjs'),
      title: dictionaries[language()].common.product,
      developer: !app.isPackaged,
      partition,
      ...(kept === null ? {} : { bounds: placeOn(kept, areas) }),
    }),
  );
  // a maximized window would show itself, which a hidden start must not
  if (kept?.maximized === true) browserWindow.once('show', () => browserWindow.maximize());
  return {
    browserWindow,
    window: createMainWindow(browserWindow, warn),
    saveState: keepWindowState(browserWindow, profile, warn),
  };
}
