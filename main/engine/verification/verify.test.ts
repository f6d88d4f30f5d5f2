import {
  chmodSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { VerificationView } from '../../../app/contract/runs.ts';
import { asNobody } from '../../testing/as-nobody.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { makeFolder, trialOf } from '../runs/testing/run-plan.ts';
import { finding, ranWhole, verifyAgain } from './testing/verify-again.ts';
import { verify } from './verify.ts';

const control: JobControl = { signal: new AbortController().signal, progress: () => undefined };
const isCache = (path: string): boolean => path.startsWith('cache');

let root: string;
let folder: string;

beforeEach(() => {
  root = join(realpathSync(makeFolder()), 'root');
  folder = join(root, 'cache', '2024-01');
  mkdirSync(folder, { recursive: true });
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, name), `cache ${name}`);
  writeFileSync(join(root, 'keep.db'), 'precious');
});

/** A plan that is clearly older than what the test does next: waits longer than a file-time tick. */
async function planNow(includes = isCache): Promise<FrozenPlan> {
  const plan = planOfTrees([root], { includes });
  await new Promise((resolve) => void setTimeout(resolve, 60));
  return plan;
}

function verifyNow(plan: FrozenPlan, fresh?: () => FrozenPlan | null): Promise<VerificationView> {
  const collect = fresh ?? (() => planOfTrees([root], { includes: isCache }));
  return verifyAgain(plan, collect());
}

async function run(plan: FrozenPlan): Promise<void> {
  await (await trialOf(plan, bestFolderPins)).run();
}

test('reports the plan as carried out after a complete run', async () => {
  const plan = await planNow();
  await run(plan);
  expect(await verifyNow(plan)).toMatchObject({
    gone: 3,
    left: 0,
    leftBytes: 0,
    arrived: 0,
    unreadable: 0,
    examples: [],
    outcome: 'done',
  });
});

test('reports every planned file as left before a run', async () => {
  expect(await verifyNow(await planNow())).toMatchObject({
    gone: 0,
    left: 3,
    leftBytes: 21,
    outcome: 'partial',
  });
});

test('reports a kept file as left with its current size, and a new file as arrived', async () => {
  const plan = await planNow();
  writeFileSync(join(folder, 'b'), 'changed and therefore kept');
  await run(plan);
  writeFileSync(join(folder, 'new'), 'the messenger wrote this later');
  expect(await verifyNow(plan)).toMatchObject({
    gone: 2,
    left: 1,
    leftBytes: 26,
    arrived: 1,
    examples: [
      { path: 'cache/2024-01/b', state: 'left' },
      { path: 'cache/2024-01/new', state: 'arrived' },
    ],
    outcome: 'partial',
  });
});

test('finds a planned file even when the fresh plan does not list it', async () => {
  const plan = await planNow();
  const blind = (): FrozenPlan => planOfTrees([root], { includes: () => false });
  expect(await verifyNow(plan, blind)).toMatchObject({ gone: 0, left: 3, outcome: 'partial' });
});

test('does not count files as arrived that the plan excluded or skipped as too new', async () => {
  writeFileSync(join(folder, 'old'), 'x');
  utimesSync(join(folder, 'old'), 1, 1);
  await new Promise((resolve) => void setTimeout(resolve, 60));
  const plan = await planNow((path) => isCache(path) && !path.endsWith('/c') && !path.endsWith('/old'));
  await run(plan);
  expect(await verifyNow(plan)).toMatchObject({ gone: 2, left: 0, arrived: 0, outcome: 'done' });
});

test('counts a file made before the plan and moved in after it as arrived, by its change time', async () => {
  const elsewhere = join(realpathSync(makeFolder()), 'old');
  writeFileSync(elsewhere, 'x');
  utimesSync(elsewhere, 1, 1);
  // Its birth lies before the plan by more than a file-time tick.
  await new Promise((resolve) => void setTimeout(resolve, 60));
  const plan = await planNow();
  expect(statSync(elsewhere).birthtimeMs).toBeLessThan(plan.view.createdAt - 20);
  await run(plan);
  mkdirSync(folder, { recursive: true });
  renameSync(elsewhere, join(folder, 'old'));
  expect(await verifyNow(plan)).toMatchObject({ gone: 3, arrived: 1 });
});

test('reports nothing left when the account no longer exists, and rethrows errors', async () => {
  const plan = await planNow();
  await run(plan);
  expect(await verifyNow(plan, () => null)).toMatchObject({
    gone: 3,
    outcome: 'done',
    verdict: { headline: 'nothing-left' },
    stillHere: [],
    stillHereMore: 0,
  });
  const collect = () => Promise.reject(new SignOffError('no-permission'));
  await expect(verify({ ...finding(null), collect }, plan, ranWhole, control)).rejects.toMatchObject({
    code: 'no-permission',
  });
});

test('reports could-not-tell for a root that is missing, replaced or a link', async () => {
  const plan = await planNow();
  renameSync(root, `${root}-unplugged`);
  const unplugged = await verifyNow(plan, () => null);
  expect(unplugged).toMatchObject({
    gone: 0,
    left: 0,
    unreadable: 3,
    outcome: 'unchecked',
    verdict: { headline: 'could-not-tell' },
  });
  mkdirSync(folder, { recursive: true });
  expect(await verifyNow(plan)).toMatchObject({
    gone: 0,
    unreadable: 3,
    outcome: 'unchecked',
    verdict: { headline: 'could-not-tell' },
  });
  rmSync(root, { recursive: true });
  symlinkSync(`${root}-unplugged`, root);
  expect(await verifyNow(plan, () => null)).toMatchObject({ gone: 0, unreadable: 3 });
});

test('counts files in an unreadable folder as unreadable, never as gone', async () => {
  const plan = await planNow();
  chmodSync(folder, 0o000);
  const view = await asNobody(join(root, '..'), () => verifyNow(plan, () => null));
  chmodSync(folder, 0o755);
  expect(view).toMatchObject({
    gone: 0,
    left: 0,
    unreadable: 3,
    outcome: 'unchecked',
    verdict: { headline: 'could-not-tell' },
  });
});

test('reports could-not-tell for a folder that became a link', async () => {
  const plan = await planNow();
  renameSync(folder, join(root, 'moved'));
  symlinkSync(join(root, 'moved'), folder);
  const blind = (): FrozenPlan => planOfTrees([root], { includes: () => false });
  expect(await verifyNow(plan, blind)).toMatchObject({
    gone: 0,
    unreadable: 3,
    outcome: 'unchecked',
    verdict: { headline: 'could-not-tell' },
  });
});

test('reports could-not-tell when the fresh scan could not read a path', async () => {
  const plan = await planNow();
  await run(plan);
  const partly = (): FrozenPlan => {
    const fresh = planOfTrees([root], { includes: isCache });
    return { ...fresh, view: { ...fresh.view, unreadable: [{ path: '/x', code: 'EACCES' }] } };
  };
  expect(await verifyNow(plan, partly)).toMatchObject({
    gone: 3,
    unreadable: 1,
    outcome: 'unchecked',
    verdict: { headline: 'could-not-tell' },
  });
});

test('throws cancelled when its signal is aborted', async () => {
  const abort = new AbortController();
  const plan = await planNow();
  abort.abort();
  const work = verify(finding(plan), plan, ranWhole, {
    signal: abort.signal,
    progress: () => undefined,
  });
  await expect(work).rejects.toMatchObject({ code: 'cancelled' });
});

test('counts everything below a missing folder as gone, and checks a recreated folder again', async () => {
  const deeper = join(folder, 'x', 'y');
  const other = join(root, 'cache', 'z');
  for (const path of [deeper, other]) {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'a'), 'deep');
  }
  const plan = await planNow();
  rmSync(folder, { recursive: true });
  expect(await verifyNow(plan)).toMatchObject({ gone: 4, left: 1, unreadable: 0, outcome: 'partial' });
  mkdirSync(deeper, { recursive: true });
  writeFileSync(join(deeper, 'a'), 'the same name again');
  writeFileSync(join(deeper, 'b'), 'another');
  expect(await verifyNow(plan)).toMatchObject({ gone: 3, left: 2, leftBytes: 23, arrived: 1 });
});
