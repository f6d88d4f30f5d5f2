import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { secondVolume, whyNoSecondVolume } from '../../testing/second-volume.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import { makeFolder, trialOf } from '../runs/testing/run-plan.ts';
import { wholeOf } from '../ledger/tally.ts';
import { buildWorker } from './testing/built-worker.ts';
import { planOfTrees } from './testing/plan-of-tree.ts';
import { changesBetween, treeState } from './testing/tree-state.ts';

const names = ['f0', 'f1', 'f2'];

let place: WorkerPlace;
beforeAll(async () => {
  place = await buildWorker();
}, 60_000);

function bind(source: string, point: string): void {
  execFileSync('mount', ['--bind', source, point], { stdio: 'pipe' });
  onTestFinished(() => void execFileSync('umount', [point]));
}

/** Why this process cannot mount; null when it can. */
function whyNoMount(): string | null {
  const [source, point] = [makeFolder(), makeFolder()];
  try {
    execFileSync('mount', ['--bind', source, point], { stdio: 'pipe' });
    execFileSync('umount', [point]);
    return null;
  } catch (error) {
    return `nothing may be mounted here: ${String(error)}`;
  }
}

const noMount = process.platform === 'linux' ? whyNoMount() : 'bind mounts are Linux’s';

/** Three caches that may move as wholes; one holds a folder that a later mount covers. */
function caches(): { readonly root: string; readonly point: string } {
  const root = join(makeFolder(), 'xwechat_files');
  for (const folder of ['a', 'b/inner', 'c']) {
    mkdirSync(join(root, folder), { recursive: true });
    for (const name of names) writeFileSync(join(root, folder, name), 'a cache');
  }
  writeFileSync(join(root, 'b', 'beside'), 'a cache');
  return { root, point: join(root, 'b', 'inner') };
}

/** The owner's folder: the same names and, on the same disk, the same files. */
function ownerOn(parent: string, twins: string | null): string {
  const owner = mkdtempSync(join(parent, 'signoff-owner-'));
  onTestFinished(() => rmSync(owner, { recursive: true, force: true }));
  for (const name of names) {
    if (twins === null) writeFileSync(join(owner, name), 'a cache');
    else linkSync(join(twins, name), join(owner, name));
  }
  return owner;
}

describe.each(removalModes)('%s: a folder is mounted over between plan and run', (mode) => {
  const run = async (root: string, mount: () => void) => {
    const plan = planOfTrees([root]);
    mount();
    const dataHome = makeFolder('signoff-bin-');
    const trial = await trialOf(plan, bestFolderPins, { place, trash: () => ({ kind: 'xdg', dataHome }) });
    const report = await trial.run('r-1', mode);
    expect(wholeOf({ ...report, groups: [], examples: [] })).toEqual(report.planned);
    return report;
  };

  test.for([
    ['the same disk', 'replaced'],
    ['another disk', 'mount'],
  ] as const)('with the owner’s folder on %s: nothing behind it goes', async ([disk, reason], ctx) => {
    if (noMount !== null) ctx.skip(noMount);
    const noOther = disk === 'another disk' ? whyNoSecondVolume() : null;
    if (noOther !== null) ctx.skip(noOther);
    const { root, point } = caches();
    const owner = disk === 'another disk' ? ownerOn(secondVolume, null) : ownerOn(makeFolder(), point);
    const before = treeState(owner);
    const report = await run(root, () => bind(owner, point));
    expect(report).toMatchObject({
      outcome: 'partial',
      planned: { files: 10 },
      removed: { files: 7 },
      kept: [{ reason, files: 3 }],
    });
    expect(changesBetween(before, treeState(owner))).toEqual({ gone: [], altered: [] });
    expect(readdirSync(root)).toEqual(['b']);
    expect(readdirSync(join(root, 'b'))).toEqual(['inner']);
  });

  test('with itself, which no number tells: the kernel’s id of the mount keeps what is in it', async (ctx) => {
    if (noMount !== null) ctx.skip(noMount);
    const { root, point } = caches();
    // so that the mounted folder is not inside of one that leaves as a whole
    const report = await run(root, () => {
      writeFileSync(join(root, 'b', 'new'), 'came later');
      bind(point, point);
    });
    expect(report).toMatchObject({ removed: { files: 7 }, kept: [{ reason: 'mount', files: 3 }] });
    expect(readdirSync(point)).toEqual(names);
    expect(readdirSync(root)).toEqual(['b']);
  });
});
