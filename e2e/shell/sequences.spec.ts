import { join } from 'node:path';
import { desktopEnvironment } from '../harness/electron-host.ts';
import { expect, runDesktop, test } from '../harness/desktop-test.ts';
import { printed, writeProgram } from '../harness/small-program.ts';
import { stepsOf } from '../stand-in/sequences.ts';
import type { SequenceName } from '../stand-in/sequences.ts';

test.use({ files: 350 });

/** A program with two windows that prints every event of the table, and then does what the case says. */
const program = (act: string): string => `
  import { app, BrowserWindow } from 'electron';
  const told = (who, what) => process.stdout.write('@' + JSON.stringify(who + ' ' + what) + '\\n');
  for (const name of ['before-quit', 'will-quit', 'quit']) app.on(name, () => told('app', name));
  const make = (who) => {
    const window = new BrowserWindow({ show: false });
    for (const name of ['close', 'closed']) window.on(name, () => told(who, name));
    window.webContents.on('destroyed', () => told(who === 'window' ? 'contents' : who + ' contents', 'destroyed'));
    return window.loadURL('about:blank').then(() => window);
  };
  app.whenReady().then(async () => { ${act} });
`;

interface Case {
  readonly name: SequenceName;
  readonly act: string;
}

const cases: readonly Case[] = [
  { name: 'quit', act: `await make('windows'); app.quit();` },
  { name: 'exit', act: `await make('windows'); app.exit(0);` },
  {
    name: 'last-window-closed',
    act: `app.on('window-all-closed', () => { told('app', 'window-all-closed'); app.exit(0); });
          const one = await make('window'); app.removeAllListeners('quit'); one.close();`,
  },
];

for (const { name, act } of cases)
  test(`${name}: the events and their order are those of the table`, async ({ kind, where }) => {
    const folder = await writeProgram(join(where.home, '..'), program(act));
    const { exit, errors } = await runDesktop(kind, [folder], desktopEnvironment(where));
    const table = stepsOf(name, process.platform as 'linux').filter((step) => !step.startsWith('['));
    const seen = printed(errors).filter((step) => step !== 'windows contents destroyed');
    expect(seen, errors).toEqual(table);
    expect(exit).toBe(0);
  });

test('a window that refuses to close cancels quitting, and a second quit asks again', async ({
  kind,
  where,
}) => {
  const act = `const one = await make('window');
    one.once('close', (event) => { event.preventDefault(); setImmediate(() => app.quit()); });
    app.quit();`;
  const folder = await writeProgram(join(where.home, '..'), program(act));
  const { exit, errors } = await runDesktop(kind, [folder], desktopEnvironment(where));
  expect(printed(errors), errors).toEqual([
    'app before-quit',
    'window close',
    'app before-quit',
    'window close',
    'contents destroyed',
    'window closed',
    'app will-quit',
    'app quit',
  ]);
  expect(exit).toBe(0);
});
