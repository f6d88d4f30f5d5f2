import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import { removalModes } from '../../../app/cleanup/outcomes.ts';
import type { ReportView } from '../../../app/contract/runs.ts';
import type { FolderPins } from '../../system/ports.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { realTrashLook } from '../../testing/real-trash.ts';
import { readJournal } from '../ledger/journal-reader.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { openPlanStore } from '../plans/plan-store.ts';
import type { WorkerPlace } from '../planning/workers.ts';
import { withRunLock } from '../state/run-lock.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { buildWorker } from '../removal/testing/built-worker.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { wholeOf } from '../ledger/tally.ts';
import { listInterrupted } from './interrupted.ts';
import type { ExecuteDeps } from './execute.ts';
import { resume } from './execute.ts';
import { clock, makeFolder, testMarks, trialOf } from './testing/run-plan.ts';
import type { Trial } from './testing/run-plan.ts';

/** Why a real fault cannot be produced here; null when it can. Tests that need it are skipped with this reason. */
function whyNot(what: string, attempt: () => void): string | null {
  try {
    attempt();
    return null;
  } catch (error) {
    return `${what} cannot be tested here: ${String(error)}`;
  }
}

const noChattr = whyNot('an immutable file', () => {
  const file = join(makeFolder(), 'f');
  writeFileSync(file, '');
  execFileSync('chattr', ['+i', file], { stdio: 'pipe' });
  execFileSync('chattr', ['-i', file], { stdio: 'pipe' });
});

const noMount = whyNot('a full or read-only disk', () => {
  const folder = makeFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'pipe' });
  execFileSync('umount', [folder], { stdio: 'pipe' });
});

const noLimit = whyNot('a process without descriptors', () => {
  execFileSync('prlimit', ['--pid', String(process.pid), '--nofile'], { stdio: 'pipe' });
});

function tree(files: number, folders = ['a', 'b', 'c'], top = makeFolder()): string {
  const root = join(top, 'xwechat_files');
  for (const folder of folders) {
    mkdirSync(join(root, folder), { recursive: true });
    for (let i = 0; i < files; i += 1) writeFileSync(join(root, folder, `f${1_000_000 + i}`), 'x');
  }
  return root;
}

function demandSum(report: ReportView): void {
  expect(wholeOf({ ...report, groups: [], examples: [] })).toEqual(report.planned);
}

let place: WorkerPlace;
let failing: WorkerPlace;
beforeAll(async () => {
  place = await buildWorker();
  failing = await buildWorker({ 'removal-worker': 'main/engine/removal/testing/failing-worker.ts' });
}, 60_000);

/** Uses threads as in the product, and a separate trash beside the removed data. */
async function inThreads(plan: FrozenPlan, change: Partial<ExecuteDeps> = {}): Promise<Trial> {
  const dataHome = makeFolder('signoff-bin-');
  const bin = { trash: () => ({ kind: 'xdg' as const, dataHome }), look: () => realTrashLook(dataHome) };
  return trialOf(plan, bestFolderPins, { place, ...bin, ...change });
}

/** Uses threads in which removing, moving and opening one name fails with a system error. */
function inThreadsThatFail(
  plan: FrozenPlan,
  name: string,
  code: string,
  change: Partial<ExecuteDeps> = {},
): Promise<Trial> {
  process.env['SIGNOFF_TEST_FAULT'] = `${name} ${code}`;
  onTestFinished(() => void Reflect.deleteProperty(process.env, 'SIGNOFF_TEST_FAULT'));
  return inThreads(plan, { ...change, place: failing });
}

/** Adds files after planning, so that no mode moves a whole folder and each file has its own outcome. */
function putNewcomers(root: string, folders: readonly string[]): void {
  for (const folder of folders) writeFileSync(join(root, folder, 'new'), 'came later');
}

test('the receipt names the programs that hold a file in use, and asks for no other file', async () => {
  const root = tree(20);
  const plan = planOfTrees([root]);
  const asked: string[] = [];
  const of = (path: string): Promise<readonly string[]> => {
    asked.push(path);
    return Promise.resolve(path === join(root, 'a', 'f1000003') ? ['微信', 'Viewer'] : []);
  };
  const holders = { of };
  const report = await (await inThreadsThatFail(plan, 'f1000003', 'EBUSY', { holders })).run('r-1', 'delete');
  expect(asked).toEqual(['a', 'b', 'c'].map((folder) => join(root, folder, 'f1000003')));
  expect(report.examples).toEqual([
    { path: 'a/f1000003', why: 'in-use', heldBy: ['微信', 'Viewer'] },
    ...['b', 'c'].map((folder) => ({ path: `${folder}/f1000003`, why: 'in-use' })),
  ]);
  const other = await inThreadsThatFail(planOfTrees([tree(20)]), 'f1000003', 'EACCES', { holders });
  await other.run('r-2', 'delete');
  expect(asked).toHaveLength(3);
});

describe.each(removalModes)('%s', (mode) => {
  test.each([
    ['EIO', 'io-error'],
    ['EDQUOT', 'disk-full'],
    ['ENOSPC', 'disk-full'],
    ['EROFS', 'read-only'],
    ['EBUSY', 'in-use'],
    ['EACCES', 'no-permission'],
    ['EMFILE', 'too-many-open-files'],
    ['ENFILE', 'too-many-open-files'],
    ['ESTALE', 'io-error'],
    ['EXYZ', 'unknown'],
  ])('%s on one file: one typed result, and the run continues', async (code, outcome) => {
    const root = tree(20);
    const plan = planOfTrees([root]);
    putNewcomers(root, ['a', 'b', 'c']);
    const report = await (await inThreadsThatFail(plan, 'f1000003', code)).run('r-1', mode);
    expect(report).toMatchObject({
      outcome: 'partial',
      planned: { files: 60 },
      removed: { files: 57 },
      kept: [],
      failed: [{ code: outcome, files: 3 }],
    });
    expect(report.examples).toContainEqual({ path: 'a/f1000003', why: outcome });
    demandSum(report);
    for (const folder of ['a', 'b', 'c']) {
      expect(readdirSync(join(root, folder))).toEqual(['f1000003', 'new']);
      expect(readFileSync(join(root, folder, 'f1000003'), 'utf8')).toBe('x');
    }
  });

  test('an immutable file and an immutable folder stay, each file with its reason', async (ctx) => {
    if (noChattr !== null) ctx.skip(noChattr);
    const root = tree(20);
    const plan = planOfTrees([root]);
    putNewcomers(root, ['a']);
    const stuck = [join(root, 'a', 'f1000003'), join(root, 'b')];
    execFileSync('chattr', ['+i', ...stuck]);
    onTestFinished(() => void execFileSync('chattr', ['-i', ...stuck]));
    const report = await (await inThreads(plan)).run('r-1', mode);
    expect(report).toMatchObject({
      outcome: 'partial',
      removed: { files: 39 },
      failed: [{ code: 'no-permission', files: 21 }],
      foldersRemoved: 1,
    });
    demandSum(report);
    expect(readdirSync(join(root, 'b'))).toHaveLength(20);
    expect(readdirSync(join(root, 'a'))).toEqual(['f1000003', 'new']);
    expect(readdirSync(root)).toEqual(['a', 'b']);
  });

  test('a folder that becomes immutable half-way: what is still in it stays with its reason', async (ctx) => {
    if (noChattr !== null) ctx.skip(noChattr);
    const root = tree(3_000, ['a']);
    const plan = planOfTrees([root]);
    putNewcomers(root, ['a']);
    const trial = await inThreads(plan);
    let isStuck = false;
    trial.onProgress(({ done }) => {
      if (isStuck || done === 0) return;
      isStuck = true;
      execFileSync('chattr', ['+i', join(root, 'a')]);
    });
    onTestFinished(() => void execFileSync('chattr', ['-i', join(root, 'a')]));
    const report = await trial.run('r-1', mode);
    const names = readdirSync(join(root, 'a')).filter((name) => name !== 'new');
    // an erase can no longer restore names in that folder
    if (mode !== 'erase') expect(names.filter((name) => !/^f\d+$/.test(name))).toEqual([]);
    const left = names.length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(3_000);
    expect(report).toMatchObject({
      outcome: 'partial',
      removed: { files: 3_000 - left },
      failed: [{ code: 'no-permission', files: left }],
    });
    demandSum(report);
  });

  test('entries that vanished, changed or were replaced since the plan stay, each with its reason', async () => {
    const root = tree(20);
    const plan = planOfTrees([root]);
    const at = (folder: string, name: string): string => join(root, folder, name);
    rmSync(at('a', 'f1000001'));
    writeFileSync(at('a', 'f1000002'), 'written since');
    rmSync(at('b', 'f1000003'));
    symlinkSync(at('c', 'f1000003'), at('b', 'f1000003'));
    rmSync(at('b', 'f1000004'));
    mkdirSync(at('b', 'f1000004'));
    renameSync(join(root, 'c'), join(root, 'away'));
    symlinkSync(join(root, 'away'), join(root, 'c'));
    const report = await (await inThreads(plan)).run('r-1', mode);
    expect(Object.fromEntries(report.kept.map(({ reason, files }) => [reason, files]))).toEqual({
      vanished: 1,
      changed: 1,
      link: 21,
      replaced: 1,
    });
    expect(report).toMatchObject({ outcome: 'partial', removed: { files: 36 }, failed: [] });
    demandSum(report);
    expect(readdirSync(root)).toEqual(['a', 'away', 'b', 'c']);
    expect(readFileSync(at('a', 'f1000002'), 'utf8')).toBe('written since');
    expect(readdirSync(join(root, 'b'))).toEqual(['f1000003', 'f1000004']);
    expect(readdirSync(join(root, 'away'))).toHaveLength(20);
  });

  test('on a disk that became read-only nothing is removed and every entry is reported', async (ctx) => {
    if (noMount !== null) ctx.skip(noMount);
    const disk = makeFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
    onTestFinished(() => void execFileSync('umount', [disk]));
    const root = tree(20, ['a', 'b'], disk);
    const plan = planOfTrees([root]);
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    const report = await (await inThreads(plan)).run('r-1', mode);
    // no trash can be created on such a disk, and nothing is copied to another one
    const code = mode === 'trash' ? 'trash-refused' : 'read-only';
    expect(report).toMatchObject({
      removed: { files: 0 },
      quarantineId: null,
      failed: [{ code, files: 40 }],
    });
    demandSum(report);
    expect(readdirSync(join(root, 'a'))).toHaveLength(20);
  });
});

test.each(['quarantine', 'trash'] as const)(
  '%s: a folder that cannot be moved whole is emptied entry by entry, and the others are moved',
  async (mode) => {
    const root = tree(20);
    const plan = planOfTrees([root]);
    const report = await (await inThreadsThatFail(plan, 'b', 'EIO')).run('r-1', mode);
    expect(report).toMatchObject({ outcome: 'done', removed: { files: 60 }, foldersRemoved: 3, failed: [] });
    demandSum(report);
    expect(readdirSync(root)).toEqual([]);
  },
);

/** Fills a disk until the given number of bytes is free. */
function fillUp(ballast: string, free: number): void {
  const fd = openSync(ballast, 'w');
  const block = Buffer.alloc(4096, 1);
  try {
    for (;;) writeSync(fd, block);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(fd);
  }
  truncateSync(ballast, statSync(ballast).size - free);
}

describe.each(['trash', 'delete', 'erase'] as const)('%s', (mode) => {
  test('a full disk for the journal stops the run before any unannounced removal; with space it resumes', async (ctx) => {
    if (noMount !== null) ctx.skip(noMount);
    const disk = makeFolder('signoff-state-');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]);
    onTestFinished(() => void execFileSync('umount', [disk]));
    const root = tree(12_000, ['a']);
    const plan = planOfTrees([root]);
    putNewcomers(root, ['a']);
    const state = await openStateFolder(disk, clock);
    const plans = openPlanStore(state, clock);
    await plans.save(plan);
    await plans.spend(plan.view.id);
    mkdirSync(join(disk, 'runs'));
    fillUp(join(disk, 'ballast'), 8 * 1024);
    const trial = await inThreads(plan, { state });
    await expect(trial.run('r-full', mode)).rejects.toMatchObject({ code: 'disk-full' });
    const left = new Set(readdirSync(join(root, 'a')).filter((name) => name !== 'new'));
    expect(left.size).toBeGreaterThan(0);
    expect(left.size).toBeLessThan(12_000);
    const proof = readJournal(readFileSync(join(disk, 'runs', 'r-full.jsonl')));
    if (typeof proof === 'string') throw new Error('damaged');
    for (let entry = 0; entry < plan.entryCount; entry += 1)
      if (proof.states.isOpen(entry)) expect(left.has(plan.entry(entry).name)).toBe(true);
    rmSync(join(disk, 'ballast'));
    expect(await listInterrupted(trial.deps, testMarks)).toMatchObject([
      { runId: 'r-full', resumable: true },
    ]);
    const report = await withRunLock(state, testMarks, 'r-full', () =>
      resume(trial.deps, plan, 'r-full', trial.control),
    );
    expect(report).toMatchObject({ removed: { files: 12_000 }, failed: [] });
    demandSum(report);
    expect(readdirSync(join(root, 'a'))).toEqual(['new']);
  }, 60_000);
});

test('a journal that cannot be created removes nothing and reports the error', async () => {
  const root = tree(20);
  const plan = planOfTrees([root]);
  const place = makeFolder('signoff-state-');
  writeFileSync(join(place, 'runs'), 'a file where the folder should be');
  const trial = await trialOf(plan, bestFolderPins, { state: await openStateFolder(place, clock) });
  const said = await trial.run().catch((error: unknown) => error);
  expect(said).toBeInstanceOf(SignOffError);
  expect(said).toMatchObject({ code: 'data-dir-unusable' });
  expect(readdirSync(join(root, 'a'))).toHaveLength(20);
});

function limitOf(): string {
  const columns = [
    '--pid',
    String(process.pid),
    '--nofile',
    '--noheadings',
    '--output',
    'SOFT,HARD',
    '--raw',
  ];
  return execFileSync('prlimit', columns, { encoding: 'utf8' }).trim().replace(' ', ':');
}

/** Uses up all descriptors when folder `b` is opened, so that the kernel returns EMFILE. */
function pinsWithoutDescriptors(): FolderPins {
  const pins = bestFolderPins();
  return {
    pin(path, expected, root) {
      if (!path.endsWith('/b')) return pins.pin(path, expected, root);
      const hoard: number[] = [];
      try {
        for (;;) hoard.push(openSync('/dev/null', 'r'));
      } catch (error) {
        expect(error).toMatchObject({ code: 'EMFILE' });
      }
      try {
        return pins.pin(path, expected, root);
      } finally {
        for (const fd of hoard) closeSync(fd);
      }
    },
  };
}

test.for(['quarantine', 'delete', 'erase'] as const)(
  '%s: without a free descriptor for one folder its files stay with a typed result, the others are removed',
  async (mode, ctx) => {
    if (noLimit !== null) ctx.skip(noLimit);
    const before = limitOf();
    const own = String(process.pid);
    execFileSync('prlimit', ['--pid', own, `--nofile=300:${before.split(':')[1] ?? ''}`]);
    onTestFinished(() => void execFileSync('prlimit', ['--pid', own, `--nofile=${before}`]));
    const root = tree(20);
    const plan = planOfTrees([root]);
    const report = await (await trialOf(plan, pinsWithoutDescriptors)).run('r-1', mode);
    expect(report).toMatchObject({
      removed: { files: 40 },
      failed: [{ code: 'too-many-open-files', files: 20 }],
    });
    demandSum(report);
    expect(readdirSync(join(root, 'b'))).toHaveLength(20);
  },
);
