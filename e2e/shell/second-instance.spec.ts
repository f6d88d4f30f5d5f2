import { mkdir, symlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { desktopArguments, desktopEnvironment } from '../harness/electron-host.ts';
import { startErasing } from '../harness/desktop-run.ts';
import { call, expect, spawnDesktop, startAgain, test } from '../harness/desktop-test.ts';

test.use({ files: 350 });

test('a second start ends with 0 and brings the window back from every state', async ({
  start,
  kind,
  where,
}) => {
  const { app, window } = await start();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  const states = {
    visible: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur()),
    minimised: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize()),
    hidden: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide()),
  };
  const shown = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((each) => [each.isVisible(), each.isMinimized(), each.isFocused()]),
    );
  for (const [state, enter] of Object.entries(states))
    await test.step(state, async () => {
      await enter();
      expect(await startAgain(kind, where)).toMatchObject({ exit: 0 });
      await expect.poll(shown, state).toEqual([[true, false, true]]);
    });
  await test.step('with a run going on, which goes on', async () => {
    const { jobId } = await startErasing(window);
    expect(await startAgain(kind, where)).toMatchObject({ exit: 0 });
    const end = () => call<{ outcome: string } | null>(window, 'jobs.end', { jobId });
    await expect.poll(end).toMatchObject({ outcome: 'done' });
  });
});

test('of two starts at once one opens and the other ends with 0', async ({ kind, where }) => {
  const words = desktopArguments(where, 'zh-CN');
  const start = () => spawnDesktop(kind, words, desktopEnvironment(where));
  const both = await Promise.all([start(), start()]);
  const [first, other] = await Promise.race(
    both.map(async (each) => [await each.ended, both.find((one) => one !== each)] as const),
  );
  expect(first).toMatchObject({ exit: 0 });
  // the one that stays holds the lock, so a third start ends as well
  expect(await startAgain(kind, where)).toMatchObject({ exit: 0 });
  other?.stop('SIGTERM');
  // before it is ready Electron ends by the signal itself
  expect([0, 'SIGTERM']).toContain((await other?.ended)?.exit);
});

test('the lock of an instance that died does not keep the next one from opening', async ({
  start,
  where,
}) => {
  const folder = join(where.dataDir, 'window');
  await mkdir(folder, { recursive: true });
  // no process has this number
  await symlink(`${hostname()}-4194999`, join(folder, 'SingletonLock'));
  const { window } = await start();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
});
