import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright';
import type { ActiveRun } from '../../app/contract/runs.ts';
import { dictionaries } from '../../app/locale/dictionaries.ts';
import { reportAfter, startErasing, statusAfter } from '../harness/desktop-run.ts';
import { call } from '../harness/desktop-test.ts';
import type { Desktop } from '../harness/desktop-test.ts';
import type { PrivateHome } from '../harness/private-home.ts';
import { ownersFilesIn } from '../harness/promises.ts';
import { closeWindow, expect, isVisible, test, trayOf } from '../harness/tray-test.ts';

test.use({ files: 1500 });

const { host } = dictionaries['zh-CN'];
/** the buttons of the question, in their order */
const answers = { stop: 0, background: 1, cancel: 2 } as const;

interface Started extends Desktop {
  readonly runId: string;
}

async function inMidRun(desktop: Desktop): Promise<Started> {
  const { window } = desktop;
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  const { runId } = await startErasing(window);
  return { ...desktop, runId };
}

/** Whether the window has heard of progress of the run. */
async function hasProgress(app: ElectronApplication): Promise<boolean> {
  const calls = await app.evaluate(() => standIn.records.calls.map(([name]) => name));
  return calls.includes('powerSaveBlocker.start');
}

/** Presses quit as a person does, with an answer laid ready. */
async function quit(app: ElectronApplication, answer: keyof typeof answers): Promise<void> {
  await app
    .evaluate(({ app: electron }, button) => {
      standIn.answerNextBox(button);
      // once is a slip of the finger away from twice
      electron.quit();
      electron.quit();
    }, answers[answer])
    .catch(() => undefined);
}

const boxes = (app: ElectronApplication) =>
  app.evaluate(() => standIn.records.messageBoxes.map(({ message, buttons }) => ({ message, buttons })));

/** What is gone from the disk is what the receipt says, and nothing of the owner's is. */
async function expectRecorded(
  where: PrivateHome,
  runId: string,
  removed: readonly string[],
  outcome: 'cancelled' | 'done',
): Promise<void> {
  // a run that was stopped can go on later; none may look as if it was cut off
  expect((await statusAfter(where)).interrupted).toMatchObject(
    outcome === 'cancelled' ? [{ runId, stopped: true }] : [],
  );
  const report = await reportAfter(where, runId);
  expect(report.outcome).toBe(outcome);
  const files = new Set(where.manifest.entries.map(({ path }) => path));
  expect(removed.filter((path) => files.has(path))).toHaveLength(report.removed.files);
  expect(ownersFilesIn(where.manifest).filter((path) => !existsSync(join(where.home, path)))).toEqual([]);
}

test.describe('quitting in mid-run', () => {
  test.skip(({ kind }) => kind !== 'stand-in', 'nobody can answer the box of the real binary from here');

  test('stop after this file: asks once, records what was done and ends with 0', async ({
    start,
    where,
    disk,
  }) => {
    const { app, ended, runId } = await inMidRun(await start());
    await quit(app, 'stop');
    expect((await ended).exit).toBe(0);
    const { removed, added, changed } = await disk.changes();
    expect({ added, changed }).toEqual({ added: [], changed: [] });
    await expectRecorded(where, runId, removed, 'cancelled');
  });

  test('cancel: the run goes on, the window stays, and a later quit asks again', async ({ start }) => {
    const { app, window } = await inMidRun(await start());
    await quit(app, 'cancel');
    await expect
      .poll(() => boxes(app))
      .toEqual([{ message: host.quit.message, buttons: Object.values(host.quit.answers) }]);
    expect(await isVisible(app)).toBe(true);
    expect(await call<ActiveRun | null>(window, 'runs.active')).not.toBeNull();
    await quit(app, 'cancel');
    await expect.poll(() => boxes(app)).toHaveLength(2);
    await expect.poll(() => call<ActiveRun | null>(window, 'runs.active'), { timeout: 60_000 }).toBeNull();
  });

  test('in the background, with a tray: the run ends, a notice says so, and a click shows the window', async ({
    startWithTray,
  }) => {
    const { app, window } = await inMidRun(await startWithTray());
    await expect.poll(async () => (await trayOf(app))?.tooltip).toMatch(/^安心下机：正在清理 \d+%$/);
    expect((await trayOf(app))?.picture).toMatch(/^running-/);
    const { menu } = host.tray;
    expect((await trayOf(app))?.menu).toEqual(expect.arrayContaining([menu.open, `(${menu['deep-clean']})`]));
    await quit(app, 'background');
    await expect.poll(() => isVisible(app)).toBe(false);
    const titles = () => app.evaluate(() => standIn.notifications().map(({ title }) => title));
    await expect.poll(titles, { timeout: 60_000 }).toEqual([host.workDone.title]);
    expect(await call<ActiveRun | null>(window, 'runs.active')).toBeNull();
    await expect.poll(async () => (await trayOf(app))?.picture).toMatch(/^watching-/);
    await app.evaluate(() => standIn.clickNotice());
    expect(await isVisible(app)).toBe(true);
  });

  test('in the background, without a tray: the program ends with the run', async ({ start, where, disk }) => {
    const { app, ended, runId } = await inMidRun(await start());
    await quit(app, 'background');
    expect((await ended).exit).toBe(0);
    await expectRecorded(where, runId, (await disk.changes()).removed, 'done');
  });

  test('closing the window asks where there is no tray, and hides it where there is one', async ({
    start,
    startWithTray,
  }) => {
    const alone = await inMidRun(await start());
    await alone.app.evaluate((_electron, button) => standIn.answerNextBox(button), answers.cancel);
    await closeWindow(alone.app);
    await expect.poll(() => boxes(alone.app)).toHaveLength(1);
    expect(await isVisible(alone.app)).toBe(true);
    await alone.app.evaluate((_electron, button) => standIn.answerNextBox(button), answers.stop);
    await closeWindow(alone.app).catch(() => undefined);
    expect((await alone.ended).exit).toBe(0);

    const { app, window } = await startWithTray();
    await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
    // the page is there a moment before the window is shown
    await expect.poll(() => isVisible(app)).toBe(true);
    await closeWindow(app);
    await expect.poll(() => isVisible(app)).toBe(false);
    expect(await boxes(app)).toEqual([]);
  });
});

test.describe('an end that asks nothing, in mid-run', () => {
  const ends: Readonly<Record<string, (desktop: Desktop) => Promise<unknown> | boolean>> = {
    'two interrupts, as a terminal and the script that started it send them': ({ app }) => {
      app.process().kill('SIGINT');
      return app.process().kill('SIGINT');
    },
    'the end of the session on Linux': ({ app }) =>
      app.evaluate(() => standIn.endSession('linux')).catch(() => undefined),
    'the end of the session on Windows': ({ app }) =>
      app.evaluate(() => standIn.endSession('win32', ['logoff'])).catch(() => undefined),
    'the end of the session on macOS': ({ app }) =>
      app.evaluate(() => standIn.endSession('darwin')).catch(() => undefined),
  };
  for (const [how, end] of Object.entries(ends))
    test(how, async ({ start, kind, where, disk }) => {
      test.skip(
        kind !== 'stand-in' && !how.startsWith('two'),
        'nobody can end the session of the real binary from here',
      );
      const desktop = await inMidRun(await start());
      const { app, runId } = desktop;
      // Windows is asked to wait only once something is removed
      if (kind === 'stand-in') await expect.poll(() => hasProgress(app)).toBe(true);
      await end(desktop);
      expect((await desktop.ended).exit).toBe(0);
      const { removed, added, changed } = await disk.changes();
      expect({ added, changed }).toEqual({ added: [], changed: [] });
      await expectRecorded(where, runId, removed, 'cancelled');
    });

  test('while nothing runs the end of the session is not held up', async ({ start, kind }) => {
    test.skip(kind !== 'stand-in', 'nobody can end the session of the real binary from here');
    const { app, window, ended } = await start();
    await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
    const steps = await app.evaluate(() => standIn.endSession('win32')).catch(() => 'gone');
    if (steps !== 'gone') expect(steps).toContain('windows session-end');
    expect((await ended).exit).toBe(0);
  });
});
