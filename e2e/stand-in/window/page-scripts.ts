import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the preload's world, as Electron names it (shell/renderer/electron_render_frame_observer.cc). */
export const preloadWorld = 'Electron Isolated Context';

/** The two built halves of page/, beside the stand-in itself. */
function half(name: 'main-world' | 'preload-world'): string {
  return readFileSync(join(import.meta.dirname, `${name}.js`), 'utf8');
}

export interface PageScripts {
  readonly mainWorld: string;
  readonly preloadWorld: string;
}

/** The scripts that run in each new document before its own; `preload` is the preload's source, if there is one. */
export function pageScripts(preload: string | null): PageScripts {
  // unguessable, so that a page cannot speak to the preload's world by chance
  const token = randomBytes(8).toString('hex');
  const names = `const standInNames = { main: 'main-${token}', isolated: 'isolated-${token}' };`;
  const wrapped =
    preload === null ? 'undefined' : `function (require, module, exports) { 'use strict';\n${preload}\n}`;
  return {
    mainWorld: `(() => { ${names}\n${half('main-world')}\n})();`,
    preloadWorld: `(() => { ${names}\nconst standInPreload = ${wrapped};\n${half('preload-world')}\n})();`,
  };
}
