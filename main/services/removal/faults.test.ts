import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, expect, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { ReportView } from '../../../app/contract/plan-views.ts';
import type { FolderPins, PinnedFolder } from '../../system/ports.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { listInterrupted } from '../journal/interrupted.ts';
import { readJournal } from '../journal/journal-reader.ts';
import { openPlanStore } from '../planning/plan-store.ts';
import { withRunLock } from '../state/run-lock.ts';
import { openStateFolder } from '../state/state-folder.ts';
import { resume } from './resume.ts';
import { planOfTrees } from './testing/plan-of-tree.ts';
import { clock, makeFolder, testMarks, trialOf } from './testing/run-plan.ts';
import { wholeOf } from './tally.ts';

/** Why the real thing cannot be had here; null when it can. The tests that need it are skipped with these words. */
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

function failing(code: string): never {
  throw Object.assign(new Error(code), { code });
}

/** The real pins, but removing this name fails as a disk or a system would make it fail. */
function pinsThatFail(name: string, code: string): () => FolderPins {
  return () => {
    const pins = bestFolderPins();
    return {
      pin(path, expected, root) {
        const folder = pins.pin(path, expected, root);
        if (typeof folder === 'string') return folder;
        return {
          ...folder,
          removeFile: (one) => (one === name ? failing(code) : folder.removeFile(one)),
          pathFor: (one) => (one === name ? failing(code) : folder.pathFor(one)),
        } satisfies PinnedFolder;
      },
    };
  };
}

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
])('%s on one file: one typed result, and the rest of the run goes on', async (code, outcome) => {
  const root = tree(20);
  const plan = planOfTrees([root]);
  const report = await (await trialOf(plan, pinsThatFail('f1000003', code))).run();
  expect(report).toMatchObject({
    outcome: 'partial',
    planned: { files: 60 },
    removed: { files: 57 },
    kept: [],
    failed: [{ code: outcome, files: 3 }],
  });
  expect(report.examples).toContainEqual({ path: 'a/f1000003', why: outcome });
  demandSum(report);
  for (const folder of ['a', 'b', 'c']) expect(readdirSync(join(root, folder))).toEqual(['f1000003']);
});

test('an immutable file and an immutable folder stay, each file with its reason', async (ctx) => {
  if (noChattr !== null) ctx.skip(noChattr);
  const root = tree(20);
  const plan = planOfTrees([root]);
  const stuck = [join(root, 'a', 'f1000003'), join(root, 'b')];
  execFileSync('chattr', ['+i', ...stuck]);
  onTestFinished(() => void execFileSync('chattr', ['-i', ...stuck]));
  const report = await (await trialOf(plan, bestFolderPins)).run();
  expect(report).toMatchObject({
    outcome: 'partial',
    removed: { files: 39 },
    failed: [{ code: 'no-permission', files: 21 }],
    foldersRemoved: 1,
  });
  demandSum(report);
  expect(readdirSync(join(root, 'b'))).toHaveLength(20);
  expect(readdirSync(root)).toEqual(['a', 'b']);
});

test('on a disk that became read-only nothing goes and everything is said', async (ctx) => {
  if (noMount !== null) ctx.skip(noMount);
  const place = makeFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', place]);
  onTestFinished(() => void execFileSync('umount', [place]));
  const root = tree(20, ['a', 'b'], place);
  const plan = planOfTrees([root]);
  execFileSync('mount', ['-o', 'remount,ro', place]);
  const report = await (await trialOf(plan, bestFolderPins)).run();
  expect(report).toMatchObject({ removed: { files: 0 }, failed: [{ code: 'read-only', files: 40 }] });
  demandSum(report);
  expect(readdirSync(join(root, 'a'))).toHaveLength(20);
});

/** Fills a disk up to so many free bytes. */
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

test('a journal that finds no room stops the run before anything unannounced goes; with room it goes on', async (ctx) => {
  if (noMount !== null) ctx.skip(noMount);
  const place = makeFolder('signoff-state-');
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', place]);
  onTestFinished(() => void execFileSync('umount', [place]));
  const root = tree(12_000, ['a']);
  const plan = planOfTrees([root]);
  const state = await openStateFolder(place, clock);
  const plans = openPlanStore(state, clock);
  await plans.save(plan);
  await plans.spend(plan.view.id);
  mkdirSync(join(place, 'runs'));
  fillUp(join(place, 'ballast'), 8 * 1024);
  const trial = await trialOf(plan, bestFolderPins, { state });
  await expect(trial.run('r-full')).rejects.toMatchObject({ code: 'disk-full' });
  const left = new Set(readdirSync(join(root, 'a')));
  expect(left.size).toBeGreaterThan(0);
  expect(left.size).toBeLessThan(12_000);
  const proof = readJournal(readFileSync(join(place, 'runs', 'r-full.jsonl')));
  if (proof === 'damaged') throw new Error('damaged');
  for (let entry = 0; entry < plan.entryCount; entry += 1)
    if (proof.states.isOpen(entry)) expect(left.has(plan.entry(entry).name)).toBe(true);
  rmSync(join(place, 'ballast'));
  expect(await listInterrupted(trial.deps, testMarks)).toMatchObject([{ runId: 'r-full', resumable: true }]);
  const report = await withRunLock(state, testMarks, 'r-full', () =>
    resume(trial.deps, plan, 'r-full', trial.control),
  );
  expect(report).toMatchObject({ outcome: 'done', removed: { files: 12_000 }, failed: [] });
  demandSum(report);
  expect(existsSync(join(root, 'a'))).toBe(false);
}, 60_000);

test('a journal that cannot even begin: nothing goes, and it is said', async () => {
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

/** Uses up all descriptors whenever folder `b` is opened, so that the kernel itself says EMFILE. */
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

test('no descriptor left for one folder: its files stay, typed, the others go', async (ctx) => {
  if (noLimit !== null) ctx.skip(noLimit);
  const before = limitOf();
  const own = String(process.pid);
  execFileSync('prlimit', ['--pid', own, `--nofile=300:${before.split(':')[1] ?? ''}`]);
  onTestFinished(() => void execFileSync('prlimit', ['--pid', own, `--nofile=${before}`]));
  const root = tree(20);
  const plan = planOfTrees([root]);
  const report = await (await trialOf(plan, pinsWithoutDescriptors)).run();
  expect(report).toMatchObject({
    removed: { files: 40 },
    failed: [{ code: 'too-many-open-files', files: 20 }],
  });
  demandSum(report);
  expect(readdirSync(join(root, 'b'))).toHaveLength(20);
});
