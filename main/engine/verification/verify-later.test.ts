import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { ReportView, StillHereView, VerificationView } from '../../../app/contract/runs.ts';
import { asNobody } from '../../testing/as-nobody.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { makeFolder, trialOf } from '../runs/testing/run-plan.ts';
import { lookAgain } from './look-again.ts';
import { finding } from './testing/verify-again.ts';

const control: JobControl = { signal: new AbortController().signal, progress: () => undefined };
const isCache = (path: string): boolean => path.startsWith('cache') && !path.endsWith('excluded');
/** the exclusion of single files is no part of a selection, so a fresh plan holds them */
const isCacheAgain = (path: string): boolean => path.startsWith('cache');

let root: string;
let folder: string;
beforeEach(() => {
  root = join(realpathSync(makeFolder()), 'root');
  folder = join(root, 'cache', '2024-01');
  mkdirSync(folder, { recursive: true });
  for (const name of ['a', 'b', 'c']) {
    writeFileSync(join(folder, name), `cache ${name}`);
    utimesSync(join(folder, name), 1, 1);
  }
  writeFileSync(join(root, 'keep.db'), 'precious');
});

/** longer than the tick by which file times lag behind the clock */
const aTick = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 60));
const freshPlan = (): FrozenPlan => planOfTrees([root], { includes: isCacheAgain });

async function look(
  report: ReportView,
  plan: FrozenPlan | null,
  fresh: FrozenPlan | null = freshPlan(),
): Promise<ReportView> {
  return { ...report, ...(await lookAgain(finding(fresh), plan, report, control)) };
}

/** A run by the system's own clock, and the look that still knows the plan. */
async function cleaned(before: () => void = () => undefined): Promise<ReportView> {
  await aTick();
  const plan = planOfTrees([root], { includes: isCache });
  before();
  await aTick();
  const trial = await trialOf(plan, bestFolderPins, { clock: { now: Date.now } });
  const report = await look(await trial.run(), plan);
  await aTick();
  return report;
}

async function later(report: ReportView, fresh?: FrozenPlan | null): Promise<VerificationView> {
  const { verification } = await look(report, null, fresh);
  if (verification === null) throw new Error('no look');
  return verification;
}

test('reports everything as gone when nothing came back', async () => {
  const report = await cleaned();
  expect(report.verification).toMatchObject({ gone: 3, left: 0, outcome: 'done' });
  expect(await later(report)).toMatchObject({ gone: 3, left: 0, arrived: 0, outcome: 'done' });
  expect(await later(report, null)).toMatchObject({ gone: 3, left: 0, unreadable: 0, outcome: 'done' });
});

test('counts a file that was put back with its old time as left', async () => {
  const report = await cleaned();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'b'), 'cache b');
  utimesSync(join(folder, 'b'), 1, 1);
  expect(await later(report)).toMatchObject({
    ...{ gone: 2, left: 1, leftBytes: 7, arrived: 0, outcome: 'partial' },
    examples: [{ path: 'cache/2024-01/b', state: 'left' }],
  });
});

test('counts a file that the messenger wrote after the run as arrived', async () => {
  const report = await cleaned();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'new'), 'later');
  expect(await later(report)).toMatchObject({ gone: 3, left: 0, arrived: 1, outcome: 'done' });
});

test('a file that stayed is left until it goes, and then it is gone', async () => {
  const report = await cleaned(() => writeFileSync(join(folder, 'b'), 'changed and therefore kept'));
  expect(report.verification).toMatchObject({ gone: 2, left: 1 });
  const second = await look(report, null);
  expect(second.verification).toMatchObject({ gone: 2, left: 1, leftBytes: 26, outcome: 'partial' });
  rmSync(join(folder, 'b'));
  expect(await later(second)).toMatchObject({ gone: 3, left: 0 });
});

test('a file that the plan left out never counts as left', async () => {
  writeFileSync(join(folder, 'excluded'), 'x');
  const report = await cleaned();
  expect(existsSync(join(folder, 'excluded'))).toBe(true);
  expect(await later(report)).toMatchObject({ gone: 3, left: 0, arrived: 0, outcome: 'done' });
});

test('a file that the plan left out is not taken for one that stayed and went since', async () => {
  writeFileSync(join(folder, 'excluded'), 'x');
  const report = await cleaned(() => writeFileSync(join(folder, 'b'), 'changed and therefore kept'));
  rmSync(join(folder, 'b'));
  expect(await later(report)).toMatchObject({ gone: 3, left: 0 });
});

test('a missing or replaced root is could-not-tell, and what was gone stays gone', async () => {
  const report = await cleaned(() => writeFileSync(join(folder, 'b'), 'changed and therefore kept'));
  renameSync(root, `${root}-unplugged`);
  const unplugged = await look(report, null, null);
  expect(unplugged.verification).toMatchObject({ gone: 2, left: 0, unreadable: 1 });
  symlinkSync(`${root}-unplugged`, root);
  expect(await later(report, null)).toMatchObject({ gone: 2, unreadable: 1 });
  rmSync(root);
  renameSync(`${root}-unplugged`, root);
  expect(await later(unplugged)).toMatchObject({ gone: 2, left: 1, outcome: 'partial' });
});

test('a place that cannot be read counts until it can, and then what is in it decides', async () => {
  const report = await cleaned(() => writeFileSync(join(folder, 'b'), 'changed and therefore kept'));
  const blind = planOfTrees([root], { includes: () => false });
  const fresh = { ...blind, view: { ...blind.view, unreadable: [{ path: folder, code: 'EACCES' }] } };
  chmodSync(folder, 0o000);
  const shut = await asNobody(join(root, '..'), () => look(report, null, fresh as FrozenPlan));
  chmodSync(folder, 0o755);
  expect(shut.verification).toMatchObject({ gone: 2, unreadable: 1 });
  expect(shut.verification?.outcome).not.toBe('done');
  expect(shut.verification?.stillHere).toMatchObject([{ reason: 'unreadable', place: folder }]);
  expect(await later(shut)).toMatchObject({ gone: 2, left: 1 });
  rmSync(join(folder, 'b'));
  expect(await later(shut)).toMatchObject({ gone: 3, left: 0, unreadable: 0 });
});

test('a link’s target that is still there is named until it is gone', async () => {
  const target = join(root, '..', 'elsewhere');
  writeFileSync(target, 'a sign-in');
  const report = await cleaned();
  const row: StillHereView = {
    ...{ reason: 'behind-link', category: 'credentials', accountId: null, place: join(folder, 'link') },
    ...{ target, leadsTo: 'file', mayHoldSignIn: true, newest: null, concern: 'sign-in' },
    ...{ files: 1, bytes: 9, allocated: 4096 },
  };
  const known: ReportView = {
    ...report,
    verification: { ...report.verification!, behindLinks: 1, stillHere: [row] },
  };
  expect(await later(known)).toMatchObject({ behindLinks: 1, verdict: { headline: 'sign-in-left' } });
  rmSync(target);
  expect(await later(known)).toMatchObject({ behindLinks: 0, verdict: { headline: 'nothing-left' } });
});

test('the receipt alone answers when no look has succeeded before', async () => {
  const report = await cleaned(() => writeFileSync(join(folder, 'b'), 'changed and therefore kept'));
  expect(await later({ ...report, verification: null })).toMatchObject({ gone: 2, left: 1 });
});

test('after a session that has ended only what the last look saw counts as left', async () => {
  writeFileSync(join(folder, 'excluded'), 'of the owner');
  const report = await cleaned();
  const plan = freshPlan();
  const ended = { ...finding(plan), collect: () => Promise.resolve({ plan, sessionEnded: true }) };
  const { verification } = await lookAgain(ended, null, report, control);
  expect(verification).toMatchObject({ gone: 3, left: 0 });
  await expect(lookAgain(ended, null, { ...report, verification: null }, control)).rejects.toMatchObject({
    code: 'plan-not-found',
  });
});

test('the receipt names no file of which nothing is left, and still names what stayed', async () => {
  const report = await cleaned(() => {
    writeFileSync(join(folder, 'b'), 'changed and therefore kept');
    rmSync(join(folder, 'c'));
  });
  expect(report.examples).toEqual([{ path: 'cache/2024-01/b', why: 'changed' }]);
  expect(lstatSync(join(folder, 'b')).isFile()).toBe(true);
});
