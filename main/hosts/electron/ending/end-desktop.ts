import { app, dialog, powerMonitor } from 'electron';
import type { BrowserWindow, MessageBoxOptions } from 'electron';
import type { Language } from '../../../../app/locale/dictionary.ts';
import type { Work } from '../system/work.ts';
import { followClose } from '../window/main-window.ts';
import type { MainWindow } from '../window/main-window.ts';
import { askBeforeQuit } from './quit-question.ts';
import { guardQuit } from './guard-quit.ts';
import type { Quitting } from './guard-quit.ts';
import { followSessionEnd, followSignals } from './session-end.ts';

export interface EndParts {
  readonly browserWindow: BrowserWindow;
  readonly window: MainWindow;
  readonly work: Work;
  readonly language: () => Language;
  readonly hasTray: () => boolean;
  readonly close: () => Promise<void>;
  readonly warn: (line: string) => void;
}

/** A box over the window, or alone where the window is hidden. */
export function showBox(parent: BrowserWindow | null, box: MessageBoxOptions) {
  return parent === null ? dialog.showMessageBox(box) : dialog.showMessageBox(parent, box);
}

/** Every way in which the desktop app ends. */
export function endDesktop(parts: EndParts): Quitting {
  const { browserWindow, window, work, language, hasTray, close, warn } = parts;
  const isGone = async (): Promise<boolean> => !window.isVisible() && !(await work.isBusyNow());
  const quitting = guardQuit(app, {
    isBusy: work.isBusyNow,
    ask: () =>
      askBeforeQuit({
        parent: () => (window.isVisible() ? browserWindow : null),
        showMessageBox: showBox,
        language,
      }),
    goToBackground() {
      window.hide();
      if (hasTray()) return;
      // without a tray the program stays for this work only, unless the person shows the window again
      const leaveWhenDone = (): void => void isGone().then((gone) => (gone ? quitting.leave() : undefined));
      const stop = work.onChange((isBusy) => {
        if (!isBusy) leaveWhenDone();
      });
      browserWindow.once('show', stop);
      leaveWhenDone();
    },
    close,
    warn,
  });
  followClose(browserWindow, { mayClose: quitting.isQuitting, hasTray, ask: quitting.quit });
  const { isBusy } = work;
  followSessionEnd({ window: browserWindow, power: powerMonitor, isBusy, leave: quitting.leave });
  followSignals(process, quitting.leave);
  app.on('window-all-closed', quitting.quit);
  return quitting;
}
