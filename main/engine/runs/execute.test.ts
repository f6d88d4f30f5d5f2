import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { changesBetween, treeState } from '../removal/testing/tree-state.ts';
import { listInterrupted } from './interrupted.ts';
import { demandReady, execute } from './execute.ts';
import { clock, discoveryOf, makeFolder, testMarks, testPlatform, trialOf } from './testing/run-plan.ts';

function sampleRoot(files = 3): string {
  const root = join(makeFolder(), 'xwechat_files');
  mkdirSync(join(root, 'wxid_a', 'cache', '2024-01'), { recursive: true });
  for (let i = 0; i < files; i += 1)
    writeFileSync(join(root, 'wxid_a', 'cache', '2024-01', `f${i}`), 'x'.repeat(i));
  writeFileSync(join(root, 'wxid_a', 'keep.db'), 'precious');
  return root;
}

const onlyCache = { includes: (path: string) => path.includes('/cache/') };

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'went through';
  } catch (error) {
    return error instanceof SignOffError ? error.code : String(error);
  }
}

test('removes only planned entries, and stores a matching receipt', async () => {
  const root = sampleRoot(3);
  const plan = planOfTrees([root], onlyCache);
  const before = treeState(root);
  const trial = await trialOf(plan, bestFolderPins);
  const report = await trial.run();
  expect(changesBetween(before, treeState(root))).toEqual({
    gone: [
      'wxid_a/cache',
      'wxid_a/cache/2024-01',
      'wxid_a/cache/2024-01/f0',
      'wxid_a/cache/2024-01/f1',
      'wxid_a/cache/2024-01/f2',
    ],
    altered: [],
  });
  expect(report).toMatchObject({
    outcome: 'done',
    planned: { files: 3, bytes: 3 },
    removed: { files: 3, bytes: 3 },
    kept: [],
    failed: [],
    foldersRemoved: 2,
    accounts: [{ accountId: 'account-1', product: 'wechat', line: '4.x', folder: 'wxid_a' }],
  });
  expect(report.groups).toMatchObject([{ id: 0, removedFiles: 3, removedBytes: 3 }]);
  expect(await trial.deps.reports.get('run-1')).toEqual(report);
  expect(await listInterrupted(trial.deps, testMarks)).toEqual([]);
  expect(trial.updates.at(-1)).toMatchObject({ done: 3, total: 3, bytes: 3, bytesTotal: 3 });
});

test('keeps entries that changed, vanished or became links since the plan, each with its reason', async () => {
  const root = sampleRoot(5);
  const folder = join(root, 'wxid_a', 'cache', '2024-01');
  const plan = planOfTrees([root], onlyCache);
  writeFileSync(join(folder, 'f0'), 'longer than before');
  utimesSync(join(folder, 'f1'), new Date(), new Date(1_000));
  rmSync(join(folder, 'f2'));
  rmSync(join(folder, 'f3'));
  symlinkSync(join(root, 'wxid_a', 'keep.db'), join(folder, 'f3'));
  writeFileSync(join(folder, 'new'), 'came later');
  const report = await (await trialOf(plan, bestFolderPins)).run();
  expect(Object.fromEntries(report.kept.map((line) => [line.reason, line.files]))).toEqual({
    changed: 2,
    vanished: 1,
    link: 1,
  });
  expect(report).toMatchObject({
    outcome: 'partial',
    planned: { files: 5 },
    removed: { files: 1 },
    foldersRemoved: 0,
  });
  expect(report.examples).toContainEqual({ path: 'wxid_a/cache/2024-01/f3', why: 'link' });
  expect(readFileSync(join(root, 'wxid_a', 'keep.db'), 'utf8')).toBe('precious');
  expect(readFileSync(join(folder, 'new'), 'utf8')).toBe('came later');
});

test('touches nothing while a messenger runs, even one that starts during discovery', async () => {
  const root = sampleRoot();
  const plan = planOfTrees([root], onlyCache);
  const before = treeState(root);
  for (const startsDuringLook of [false, true]) {
    let isRunning = !startsDuringLook;
    const trial = await trialOf(plan, bestFolderPins, {
      rediscover: () => {
        isRunning = true;
        return Promise.resolve(discoveryOf(plan.roots));
      },
      assertQuiet: () =>
        isRunning ? Promise.reject(new SignOffError('messenger-running')) : Promise.resolve(),
    });
    expect(await codeOf(trial.run())).toBe('messenger-running');
    expect(await listInterrupted(trial.deps, testMarks)).toEqual([]);
  }
  expect(changesBetween(before, treeState(root))).toEqual({ gone: [], altered: [] });
});

test.each([
  ['another identity', { identity: { dev: 1n, ino: 1n } }],
  ['another place', { realPath: '/elsewhere' }],
  ['an unknown layout', { layout: 'unknown' }],
  ['no access', { access: 'no-permission' }],
  ['detection only', { platform: { ...testPlatform, support: 'detect-only' } }],
] as const)('refuses a plan whose root now has %s', async (_what, change) => {
  const root = sampleRoot();
  const plan = planOfTrees([root], onlyCache);
  const before = treeState(root);
  const trial = await trialOf(plan, bestFolderPins, {
    rediscover: () => Promise.resolve(discoveryOf(plan.roots, change)),
  });
  expect(await codeOf(trial.run())).toBe('plan-changed');
  expect(changesBetween(before, treeState(root))).toEqual({ gone: [], altered: [] });
});

test('refuses a plan whose root is no longer found at all', async () => {
  const root = sampleRoot();
  const plan = planOfTrees([root], onlyCache);
  const rediscover = () => Promise.resolve(discoveryOf([]));
  expect(await codeOf((await trialOf(plan, bestFolderPins, { rediscover })).run())).toBe('plan-changed');
  expect(existsSync(join(root, 'wxid_a', 'cache', '2024-01', 'f0'))).toBe(true);
});

test('two runs at once: the second is refused as busy, and the first completes', async () => {
  const root = sampleRoot();
  const plan = planOfTrees([root], onlyCache);
  const first = await trialOf(plan, bestFolderPins);
  const second = await trialOf(plan, bestFolderPins, { state: first.deps.state });
  const going = first.run('run-1');
  expect(await codeOf(second.run('run-2'))).toBe('busy');
  expect((await going).outcome).toBe('done');
  expect(await codeOf(second.run('run-3'))).toBe('went through');
});

test('a cancel between batches leaves the rest on the disk and in the kept column', async () => {
  const root = sampleRoot(1_200);
  const plan = planOfTrees([root], onlyCache);
  const trial = await trialOf(plan, bestFolderPins);
  const seen: number[] = [];
  trial.onProgress((update) => {
    seen.push(update.done);
    if (update.done >= 500) trial.abort.abort();
  });
  const report = await trial.run();
  expect(report).toMatchObject({ outcome: 'cancelled', planned: { files: 1_200 }, foldersRemoved: 0 });
  const cancelled = report.kept.find((line) => line.reason === 'cancelled');
  expect(report.removed.files).toBe(500);
  expect(cancelled?.files).toBe(700);
  const left = [...treeState(root).keys()].filter((path) => path.includes('/2024-01/'));
  expect(left).toHaveLength(700);
  expect(await listInterrupted(trial.deps, testMarks)).toMatchObject([{ runId: 'run-1', stopped: true }]);
});

test('a run that cannot write its journal removes nothing', async () => {
  const root = sampleRoot();
  const plan = planOfTrees([root], onlyCache);
  const before = treeState(root);
  const statePath = makeFolder();
  const state = await openStateFolder(statePath, clock);
  writeFileSync(join(statePath, 'runs'), 'a file where the folder should be');
  const trial = await trialOf(plan, bestFolderPins, { state });
  expect(await codeOf(trial.run())).toBe('data-dir-unusable');
  expect(changesBetween(before, treeState(root))).toEqual({ gone: [], altered: [] });
});

test('a caller without the run lock removes nothing', async () => {
  const root = sampleRoot();
  const plan = planOfTrees([root], onlyCache);
  const before = treeState(root);
  const { deps, control } = await trialOf(plan, bestFolderPins);
  const found = await demandReady(deps, plan);
  const run = { plan, found, runId: 'run-1', mode: 'delete', control } as const;
  await expect(execute(deps, run)).rejects.toThrow('run lock');
  expect(changesBetween(before, treeState(root))).toEqual({ gone: [], altered: [] });
});
