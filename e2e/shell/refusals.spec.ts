import { join } from 'node:path';
import { desktopEnvironment } from '../harness/electron-host.ts';
import { expect, runDesktop, test } from '../harness/desktop-test.ts';
import { printed, writeProgram } from '../harness/small-program.ts';

test.use({ files: 350 });

/*
 * What Electron refuses, and with which words: shell/browser/api/*.cc and lib/browser/api/*.ts of Electron. The stand-in
 * is held to it here, and where the real binary runs, so is this table.
 */
const tooEarly: Readonly<Record<string, string>> = {
  'app.getSystemLocale()': 'app.getSystemLocale() can only be called after app is ready',
  'new BrowserWindow()': 'Cannot create BrowserWindow before app is ready',
  'new Tray(nativeImage.createEmpty())': 'Cannot create Tray before app is ready',
  'new Notification({})': 'Cannot create Notification before app is ready',
  'session.defaultSession': 'Session can only be received when app is ready',
  'session.fromPartition("x")': 'Session can only be received when app is ready',
  'dialog.showMessageBoxSync({ message: "x" })': 'dialog module can only be used after app is ready',
  'screen.getPrimaryDisplay()': "The 'screen' module can't be used before the app 'ready' event",
  'app.setPath("userData", "here")': 'Path must be absolute',
  'app.setPath("userData", "/nowhere/at/all")': 'Failed to set path',
  'app.getPath("nothing")': "Failed to get 'nothing' path",
};

const tooLate: Readonly<Record<string, string>> = {
  'app.enableSandbox()': 'app.enableSandbox() can only be called before app is ready',
  'app.disableHardwareAcceleration()':
    'app.disableHardwareAcceleration() can only be called before app is ready',
  'protocol.registerSchemesAsPrivileged([])':
    'protocol.registerSchemesAsPrivileged should be called before app is ready',
  '(ipcMain.handle("x", () => 1), ipcMain.handle("x", () => 2))':
    "Attempted to register a second handler for 'x'",
  'ipcMain.handle("y", 7)': "Expected handler to be a function, but found type 'number'",
  '(own.protocol.handle("x", () => new Response()), own.protocol.handle("x", () => new Response()))':
    'Failed to register protocol: x',
  'own.protocol.unhandle("z")': 'Failed to unhandle protocol: z',
  'Menu.buildFromTemplate({})': 'Invalid template for Menu: Menu template must be an array',
  'Menu.buildFromTemplate([{ click() {} }])':
    'Invalid template for MenuItem: must have at least one of label, role or type',
  'closed.show()': 'Object has been destroyed',
  'closed.isVisible()': 'Object has been destroyed',
  'closed.webContents': 'Object has been destroyed',
  'contents.send("x")': 'Object has been destroyed',
  'contents.getURL()': 'Object has been destroyed',
  'gone.setToolTip("x")': 'Object has been destroyed',
};

const program = (early: readonly string[], late: readonly string[]): string => `
  import * as electron from 'electron';
  const { app, BrowserWindow, Tray, Notification, Menu, nativeImage, session, dialog, screen, ipcMain, protocol } = electron;
  const tried = (name, work) => {
    let said = null;
    try { work(); } catch (error) { said = error.message; }
    process.stdout.write('@' + JSON.stringify([name, said]) + '\\n');
  };
  ${early.map((text) => `tried(${JSON.stringify(text)}, () => ${text});`).join('\n')}
  app.on('window-all-closed', () => undefined);
  app.whenReady().then(async () => {
    const own = session.fromPartition('own');
    const closed = new BrowserWindow({ show: false });
    const { webContents: contents } = closed;
    closed.destroy();
    const gone = new Tray(nativeImage.createFromPath(${JSON.stringify(join(import.meta.dirname, '../../assets/icons/tray.png'))}));
    gone.destroy();
    tried('closed.isDestroyed()', () => { if (!closed.isDestroyed()) throw new Error('not destroyed'); });
    ${late.map((text) => `tried(${JSON.stringify(text)}, () => ${text});`).join('\n')}
    app.exit(0);
  });
`;

test('calls that come too early, too late or to what is gone throw with Electron’s words', async ({
  kind,
  where,
}) => {
  const main = program(Object.keys(tooEarly), Object.keys(tooLate));
  const folder = await writeProgram(join(where.home, '..'), main);
  const { exit, errors } = await runDesktop(kind, [folder], desktopEnvironment(where));
  expect(Object.fromEntries(printed(errors) as [string, string][])).toEqual({
    ...tooEarly,
    'closed.isDestroyed()': null,
    ...tooLate,
  });
  expect(exit).toBe(0);
});
