import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import { createJobs } from '../jobs/jobs.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { clock, discoveryOf, makeFolder } from '../runs/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { createQuarantine } from './quarantine.ts';
import type { Quarantine } from './quarantine.ts';
import { putAside } from './testing/put-aside.ts';

let state: StateFolder;
let root: string;
let place: string;
let owner: string;
let quarantine: Quarantine;
const jobs = createJobs(
  clock,
  () => undefined,
  () => undefined,
);

function quarantineOn(state: StateFolder): Quarantine {
  return createQuarantine({
    ...{ state, jobs, clock, pins: bestFolderPins, style: 'posix' },
    emit: () => undefined,
    settings: () => ({ quarantineDays: 30, quarantineBytes: null }),
    discover: () => Promise.resolve(discoveryOf([])),
    assertQuiet: () => Promise.resolve(),
    openRuns: () => Promise.resolve([]),
    locked: (_what, work) => work(),
  });
}

beforeEach(async () => {
  state = await openStateFolder(makeFolder('signoff-state-'), clock);
  place = join(state.path, 'quarantine');
  root = join(makeFolder('signoff-data-'), 'xwechat_files');
  mkdirSync(root);
  owner = makeFolder('signoff-owner-');
  writeFileSync(join(owner, 'letter'), 'dear');
  quarantine = quarantineOn(state);
  await put('q-good');
});

async function put(batchId: string): Promise<void> {
  writeFileSync(join(root, batchId), batchId);
  await putAside({ state, plan: planOfTrees([root]), pins: bestFolderPins(), batchId });
}

/** Puts a batch aside that holds one whole folder. */
async function putFolder(batchId: string): Promise<void> {
  mkdirSync(join(root, 'whole'));
  writeFileSync(join(root, 'whole', 'c'), 'c');
  await putAside({ state, plan: planOfTrees([root]), pins: bestFolderPins(), batchId, whole: ['whole'] });
}

async function purge(ids: readonly string[]) {
  const { jobId } = await quarantine.purge(ids);
  while (jobs.end(jobId) === null) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(jobs.end(jobId)).toMatchObject({ outcome: 'done' });
  return quarantine.purged(jobId)!;
}

/** Purges all listed batches, as `purge --all` does. */
const purgeAll = async () => purge((await quarantine.list()).map(({ id }) => id));

const odd: [string, (path: string) => void][] = [
  ['a link to a folder', (path) => symlinkSync(owner, path)],
  ['a link to nowhere', (path) => symlinkSync('/nowhere', path)],
  ['a file', (path) => writeFileSync(path, 'a file')],
];

describe.each(odd)('%s in place of a batch', (_name, make) => {
  test.each(['q-odd', 'q-odd.part'])(
    '%s: listed as damaged, and purged by its own name with the others',
    async (name) => {
      make(join(place, name));
      expect(await quarantine.list()).toMatchObject([
        { id: 'q-good', state: 'whole' },
        { id: 'q-odd', state: 'damaged' },
      ]);
      const view = await purgeAll();
      expect([...view.batches].sort()).toEqual(['q-good', 'q-odd']);
      expect(view).toMatchObject({ files: 1, failed: [] });
      expect(readdirSync(place)).toEqual([]);
      expect(readFileSync(join(owner, 'letter'), 'utf8')).toBe('dear');
    },
  );

  test('an interrupted purge does not hide other batches, and completes later', async () => {
    make(join(place, 'q-odd.gone'));
    expect(await quarantine.list()).toMatchObject([{ id: 'q-good', state: 'whole' }]);
    expect(readdirSync(place)).toEqual(['q-good']);
    expect(readFileSync(join(owner, 'letter'), 'utf8')).toBe('dear');
  });
});

describe.each(['q-odd', 'q-odd.part', 'q-odd.gone'])('%s of another user', (name) => {
  test('is reported, and the others are purged', async (ctx) => {
    ctx.skip(process.geteuid?.() !== 0, 'only root may give a folder away');
    mkdirSync(join(place, name));
    writeFileSync(join(place, name, 'theirs'), 'theirs');
    chownSync(join(place, name), 65534, 65534);
    expect((await quarantine.list())[0]).toMatchObject({ id: 'q-good', state: 'whole' });
    expect(await purge(['q-odd', 'q-good'])).toMatchObject({
      batches: ['q-good'],
      failed: [{ batchId: 'q-odd', code: 'no-permission' }],
    });
    expect(readFileSync(join(place, name, 'theirs'), 'utf8')).toBe('theirs');
  });
});

test('an unreadable batch is listed beside the others and can be purged', async () => {
  const home = makeFolder('signoff-nobody-');
  await asNobody(home, async () => {
    state = await openStateFolder(join(home, 'state'), clock);
    place = join(state.path, 'quarantine');
    root = join(home, 'xwechat_files');
    mkdirSync(root);
    quarantine = quarantineOn(state);
    await put('q-good');
    await put('q-shut');
    chmodSync(join(place, 'q-shut'), 0);
    expect(await quarantine.list()).toMatchObject([
      { id: 'q-good', state: 'whole' },
      { id: 'q-shut', state: 'damaged' },
    ]);
    await expect(quarantine.restore('q-shut', 'skip')).rejects.toMatchObject({
      code: 'quarantine-damaged',
      params: { reason: 'EACCES' },
    });
    chmodSync(join(place, 'q-shut'), 0o700);
    await putFolder('q-deep');
    writeFileSync(join(place, 'q-deep', 'restoring'), '');
    chmodSync(join(place, 'q-deep', 'items', 'd0', 'd1'), 0);
    expect(await quarantine.list()).toMatchObject([
      { id: 'q-shut', state: 'whole' },
      { id: 'q-good', state: 'whole' },
      { id: 'q-deep', state: 'damaged' },
    ]);
    chmodSync(join(place, 'q-shut'), 0);
    expect(await purgeAll()).toMatchObject({ files: 3, failed: [] });
    expect(readdirSync(place)).toEqual([]);
  });
});

test('an I/O error in one index marks only that batch as damaged', async () => {
  await put('q-bad');
  rmSync(join(place, 'q-bad', 'index.jsonl'));
  mkdirSync(join(place, 'q-bad', 'index.jsonl'));
  expect(await quarantine.list()).toMatchObject([
    { id: 'q-good', state: 'whole' },
    { id: 'q-bad', state: 'damaged' },
  ]);
});

test('completing a purge keeps a newer batch with the same id', async () => {
  for (const look of [() => quarantine.list(), () => quarantine.retain()]) {
    mkdirSync(join(place, 'q-good.gone'));
    writeFileSync(join(place, 'q-good.gone', 'rest'), '');
    await look();
    expect(await quarantine.list()).toMatchObject([{ id: 'q-good', state: 'whole', files: 1 }]);
    expect(readdirSync(place)).toEqual(['q-good']);
  }
});
