import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { whyNoSmallDisk } from '../../testing/small-disk.ts';
import { listBatches } from '../quarantine/list-batches.ts';
import { restoreBatch } from '../quarantine/restore.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { buildWorker } from '../removal/testing/built-worker.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { wholeOf } from '../ledger/tally.ts';
import { clock, discoveryOf, makeFolder, trialOf } from './testing/run-plan.ts';

const noSmallDisk = whyNoSmallDisk(makeFolder());
const files = 40;
const kib = 1024;

let place: WorkerPlace;
beforeAll(async () => {
  place = await buildWorker();
}, 60_000);

function contentOf(file: number): Buffer {
  return Buffer.alloc(512 * kib, `${file} and nothing else `);
}

test('when quarantine copies fill the disk, each file is whole in one place, and all are restorable', async (ctx) => {
  if (noSmallDisk !== null) ctx.skip(noSmallDisk);
  const disk = makeFolder('signoff-state-');
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]);
  onTestFinished(() => void execFileSync('umount', [disk]));
  const root = join(makeFolder(), 'xwechat_files');
  const folder = join(root, 'media');
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < files; i += 1) writeFileSync(join(folder, `f${i}`), contentOf(i));
  const plan = planOfTrees([root]);
  const state = await openStateFolder(disk, clock);
  const report = await (await trialOf(plan, bestFolderPins, { place, state })).run('r-1', 'quarantine');

  const left = readdirSync(folder);
  expect(left.length).toBeGreaterThan(0);
  expect(left.length).toBeLessThan(files);
  expect(report).toMatchObject({
    outcome: 'partial',
    removed: { files: files - left.length },
    kept: [],
    failed: [{ code: 'disk-full', files: left.length }],
  });
  expect(wholeOf({ ...report, groups: [], examples: [] })).toEqual(report.planned);
  const demandWhole = (names: readonly string[]): void => {
    for (const name of names)
      expect(readFileSync(join(folder, name)).equals(contentOf(Number(name.slice(1)))), name).toBe(true);
  };
  demandWhole(left);

  const quarantine = join(disk, 'quarantine');
  expect(await listBatches(quarantine, 'posix')).toMatchObject([
    { id: 'q-1', state: 'whole', files: files - left.length },
  ]);
  // no partial copy uses space that the next one needs
  const { blocks, bfree, bsize } = statfsSync(disk);
  expect((blocks - bfree) * bsize).toBeLessThan((files - left.length) * 512 * kib + 128 * kib);
  const restored = await restoreBatch({
    quarantine,
    batchId: 'q-1',
    rule: 'skip',
    pins: bestFolderPins(),
    style: 'posix',
    discover: () => Promise.resolve(discoveryOf(plan.roots)),
    assertQuiet: () => Promise.resolve(),
    control: { signal: new AbortController().signal, progress: () => undefined },
  });
  expect(restored).toMatchObject({ restored: { files: files - left.length }, failed: [], isEmptied: true });
  expect(readdirSync(folder)).toHaveLength(files);
  demandWhole(readdirSync(folder));
});
