import {
  chmodSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type * as Fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { secondVolume, whyNoSecondVolume } from '../../testing/second-volume.ts';
import type { LibcModule } from '../../testing/followed-libc.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { clock } from '../runs/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { quarantineFolder } from '../batches/places.ts';
import { batchIdsIn, listBatches } from './list-batches.ts';
import { finishPart, openPart } from './unfinished.ts';
import { openBatch } from './open-batch.ts';
import { purgeBatches } from './purge.ts';
import { headerOf, putAside, restore, treeOf } from './testing/put-aside.ts';
import { untilCut } from './testing/power.ts';

vi.mock('node:fs', async (original) => {
  const { withPower } = await import('./testing/power.ts');
  const real = await original<typeof Fs>();
  const mocked = withPower(real);
  return { ...mocked, default: mocked };
});
vi.mock('../../system/native/linux-libc.ts', async (original) => {
  const { withPoweredCalls } = await import('./testing/power.ts');
  return withPoweredCalls(await original<LibcModule>());
});

const noSecondVolume = whyNoSecondVolume();
/** A fast volume for hundreds of simulated power cuts, because sync is cheap on it. */
const quick = noSecondVolume === null ? secondVolume : tmpdir();
const made: string[] = [];
let points = 0;
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function fresh(base: string): string {
  const folder = realpathSync(mkdtempSync(join(base, 'signoff-crash-')));
  made.push(folder);
  return folder;
}

function growTree(root: string): void {
  mkdirSync(join(root, 'whole', 'inner'), { recursive: true });
  mkdirSync(join(root, 'single', 'deep'), { recursive: true });
  writeFileSync(join(root, 'whole', 'a'), 'a');
  writeFileSync(join(root, 'whole', 'inner', 'b'), 'b');
  writeFileSync(join(root, 'single', 'c.txt'), 'c');
  writeFileSync(join(root, 'single', 'deep', 'd.bin'), Buffer.alloc(70_000, 3));
  symlinkSync('/nowhere', join(root, 'single', 'link'));
  lutimesSync(join(root, 'single', 'link'), 1_500_000_000, 1_500_000_000);
  for (const file of ['whole/a', 'whole/inner/b', 'single/c.txt', 'single/deep/d.bin'])
    utimesSync(join(root, file), 1_600_000_000, 1_600_000_000);
  chmodSync(join(root, 'single', 'c.txt'), 0o640);
  chmodSync(join(root, 'single', 'deep'), 0o750);
}

interface Scene {
  readonly root: string;
  readonly state: StateFolder;
  readonly statePath: string;
  readonly plan: FrozenPlan;
  readonly before: ReadonlyMap<string, string>;
  put(): Promise<unknown>;
}

async function sceneOn(rootBase: string, stateBase: string, grow: (root: string) => void): Promise<Scene> {
  const root = fresh(rootBase);
  growTree(root);
  grow(root);
  const statePath = fresh(stateBase);
  const state = await openStateFolder(statePath, clock);
  const plan = planOfTrees([root]);
  const putAll = () => putAside({ state, plan, pins: bestFolderPins(), whole: ['whole'], dropEmptied: true });
  return { root, state, statePath, plan, before: treeOf(root), put: putAll };
}

function drop(scene: Scene): void {
  for (const folder of [scene.root, scene.statePath]) rmSync(folder, { recursive: true, force: true });
}

async function restoreAll(scene: Scene, change: Parameters<typeof restore>[3] = {}): Promise<void> {
  const quarantine = await quarantineFolder(scene.state);
  if (batchIdsIn(quarantine).batches.length === 0) return;
  await restore(scene.state, scene.plan, bestFolderPins(), change);
}

/** Asserts that each entry is in its place or in the batch, and that `openPart` agrees. */
async function demandEverythingSomewhere(scene: Scene): Promise<void> {
  const part = await openPart(scene.state, 'q-1');
  const { plan } = scene;
  const folders = Array.from({ length: plan.folderCount }, (_none, index) => plan.folder(index));
  const wholeFolders = folders.flatMap((folder, index) =>
    part?.hasFolder(index, folder.identity) === true ? [folder.segments.join('/')] : [],
  );
  for (let index = 0; index < plan.entryCount; index += 1) {
    const entry = plan.entry(index);
    const { segments, identity } = plan.folder(entry.folder);
    const isInPlace = lstatSync(plan.pathOf(index), { throwIfNoEntry: false }) !== undefined;
    const isHeld =
      part?.has(index, { dev: identity.dev, ino: entry.ino }) === true ||
      wholeFolders.some((folder) => `${segments.join('/')}/`.startsWith(`${folder}/`));
    expect([plan.pathOf(index), isInPlace || isHeld]).toEqual([plan.pathOf(index), true]);
  }
}

const volumes: [string, string, string, string | null][] = [
  ['one volume', quick, quick, null],
  ['over the border of a volume', tmpdir(), secondVolume, noSecondVolume],
];

describe.each(volumes)('a power cut at every step, %s', (_name, rootBase, stateBase, whyNot) => {
  beforeEach((ctx) => {
    if (whyNot !== null) ctx.skip(whyNot);
  });

  async function atEveryStep(
    work: (scene: Scene) => Promise<unknown>,
    after: (scene: Scene, isWhole: boolean) => Promise<void>,
    prepare: (scene: Scene) => Promise<unknown> = () => Promise.resolve(),
    grow: (root: string) => void = () => undefined,
  ): Promise<number> {
    for (let step = 0; ; step += 1) {
      const scene = await sceneOn(rootBase, stateBase, grow);
      await prepare(scene);
      const isWhole = await untilCut(step, () => work(scene));
      await after(scene, isWhole);
      drop(scene);
      points += 1;
      if (isWhole) return step;
    }
  }

  test('a cut while putting aside leaves each file in one place, and the batch can be finished and restored', async () => {
    const steps = await atEveryStep(
      (scene) => scene.put(),
      async (scene) => {
        await demandEverythingSomewhere(scene);
        await finishPart(scene.state, 'q-1', headerOf(scene.plan));
        await demandEverythingSomewhere(scene);
        const quarantine = await quarantineFolder(scene.state);
        for (const batch of await listBatches(quarantine, 'posix')) expect(batch.state).toBe('whole');
        await restoreAll(scene);
        expect(treeOf(scene.root)).toEqual(scene.before);
        expect(readdirSync(quarantine)).toEqual([]);
      },
    );
    expect(steps).toBeGreaterThan(30);
  }, 120_000);

  test('a cut while putting aside, then a resumed run, ends with everything in the batch', async () => {
    await atEveryStep(
      (scene) => scene.put(),
      async (scene) => {
        await scene.put();
        expect(treeOf(scene.root).size).toBe(0);
        await openBatch(await quarantineFolder(scene.state), 'q-1', 'posix');
        await restoreAll(scene);
        expect(treeOf(scene.root)).toEqual(scene.before);
      },
    );
  }, 120_000);

  test('a cut during a restore loses nothing, and the same restore completes it', async () => {
    for (const rule of ['skip', 'overwrite', 'rename'] as const) {
      const steps = await atEveryStep(
        (scene) => restoreAll(scene, { rule }),
        async (scene) => {
          await restoreAll(scene, { rule });
          await restoreAll(scene, { rule: 'skip' });
          // A cut copy may leave both source and target; neither is lost.
          const now = treeOf(scene.root);
          for (const [path, entry] of scene.before)
            if (!entry.startsWith('folder')) expect([path, now.get(path)]).toEqual([path, entry]);
          expect([...now.keys()].filter((path) => path.includes('.signoff-'))).toEqual([]);
          if (rootBase === stateBase) expect([...now.keys()].sort()).toEqual([...scene.before.keys()].sort());
        },
        (scene) => scene.put(),
      );
      expect(steps).toBeGreaterThan(20);
    }
  }, 240_000);

  test('a cut during a restore of chosen paths loses nothing, and the batch can be restored whole', async () => {
    const paths = ['whole/inner', 'whole/x.db', 'single/c.txt'];
    const grow = (root: string): void => {
      for (const name of ['x.db', 'x.db-wal']) {
        writeFileSync(join(root, 'whole', name), name);
        utimesSync(join(root, 'whole', name), 1_600_000_000, 1_600_000_000);
      }
    };
    for (const rule of ['skip', 'overwrite', 'rename'] as const) {
      const steps = await atEveryStep(
        (scene) => restoreAll(scene, { rule, paths }),
        async (scene) => {
          const now = treeOf(scene.root);
          // a database is never in its place without its journal
          if (now.has('whole/x.db')) expect([...now.keys()]).toContain('whole/x.db-wal');
          for (const [path, entry] of now)
            if (!entry.startsWith('folder') && !path.includes('.signoff-'))
              expect([path, entry]).toEqual([path, scene.before.get(path)]);
          await restoreAll(scene);
          const all = treeOf(scene.root);
          for (const [path, entry] of scene.before)
            if (!entry.startsWith('folder')) expect([path, all.get(path)]).toEqual([path, entry]);
          expect([...all.keys()].filter((path) => path.includes('.signoff-'))).toEqual([]);
          if (rootBase === stateBase) {
            expect([...all.keys()].sort()).toEqual([...scene.before.keys()].sort());
            expect(readdirSync(await quarantineFolder(scene.state))).toEqual([]);
          }
        },
        (scene) => scene.put(),
        grow,
      );
      expect(steps).toBeGreaterThan(20);
    }
  }, 240_000);

  test('a cut during a purge leaves the batch whole or being purged, never partly restored', async () => {
    const purge = async (scene: Scene) =>
      purgeBatches(
        {
          quarantine: await quarantineFolder(scene.state),
          pins: bestFolderPins(),
          signal: new AbortController().signal,
        },
        ['q-1'],
      );
    await atEveryStep(
      async (scene) => {
        const { failed } = await purge(scene);
        if (failed.length > 0) throw new Error('cut');
      },
      async (scene) => {
        const quarantine = await quarantineFolder(scene.state);
        for (const batch of await listBatches(quarantine, 'posix'))
          expect(batch).toMatchObject({ state: 'whole', files: 5 });
        await purge(scene);
        expect(readdirSync(quarantine)).toEqual([]);
        expect(treeOf(scene.root).size).toBe(0);
      },
      (scene) => scene.put(),
    );
  }, 120_000);
});

test('the cuts cover hundreds of steps', () => {
  expect(points).toBeGreaterThan(noSecondVolume === null ? 600 : 200);
});
