import type { WebContents } from 'electron';
import { dictionaries } from '../../../../app/locale/dictionaries.ts';
import type { Language } from '../../../../app/locale/dictionary.ts';
import { ownOrigin } from '../locks/lockdown.ts';
import type { MainWindow } from './main-window.ts';

/** Path of the page that takes the place of a page whose process has ended. */
export const gonePath = '/gone';

/**
 * The page itself. It needs no script: its one link loads the window anew, which asks the program what is going on. It
 * draws with the system's colours, since the window's own style sheet may be what failed.
 */
export function gonePage(language: Language, nonce: string): string {
  const { title, body, again } = dictionaries[language].host.gone;
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<title>${dictionaries[language].common.product}</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; }
body { margin: 20vh auto 0; max-width: 36rem; padding: 0 2rem; font: 1rem/1.6 system-ui, sans-serif; }
h1 { font-size: 1.5rem; font-weight: 600; }
</style>
<main>
<h1>${title}</h1>
<p>${body}</p>
<p><a href="/">${again}</a></p>
</main>
</html>
`;
}

export interface CrashDeps {
  readonly window: Pick<MainWindow, 'go' | 'isDestroyed'>;
  readonly isQuitting: () => boolean;
  readonly warn: (line: string) => void;
  /** the page that says so has ended as well */
  readonly giveUp: () => void;
}

/**
 * Follows the page's process after the window has opened. The assistant runs in the main process, so a run goes on while
 * the page is gone. Call once the first page has loaded: until then a crash is a failed start.
 */
export function followCrashes(
  contents: Pick<WebContents, 'on'>,
  { window, isQuitting, warn, giveUp }: CrashDeps,
): void {
  let isGone = false;
  contents.on('did-navigate', (_event, url) => {
    isGone = url === `${ownOrigin}${gonePath}`;
  });
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || isQuitting() || window.isDestroyed()) return;
    warn(`the window's page ended: ${reason}`);
    if (isGone) {
      giveUp();
      return;
    }
    isGone = true;
    // Electron is still taking the old process down while it calls its listeners
    setImmediate(() => window.go(`${ownOrigin}${gonePath}`));
  });
}
