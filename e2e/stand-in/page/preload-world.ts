import { Crossing } from './crossing.ts';
import { IpcRenderer } from './ipc-renderer.ts';
import type { FromPage, ToPage } from './ipc-renderer.ts';

declare const standInNames: { readonly main: string; readonly isolated: string };
/** installed by the DevTools protocol, in this world only */
declare const standInTell: (text: string) => void;
declare const standInPreload:
  ((require: (name: string) => unknown, module: object, exports: object) => void) | undefined;

const tell = (message: FromPage): void => standInTell(JSON.stringify(message));

/** What a sandboxed preload may require (docs/tutorial/sandbox.md), as far as the product does. */
function requireIn(electron: object): (name: string) => unknown {
  return (name) => {
    if (name === 'electron' || name === 'electron/renderer') return electron;
    throw new Error(`module not found: ${name}`);
  };
}

/** The preload's own world. Frames within the page have none: `nodeIntegrationInSubFrames` is off. */
if (globalThis.top === globalThis.self) {
  const crossing = new Crossing(standInNames.isolated, standInNames.main);
  const ipcRenderer = new IpcRenderer(tell);
  Object.defineProperty(globalThis, 'standInHear', {
    value: (text: string) => ipcRenderer.hear(JSON.parse(text) as ToPage),
  });
  const contextBridge = {
    exposeInMainWorld: (name: string, api: unknown) => crossing.expose(name, api),
  };
  try {
    standInPreload?.(requireIn({ contextBridge, ipcRenderer }), { exports: {} }, {});
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    tell({ kind: 'preload-error', message, stack: stack ?? '' });
  }
}
