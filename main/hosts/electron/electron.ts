import { accessSync, constants } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { defaultStateFolder } from '../../system/system.ts';
import { writeFailure } from '../../engine/fs/errors.ts';
import { claimFolder, makeFolders } from '../../engine/state/claim-folder.ts';
import type { DesktopOptions } from './desktop.ts';
import { lockEveryPage, lockEverySession, ownScheme } from './locks/lockdown.ts';
import { strandedLock } from './start/instance-lock.ts';
import { errandOf, launchOptions, systemName } from './start/launch-options.ts';
import type { LaunchOptions } from './start/launch-options.ts';
import { LockedError } from './start/start-error.ts';
import { guardStart, systemLanguage } from './start/start-guard.ts';
import type { StartGuard } from './start/start-guard.ts';
import { demandKnownSwitches, goOffline } from './start/switches.ts';
import { appId } from './system/app-id.ts';

/** Electron takes a profile without write access for one in use, and would exit without a message. */
function makeWritable(folder: string): void {
  try {
    makeFolders(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw writeFailure(folder, error);
  }
}

type Prepared = LaunchOptions & { readonly stateFolder: string; readonly profile: string };

/** Everything that must precede Electron's `ready`. Null if another instance runs and comes to the front. */
function prepare(start: StartGuard): Prepared | null {
  demandKnownSwitches(app, process.argv, systemName);
  const options = launchOptions(process.argv);
  const stateFolder = options.dataDir ?? defaultStateFolder(systemName, process.env);
  const profile = join(stateFolder, 'window');
  app.enableSandbox();
  claimFolder(stateFolder);
  start.speakAs(stateFolder);
  makeWritable(profile);
  app.setPath('userData', profile);
  app.setPath('sessionData', profile);
  goOffline(app.commandLine);
  // the page follows this one, so that it speaks as the tray and the title do
  if (options.language !== null) app.commandLine.appendSwitch('lang', options.language);
  // Windows shows notices only of a program with an id that was set before the first one
  if (systemName === 'windows') app.setAppUserModelId(appId);
  protocol.registerSchemesAsPrivileged([ownScheme]);
  lockEveryPage(app);
  lockEverySession(app);
  if (app.requestSingleInstanceLock(errandOf(options))) return { ...options, stateFolder, profile };
  const holder = strandedLock(profile, hostname());
  if (holder !== null) throw new LockedError(holder);
  return null;
}

/**
 * Starts the desktop app: what Electron takes only before it is ready, then one window over the same assistant as
 * everywhere else. Must be called while the entry module loads. Everything in this folder is a shell: decisions about
 * files are made in the assistant.
 */
export function startDesktop(parts: Pick<DesktopOptions, 'out' | 'systemOf'>): void {
  const start = guardStart(app, dialog, process);
  try {
    const options = prepare(start);
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
