import { app, protocol } from 'electron';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { defaultStateFolder } from '../../system/system.ts';
import { launchOptions } from './launch-options.ts';
import { lockEveryPage, lockEverySession, ownScheme } from './lockdown.ts';
import { openDesktop, systemName } from './desktop.ts';

/**
 * The desktop app's entry: what must be said before Electron is ready, then one window over the same assistant as
 * everywhere else. Nothing in this folder decides about files.
 */
const options = launchOptions(process.argv, app.getSystemLocale());
const stateFolder = options.dataDir ?? defaultStateFolder(systemName, process.env);

const windowFolder = join(stateFolder, 'window');

app.enableSandbox();
mkdirSync(windowFolder, { recursive: true, mode: 0o700 });
app.setPath('userData', windowFolder);
app.setPath('sessionData', windowFolder);
app.commandLine.appendSwitch('disable-background-networking');
protocol.registerSchemesAsPrivileged([ownScheme]);
lockEveryPage(app);
lockEverySession(app);

if (app.requestSingleInstanceLock()) {
  // never awaited here: Electron is ready only after this module has ended
  app
    .whenReady()
    .then(() => openDesktop({ ...options, stateFolder }))
    .catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      app.exit(1);
    });
} else {
  app.exit(0);
}
