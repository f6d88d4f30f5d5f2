import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildWorker } from '../../engine/removal/testing/built-worker.ts';
import { planOfTrees } from '../../engine/removal/testing/plan-of-tree.ts';
import { makeFolder, trialOf } from '../../engine/runs/testing/run-plan.ts';
import type { WorkerPlace } from '../../engine/planning/workers.ts';
import { folderPins } from '../../system/folder-pins.ts';
import { wireTrash } from '../../assistant/wire-removal.ts';

let place: WorkerPlace;
beforeAll(async () => {
  place = await buildWorker();
}, 60_000);

interface Scene {
  readonly home: string;
  readonly root: string;
}

function makeScene(): Scene {
  const home = realpathSync(makeFolder());
  const root = join(home, 'root');
  mkdirSync(join(root, 'cache', 'deep'), { recursive: true });
  writeFileSync(join(root, 'cache', 'deep', 'a'), 'words');
  writeFileSync(join(root, 'loose'), 'loose words');
  writeFileSync(join(root, 'keep.db'), 'precious');
  return { home, root };
}

const notTheDatabase = { includes: (path: string) => path !== 'keep.db' };

test.runIf(process.platform === 'linux')('a whole run into the trash of a Linux desktop', async () => {
  const { home, root } = makeScene();
  const trash = wireTrash({ system: 'linux', env: { HOME: home } });
  const trial = await trialOf(planOfTrees([root], notTheDatabase), folderPins, {
    place,
    trash: () => trash.place!,
  });
  const report = await trial.run('run-1', 'trash');
  trash.close();
  expect(report).toMatchObject({
    outcome: 'done',
    removed: { files: 2 },
    ways: [{ way: 'trashed', files: 2 }],
  });
  expect(readdirSync(root)).toEqual(['keep.db']);
  const bin = join(home, '.local', 'share', 'Trash');
  expect(readFileSync(join(bin, 'files', 'cache', 'deep', 'a'), 'utf8')).toBe('words');
  expect(readFileSync(join(bin, 'files', 'loose'), 'utf8')).toBe('loose words');
  expect(readdirSync(join(bin, 'info')).sort()).toEqual(['cache.trashinfo', 'loose.trashinfo']);
});

test('a whole run into a trash that only the host can ask; refused entries stay', async () => {
  const { home, root } = makeScene();
  const bin = join(home, 'desktop-bin');
  mkdirSync(bin);
  const trash = wireTrash({
    system: 'macos',
    env: {},
    async trashItem(path) {
      await Promise.resolve();
      if (path.endsWith('loose')) throw new Error('no room');
      renameSync(path, join(bin, basename(path)));
    },
  });
  const trial = await trialOf(planOfTrees([root], notTheDatabase), folderPins, {
    place,
    trash: () => trash.place!,
  });
  const report = await trial.run('run-1', 'trash');
  trash.close();
  expect(report).toMatchObject({
    outcome: 'partial',
    ways: [{ way: 'trashed', files: 1 }],
    failed: [{ code: 'trash-refused', files: 1 }],
  });
  expect(readFileSync(join(bin, 'cache', 'deep', 'a'), 'utf8')).toBe('words');
  expect(readdirSync(root).sort()).toEqual(['keep.db', 'loose']);
});

test('a host without a trash offers none, and Linux uses only the folders of its environment', () => {
  expect(wireTrash({ system: 'windows', env: {} }).place).toBeNull();
  expect(wireTrash({ system: 'linux', env: {} }).place).toBeNull();
  const named = { HOME: '/home/me', XDG_DATA_HOME: '/data' };
  expect(wireTrash({ system: 'linux', env: named }).place).toEqual({ kind: 'xdg', dataHome: '/data' });
  const relative = { HOME: '/home/me', XDG_DATA_HOME: 'data' };
  expect(wireTrash({ system: 'linux', env: relative }).place).toEqual({
    kind: 'xdg',
    dataHome: '/home/me/.local/share',
  });
  expect(existsSync('/data/Trash')).toBe(false);
});
