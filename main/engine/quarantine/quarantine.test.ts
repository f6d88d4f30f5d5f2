import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { EventName } from '../../../app/contract/contract.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { createJobs } from '../jobs/jobs.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { clock, discoveryOf, makeFolder } from '../runs/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { createQuarantine } from './quarantine.ts';
import type { Quarantine, QuarantineDeps } from './quarantine.ts';
import { putAside, treeOf } from './testing/put-aside.ts';

const day = 86_400_000;
const startedAt = 1_700_000_000_000;

let state: StateFolder;
let root: string;
let place: string;
let jobs: Jobs;
let quarantine: Quarantine;
let events: { event: EventName; payload: unknown }[];
let now: number;
let isLocked: boolean;
let open: string[];

async function run(batchId: string, names: readonly string[]): Promise<void> {
  for (const name of names) writeFileSync(join(root, name), name);
  const includes = (path: string): boolean => names.includes(path);
  const plan = planOfTrees([root], { includes });
  await putAside({ state, plan, pins: bestFolderPins(), batchId });
}

async function ended(jobId: string): Promise<string> {
  for (;;) {
    const end = jobs.end(jobId);
    if (end !== null) return end.error?.code ?? end.outcome;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

beforeEach(async () => {
  const path = makeFolder('signoff-state-');
  place = join(path, 'quarantine');
  state = await openStateFolder(path, clock);
  root = join(makeFolder('signoff-data-'), 'xwechat_files');
  mkdirSync(root);
  events = [];
  now = startedAt + day;
  isLocked = false;
  open = [];
  jobs = createJobs(
    clock,
    () => undefined,
    () => undefined,
  );
  const deps: QuarantineDeps = {
    ...{ state, jobs, pins: bestFolderPins, style: 'posix' },
    clock: { now: () => now },
    emit: (event, payload) => void events.push({ event, payload }),
    settings: () => ({ quarantineDays: 30, quarantineBytes: null }),
    discover: () => Promise.resolve(discoveryOf(planOfTrees([root]).roots)),
    assertQuiet: () => Promise.resolve(),
    openRuns: () => Promise.resolve(open),
    locked: (_what, work) => (isLocked ? Promise.reject(new SignOffError('busy', { run: 'r-9' })) : work()),
  };
  quarantine = createQuarantine(deps);
});

test('a batch is listed and restored as a job, and its result is reported', async () => {
  await run('q-1', ['a', 'b']);
  await run('q-2', ['c']);
  expect(await quarantine.list()).toMatchObject([
    { id: 'q-2', runId: 'r-2', at: startedAt, items: 1, files: 1, bytes: 1, roots: [root], expiresAt: null },
    { id: 'q-1', items: 2, files: 2, bytes: 2, state: 'whole', expiresAt: startedAt + 30 * day },
  ]);
  const { jobId } = await quarantine.restore('q-1', 'skip');
  expect(quarantine.restored(jobId)).toBe(null);
  expect(await ended(jobId)).toBe('done');
  expect(quarantine.restored(jobId)).toMatchObject({
    batchId: 'q-1',
    restored: { files: 2 },
    isEmptied: true,
  });
  expect(readdirSync(root)).toEqual(['a', 'b']);
  expect(events).toEqual([{ event: 'quarantine.changed', payload: { batches: 1 } }]);
});

test('a purge removes a batch, and an unknown id is refused before anything is removed', async () => {
  await run('q-1', ['a']);
  await expect(quarantine.purge(['q-1', 'q-9'])).rejects.toMatchObject({ code: 'quarantine-not-found' });
  expect(await quarantine.list()).toHaveLength(1);
  const { jobId } = await quarantine.purge(['q-1', 'q-1']);
  expect(await ended(jobId)).toBe('done');
  expect(quarantine.purged(jobId)).toMatchObject({ files: 1, bytes: 1, batches: ['q-1'] });
  expect(readdirSync(place)).toEqual([]);
  expect(readdirSync(root)).toEqual([]);
});

test('during a run restore and purge are refused', async () => {
  await run('q-1', ['a']);
  isLocked = true;
  const before = treeOf(place);
  for (const { jobId } of [await quarantine.restore('q-1', 'skip'), await quarantine.purge(['q-1'])])
    expect(await ended(jobId)).toBe('busy');
  expect(await quarantine.retain()).toEqual([]);
  expect(treeOf(place)).toEqual(before);
});

test('listing completes an interrupted purge and hides its batch', async () => {
  await run('q-1', ['a']);
  await run('q-2', ['b']);
  renameSync(join(place, 'q-1'), join(place, 'q-1.gone'));
  expect((await quarantine.list()).map((view) => view.id)).toEqual(['q-2']);
  expect(readdirSync(place)).toEqual(['q-2']);
});

test('a batch that a run still fills is not listed, restored or purged', async () => {
  await run('q-1', ['a']);
  renameSync(join(place, 'q-1'), join(place, 'q-1.part'));
  open = ['r-1'];
  expect(await quarantine.list()).toEqual([]);
  for (const ask of [() => quarantine.restore('q-1', 'skip'), () => quarantine.purge(['q-1'])])
    await expect(ask()).rejects.toMatchObject({ code: 'quarantine-not-found' });
});

test('retention removes an old batch once the clock is trusted, and not a day earlier', async () => {
  await run('q-1', ['a']);
  await run('q-2', ['b']);
  for (let days = 0; days < 34; days += 1, now += day) expect(await quarantine.retain()).toEqual([]);
  expect(await quarantine.list()).toMatchObject([
    { id: 'q-2' },
    { id: 'q-1', expiresAt: startedAt + 31 * day },
  ]);
  expect(await quarantine.retain()).toEqual(['q-1']);
  expect(events.at(-1)).toEqual({ event: 'quarantine.changed', payload: { batches: 1 } });
  expect(await quarantine.retain()).toEqual([]);
  expect((await quarantine.list()).map((view) => view.id)).toEqual(['q-2']);
});
