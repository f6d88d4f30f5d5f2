import { open as openInspector } from 'node:inspector';
import { readFileSync } from 'node:fs';
import Module, { createRequire, register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { actions } from './actions.ts';
import { app } from './app/app.ts';
import type { Manifest } from './app/app.ts';
import { readArguments, readSwitches } from './app/arguments.ts';
import { dialog } from './desktop/dialog.ts';
import { electronModule } from './module.ts';
import { useChromium } from './window/browser-window.ts';
import { startChromium } from './window/chromium.ts';
import type { RunningChromium } from './window/chromium.ts';

/** Makes `electron` the stand-in's module, for `import` and `require` alike. */
function provideModule(): void {
  Object.assign(globalThis, { standIn: actions, standInModule: electronModule });
  const names = Object.keys(electronModule).join(', ');
  const source = `const module = globalThis.standInModule; export default module; export const { ${names} } = module;`;
  const hooks = `
    export const resolve = (name, context, next) =>
      name === 'electron' || name === 'electron/main'
        ? { url: 'stand-in:electron', format: 'module', shortCircuit: true } : next(name, context);
    export const load = (url, context, next) =>
      url === 'stand-in:electron'
        ? { source: ${JSON.stringify(source)}, format: 'module', shortCircuit: true } : next(url, context);`;
  register(`data:text/javascript,${encodeURIComponent(hooks)}`);
  const loader = Module as unknown as { _load: (name: string, ...rest: unknown[]) => unknown };
  const load = loader._load;
  loader._load = (name, ...rest) =>
    name === 'electron' || name === 'electron/main' ? electronModule : load.call(Module, name, ...rest);
}

/** lib/browser/init.ts: without a listener of its own the program stays alive and a box shows the stack. */
function catchErrors(): void {
  process.on('uncaughtException', (error) => {
    if (process.listenerCount('uncaughtException') > 1) return;
    const text = `Uncaught Exception:\n${error.stack ?? String(error)}`;
    dialog.showErrorBox('A JavaScript error occurred in the main process', text);
  });
  process.on('unhandledRejection', (error) => console.error('UnhandledPromiseRejectionWarning:', error));
}

/**
 * A signal quits the program once, then has its default effect again (electron_browser_main_parts_posix.cc). A listener
 * of the program takes the place of Electron's for good, because both are the process's only handler.
 */
function quitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const quit = (): void => app.quit();
    process.once(signal, quit);
    process.on('newListener', (event, listener) => {
      // after the program's own is in place: without any listener Node gives the signal back to the system
      if (event === signal && listener !== quit) queueMicrotask(() => process.off(signal, quit));
    });
  }
}

/** Ends the process. Playwright waits for the line that Node prints at an ordinary end with an inspector. */
function leaveWith(chromium: () => RunningChromium | null, inspected: boolean): void {
  const reallyExit = process.exit.bind(process);
  app.onLeave = (code) => {
    chromium()?.stop();
    if (inspected) process.stderr.write('Waiting for the debugger to disconnect...\n');
    reallyExit(code);
  };
  // lib/browser/init.ts maps it so
  process.exit = ((code?: number | string | null) => {
    if (code !== undefined && code !== null) process.exitCode = code;
    app.exit(Number(process.exitCode ?? 0));
  }) as typeof process.exit;
}

/** What Ozone prints where it finds no display (ui/ozone/platform/x11/ozone_platform_x11.cc, ui/aura/env.cc). */
function demandDisplay(): void {
  if (process.env['STAND_IN_DISPLAY'] !== 'none') return;
  process.stderr.write('ERROR:ozone_platform_x11.cc Missing X server or $DISPLAY\n');
  process.stderr.write('ERROR:env.cc The platform failed to initialize.  Exiting.\n');
  app.exit(1);
}

/** Starts the program in the order of Electron: modules, the program's entry, the platform, then `ready`. */
async function start(words: readonly string[]): Promise<void> {
  const { folder, modules, inspect } = readArguments(words);
  process.argv = [process.env['STAND_IN_BINARY'] ?? process.argv[0] ?? '', ...words];
  Object.assign(process, { type: 'browser', resourcesPath: folder, defaultApp: true });
  Object.defineProperty(process.versions, 'electron', { value: '45.0.0-stand-in', enumerable: true });
  if (inspect) openInspector(0, '127.0.0.1');
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  app.load(folder, manifest, readSwitches(words));
  provideModule();
  catchErrors();
  let chromium: RunningChromium | null = null;
  leaveWith(() => chromium, inspect);
  // like Electron's message loop, it does not end by itself
  setInterval(() => undefined, 60_000);
  const require = createRequire(join(folder, 'package.json'));
  for (const name of modules) require(name);
  try {
    await import(pathToFileURL(join(folder, manifest.main ?? 'index.js')).href);
  } catch (error) {
    process.emit('uncaughtException', error as Error);
  }
  demandDisplay();
  chromium = await startChromium(process.env['STAND_IN_BROWSER'] ?? '/usr/bin/chromium', app.switches);
  void chromium.died.then(() => {
    process.stderr.write('Chromium has ended\n');
    app.onLeave(1);
  });
  useChromium(chromium);
  quitOnSignals();
  app.becomeReady();
}

await start(process.argv.slice(2));
