import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { whyNoSmallDisk } from '../../testing/small-disk.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { clock, makeFolder } from '../runs/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { finishPart } from './unfinished.ts';
import { listBatches } from './list-batches.ts';
import { fillPart, headerOf, putAside, restore } from './testing/put-aside.ts';

const whyNot = whyNoSmallDisk(makeFolder());
const inodes = 200;

let disk: string;
let root: string;
let place: string;
let state: StateFolder;
let plan: FrozenPlan;

/** Puts data and state folder on one small disk, so that moving between them frees no space. */
beforeEach(async (ctx) => {
  if (whyNot !== null) ctx.skip(whyNot);
  disk = makeFolder('signoff-disk-');
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=1m,nr_inodes=${inodes}`, 'tmpfs', disk]);
  onTestFinished(() => void execFileSync('umount', [disk]));
  root = join(disk, 'xwechat_files');
  mkdirSync(root);
  for (let file = 0; file < 60; file += 1) writeFileSync(join(root, `f${file}`), `content ${file}`);
  state = await openStateFolder(join(disk, 'state'), clock);
  place = join(state.path, 'quarantine');
  plan = planOfTrees([root]);
});

function fillRoom(): void {
  const page = Buffer.alloc(4096);
  try {
    for (;;) writeFileSync(join(disk, 'ballast'), page, { flag: 'a' });
  } catch {
    truncateSync(join(disk, 'ballast'), Math.floor(statSync(join(disk, 'ballast')).size / 4096) * 4096);
  }
}

/** Uses up all inodes: no file of any size can be created. */
function fillNames(): void {
  mkdirSync(join(disk, 'names'));
  try {
    for (let name = 0; ; name += 1) writeFileSync(join(disk, 'names', String(name)), '');
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  }
}

const list = () => listBatches(place, 'posix');

describe('with a full disk', () => {
  test('finishing a batch fails with an error, and succeeds once there is room', async () => {
    await fillPart({ state, plan, pins: bestFolderPins() });
    fillRoom();
    await expect(finishPart(state, 'q-1', headerOf(plan))).rejects.toMatchObject({
      code: 'disk-full',
      params: { path: join(place, 'q-1.part') },
    });
    expect(readdirSync(place)).toEqual(['q-1.part']);
    rmSync(join(disk, 'ballast'));
    expect(await finishPart(state, 'q-1', headerOf(plan))).toMatchObject({ files: 60 });
    expect(await list()).toMatchObject([{ state: 'whole', files: 60 }]);
  });

  test('a restore that cannot begin fails, and moves nothing', async () => {
    await putAside({ state, plan, pins: bestFolderPins() });
    fillNames();
    await expect(restore(state, plan, bestFolderPins())).rejects.toMatchObject({
      code: 'disk-full',
      params: { path: join(place, 'q-1') },
    });
    expect(readdirSync(root)).toEqual([]);
    expect(await list()).toMatchObject([{ state: 'whole', files: 60 }]);
  });

  test('a restore that cannot write its index reports what moved, and continues later', async () => {
    await putAside({ state, plan, pins: bestFolderPins() });
    writeFileSync(join(root, 'f7'), 'in the way');
    fillRoom();
    const view = await restore(state, plan, bestFolderPins());
    expect(view).toMatchObject({
      restored: { files: 59 },
      kept: [{ reason: 'in-the-way', files: 1 }],
      isEmptied: false,
    });
    expect(readFileSync(join(root, 'f8'), 'utf8')).toBe('content 8');
    expect(await list()).toMatchObject([{ state: 'whole', items: 1, files: 1 }]);
    await expect(restore(state, plan, bestFolderPins())).rejects.toMatchObject({ code: 'disk-full' });
    rmSync(join(disk, 'ballast'));
    rmSync(join(root, 'f7'));
    expect(await restore(state, plan, bestFolderPins())).toMatchObject({
      restored: { files: 1 },
      isEmptied: true,
    });
    expect(readdirSync(root)).toHaveLength(60);
    expect(readdirSync(place)).toEqual([]);
  });

  test('a restore that empties the batch needs no space at its end', async () => {
    await putAside({ state, plan, pins: bestFolderPins() });
    fillRoom();
    expect(await restore(state, plan, bestFolderPins())).toMatchObject({
      restored: { files: 60 },
      isEmptied: true,
    });
    expect(readdirSync(place)).toEqual([]);
  });
});
