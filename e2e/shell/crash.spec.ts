import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright';
import { ownersFilesIn } from '../harness/promises.ts';
import { reportAfter, startErasing, statusAfter } from '../harness/desktop-run.ts';
import { expect, test } from '../harness/desktop-test.ts';

const crash = (app: ElectronApplication) =>
  app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<string>((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('render-process-gone', (_event, { reason }) => resolve(reason));
        contents?.forcefullyCrashRenderer();
      }),
  );

test('a page that crashes in mid-run ends nothing: the run is finished, checked and recorded', async ({
  start,
  where,
  disk,
}) => {
  const { app, window, ended } = await start();
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
  const { runId } = await startErasing(window);
  expect(await crash(app)).toMatch(/crashed|killed/);
  // its page may or may not come back by itself; the program behind it is the same
  await expect
    .poll(async () => (await statusAfter(where)).lastRun?.runId ?? null, {
      intervals: [300],
      timeout: 60_000,
    })
    .toBe(runId);
  await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined);
  expect((await ended).exit).toBe(0);

  const status = await statusAfter(where);
  expect(status.interrupted).toEqual([]);
  const report = await reportAfter(where, runId);
  expect(report).toMatchObject({ runId, outcome: 'done', failed: [] });
  const { removed, added, changed } = await disk.changes();
  expect({ added, changed }).toEqual({ added: [], changed: [] });
  const files = new Set(where.manifest.entries.map(({ path }) => path));
  expect(removed.filter((path) => files.has(path))).toHaveLength(report.removed.files);
  expect(ownersFilesIn(where.manifest).filter((path) => !existsSync(join(where.home, path)))).toEqual([]);
});
