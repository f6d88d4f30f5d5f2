import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import { makeFolder, trialOf } from '../runs/testing/run-plan.ts';
import { buildWorker } from './testing/built-worker.ts';
import { planOfTrees } from './testing/plan-of-tree.ts';

const isLinux = process.platform === 'linux';

let place: WorkerPlace;
beforeAll(async () => {
  place = await buildWorker();
}, 60_000);

function openFiles(): readonly string[] {
  return readdirSync('/proc/self/fd');
}

async function removeManyFolders(): Promise<void> {
  const root = join(makeFolder(), 'xwechat_files');
  for (let folder = 0; folder < 60; folder += 1) {
    mkdirSync(join(root, 'cache', String(folder)), { recursive: true });
    for (const name of ['a', 'b']) writeFileSync(join(root, 'cache', String(folder), name), 'a cache');
  }
  const trial = await trialOf(planOfTrees([root]), bestFolderPins, { place });
  expect(await trial.run('r-1', 'delete')).toMatchObject({ outcome: 'done', removed: { files: 120 } });
}

test.runIf(isLinux)('removal threads leave no descriptor open after they end', async () => {
  const before = openFiles().length;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, openFiles().length)), 1);
  await removeManyFolders();
  clearInterval(watch);
  expect(most).toBeGreaterThan(before);
  await vi.waitFor(() => expect(openFiles().length).toBeLessThanOrEqual(before));
});
