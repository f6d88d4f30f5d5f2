import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { listInterrupted } from '../../engine/runs/interrupted.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { outcomeOf } from '../../engine/ledger/outcomes.ts';
import { startPool } from '../../engine/removal/worker-pool.ts';
import { buildWorker } from '../../engine/removal/testing/built-worker.ts';
import { planOf, planOfTrees } from '../../engine/removal/testing/plan-of-tree.ts';
import { makeFolder, testMarks, trialOf } from '../../engine/runs/testing/run-plan.ts';
import { changesBetween, treeState } from '../../engine/removal/testing/tree-state.ts';
import type { WorkerPlace } from '../../engine/planning/workers.ts';

function noPins(): never {
  throw new Error('the main thread must not touch a messenger’s file');
}

let place: WorkerPlace;
beforeAll(async () => {
  place = await buildWorker();
}, 60_000);

function bigRoot(files: number): string {
  const root = join(makeFolder(), 'root');
  for (let folder = 0; folder < 4; folder += 1) {
    mkdirSync(join(root, 'cache', String(folder)), { recursive: true });
    for (let i = 0; i < files / 4; i += 1) writeFileSync(join(root, 'cache', String(folder), `f${i}`), 'x');
  }
  writeFileSync(join(root, 'keep.db'), 'precious');
  return root;
}

const onlyCache = { includes: (path: string) => path.startsWith('cache/') };

test('the thread removes exactly the plan while the main loop stays free', async () => {
  const root = bigRoot(1_200);
  const plan = planOfTrees([root], onlyCache);
  writeFileSync(join(root, 'cache', '1', 'f7'), 'changed');
  const before = treeState(root);
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 1);
  const report = await (await trialOf(plan, noPins, { place })).run();
  clearInterval(turning);
  expect(report).toMatchObject({
    outcome: 'partial',
    removed: { files: 1_199 },
    kept: [{ reason: 'changed', files: 1 }],
    foldersRemoved: 3,
  });
  const { gone, altered } = changesBetween(before, treeState(root));
  expect(gone).toHaveLength(1_199 + 3);
  expect(altered).toEqual([]);
  expect(readdirSync(root)).toEqual(['cache', 'keep.db']);
  expect(turns).toBeGreaterThan(0);
});

test('a cancel reaches the working thread, and the rest stays', async () => {
  const root = bigRoot(3_000);
  const plan = planOfTrees([root], onlyCache);
  const trial = await trialOf(plan, noPins, { place });
  trial.onProgress(({ done }) => {
    if (done > 0) trial.abort.abort();
  });
  const report = await trial.run();
  const left = [...treeState(join(root, 'cache')).values()].filter((what) => what.startsWith('file')).length;
  expect(report).toMatchObject({
    outcome: 'cancelled',
    planned: { files: 3_000 },
    failed: [],
    foldersRemoved: 0,
  });
  expect(report.kept).toMatchObject([{ reason: 'cancelled', files: left }]);
  expect(report.removed.files).toBe(3_000 - left);
  expect(left).toBeGreaterThan(0);
  expect(await listInterrupted(trial.deps, testMarks)).toMatchObject([{ runId: 'run-1', stopped: true }]);
});

test('the thread itself stops within a batch', async () => {
  const root = bigRoot(400);
  const plan = planOfTrees([root], onlyCache);
  const abort = new AbortController();
  const { signal } = abort;
  const settings = { pins: noPins, style: 'posix', roots: plan.roots, plan: plan.shared(), signal } as const;
  const run = { mode: 'delete', runId: 'run-1', partFolder: null } as const;
  const pool = startPool({ ...settings, ...run }, place);
  const answer = pool.request({ kind: 'entries', from: 0, to: plan.entryCount, as: 'mode' });
  abort.abort();
  const outcomes = [...(await answer)].map(outcomeOf);
  await pool.close();
  expect(outcomes.at(-1)).toBe('cancelled');
  const left = [...treeState(join(root, 'cache')).values()].filter((what) => what.startsWith('file')).length;
  expect(outcomes.filter((outcome) => outcome === 'cancelled')).toHaveLength(left);
});

test('a run cancelled before its start removes nothing', async () => {
  const root = bigRoot(40);
  const plan = planOfTrees([root], onlyCache);
  const trial = await trialOf(plan, noPins, { place });
  trial.abort.abort();
  const before = treeState(root);
  expect(await trial.run()).toMatchObject({ outcome: 'cancelled', removed: { files: 0 } });
  expect(changesBetween(before, treeState(root))).toEqual({ gone: [], altered: [] });
});

test('a lost thread ends the run with what the disk shows', async () => {
  const root = bigRoot(40);
  const plan = planOfTrees([root], onlyCache);
  const nowhere: WorkerPlace = { kind: 'threads', folder: join(makeFolder(), 'nowhere'), count: 1 };
  const trial = await trialOf(plan, bestFolderPins, { place: nowhere });
  const before = treeState(root);
  expect(await trial.run()).toMatchObject({
    outcome: 'interrupted',
    planned: { files: 40 },
    removed: { files: 0 },
    kept: [{ reason: 'cancelled', files: 40 }],
    failed: [],
  });
  expect(changesBetween(before, treeState(root))).toEqual({ gone: [], altered: [] });
  expect((await trial.deps.reports.get('run-1')).outcome).toBe('interrupted');
});

test('inode numbers beyond 2^53 and sizes beyond 2^32 reach the thread unchanged', async () => {
  const root = bigRoot(4);
  const real = planOfTrees([root], onlyCache);
  const odd = { ...real.entry(0), ino: 2n ** 63n + 1n, bytes: 2 ** 40 };
  const { dev, ino } = lstatSync(join(root, 'cache', '0'), { bigint: true });
  const folder = {
    root: 0,
    segments: ['cache', '0'],
    identity: { dev, ino },
    removable: false,
    mtimeMs: 0,
    complete: false,
  };
  const plan = planOf(
    real.roots,
    [folder],
    [
      { ...odd, folder: 0 },
      { ...real.entry(0), folder: 0 },
    ],
  );
  const report = await (await trialOf(plan, noPins, { place })).run();
  expect(report.kept).toMatchObject([{ reason: 'replaced', files: 1, bytes: 2 ** 40 }]);
  expect(report.removed.files).toBe(1);
});
