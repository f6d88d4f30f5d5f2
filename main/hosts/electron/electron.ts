import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { defaultStateFolder } from '../../system/system.ts';
import { writeFailure } from '../../engine/fs/errors.ts';
import { claimFolder, makeFolders } from '../../engine/state/claim-folder.ts';
import type { DesktopOptions } from './desktop.ts';
import { launchOptions, systemName } from './launch-options.ts';
import type { LaunchOptions } from './launch-options.ts';
import { lockEveryPage, lockEverySession, ownScheme } from './lockdown.ts';
import { guardStart, systemLanguage } from './start-guard.ts';

/** Electron takes a profile without write access for one in use, and would exit without a message. */
function makeWritable(folder: string): void {
  try {
    makeFolders(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw writeFailure(folder, error);
  }
}

/** Everything that must precede Electron's `ready`. Null if another instance runs and comes to the front. */
function prepare(): (LaunchOptions & { readonly stateFolder: string }) | null {
  const options = launchOptions(process.argv);
  const stateFolder = options.dataDir ?? defaultStateFolder(systemName, process.env);
  const windowFolder = join(stateFolder, 'window');
  app.enableSandbox();
  claimFolder(stateFolder);
  makeWritable(windowFolder);
  app.setPath('userData', windowFolder);
  app.setPath('sessionData', windowFolder);
  app.commandLine.appendSwitch('disable-background-networking');
  protocol.registerSchemesAsPrivileged([ownScheme]);
  lockEveryPage(app);
  lockEverySession(app);
  return app.requestSingleInstanceLock() ? { ...options, stateFolder } : null;
}

/**
 * Starts the desktop app: what Electron takes only before it is ready, then one window over the same assistant as
 * everywhere else. Must be called while the entry module loads. Everything in this folder is a shell: decisions about
 * files are made in the assistant.
 */
export function startDesktop(parts: Pick<DesktopOptions, 'out' | 'systemOf'>): void {
  const start = guardStart(app, dialog, process);
  try {
    const options = prepare();
    if (options === null) app.exit(0);
    else {
      // not awaited: Electron becomes ready only after this module has ended
      app
        .whenReady()
        .then(async () => {
          // imported here, so that a module that throws while loading is a failed start too
          const { openDesktop } = await import('./desktop.ts');
          const language = options.language ?? systemLanguage(app, process.env);
          await openDesktop({ ...options, ...parts, language }, () => start.succeed());
        })
        .catch((error: unknown) => start.fail(error));
    }
  } catch (error) {
    start.fail(error);
  }
}
