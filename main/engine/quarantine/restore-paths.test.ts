import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Location, Platform } from '../../../app/platforms/platform.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import { bestFolderPins, realFolderPins } from '../../testing/real-folder-pins.ts';
import { createJobs } from '../jobs/jobs.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { clock, discoveryOf, makeFolder, testPlatform } from '../runs/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { quarantineFolder } from '../batches/places.ts';
import { listBatches } from './list-batches.ts';
import { createQuarantine } from './quarantine.ts';
import type { Quarantine } from './quarantine.ts';
import { putAside, restore, treeOf } from './testing/put-aside.ts';

let home: string;
let root: string;
let other: string;
let state: StateFolder;
let plan: FrozenPlan;
let before: ReadonlyMap<string, string>;

const at = (path: string): string => join(root, path);
const batchFolder = (): string => join(state.path, 'quarantine', 'q-1');
const listed = async () => listBatches(await quarantineFolder(state), 'posix');

function put(path: string, content = path): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

beforeEach(async () => {
  home = makeFolder('signoff-restore-');
  root = join(home, 'xwechat_files');
  other = join(home, 'QQ');
  for (const path of ['cache/a.txt', 'cache/inner/b', 'whole/c', 'whole/sub/d', 'whole/sub/deep/e'])
    put(at(path));
  for (const ending of ['', '-wal', '-shm']) {
    put(at(`single/x.db${ending}`));
    put(at(`whole/db/y.db${ending}`));
  }
  put(join(other, 'cache/z.txt'), 'of QQ');
  chmodSync(at('whole/sub'), 0o710);
  utimesSync(at('whole/sub'), 1_500_000_000, 1_500_000_000);
  chmodSync(at('cache/inner'), 0o710);
  before = treeOf(home);
  state = await openStateFolder(makeFolder('signoff-state-'), clock);
  plan = planOfTrees([root, other]);
});

function quarantineOf(assertQuiet: (paths: readonly string[]) => Promise<void> = () => Promise.resolve()) {
  const jobs = createJobs(
    clock,
    () => undefined,
    () => undefined,
  );
  const quarantine = createQuarantine({
    ...{ state, jobs, clock, pins: bestFolderPins, style: 'posix', emit: () => undefined },
    settings: () => ({ quarantineDays: null, quarantineBytes: null }),
    discover: () => Promise.resolve(discoveryOf(plan.roots)),
    assertQuiet,
    openRuns: () => Promise.resolve([]),
    locked: (_what, work) => work(),
  });
  return { quarantine, jobs };
}

async function refusal(work: Promise<unknown>) {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof SignOffError) return error.toContract();
    throw error;
  }
}

describe.each(realFolderPins)('restoring chosen paths, %s pins', (_name, pins) => {
  beforeEach(async () => {
    await putAside({ state, plan, pins: pins(), whole: ['whole'], dropEmptied: true });
    expect([...treeOf(root).keys()]).toEqual([]);
  });
  const back = (...paths: string[]) => restore(state, plan, pins(), { paths });
  const files = (): string[] =>
    [...treeOf(home)].flatMap(([path, entry]) => (entry.startsWith('folder') ? [] : [path])).toSorted();

  test('a file, by its path below the root or its whole path', async () => {
    expect(await back('cache/inner/b')).toMatchObject({ restored: { files: 1 }, kept: [], isEmptied: false });
    expect(await back(at('cache/a.txt'))).toMatchObject({ restored: { files: 1 } });
    expect(files()).toEqual(['xwechat_files/cache/a.txt', 'xwechat_files/cache/inner/b']);
    expect(lstatSync(at('cache/inner')).mode & 0o777).toBe(0o710);
    expect(await listed()).toMatchObject([{ state: 'whole', files: 10 }]);
    await restore(state, plan, pins());
    expect(treeOf(home)).toEqual(before);
  });

  test('a file out of a folder that was moved whole; its folders get their mode and time', async () => {
    expect(await back('whole/sub/deep/e')).toMatchObject({
      restored: { files: 1, bytes: at('whole/sub/deep/e').length },
    });
    expect(files()).toEqual(['xwechat_files/whole/sub/deep/e']);
    expect(lstatSync(at('whole/sub')).mode & 0o777).toBe(0o710);
    expect(lstatSync(at('whole/sub')).mtimeMs).toBe(1_500_000_000_000);
    expect(await listed()).toMatchObject([{ state: 'whole', files: 11 }]);
    expect(await restore(state, plan, pins())).toMatchObject({ restored: { files: 11 }, isEmptied: true });
    expect(treeOf(home)).toEqual(before);
  });

  test('a folder takes everything in it, whether it was moved whole or file by file', async () => {
    expect(await back('whole/sub', `${at('cache')}/`)).toMatchObject({ kept: [], restored: { files: 4 } });
    expect(files()).toEqual(
      ['cache/a.txt', 'cache/inner/b', 'whole/sub/d', 'whole/sub/deep/e'].map(
        (one) => `xwechat_files/${one}`,
      ),
    );
    expect(await back(root)).toMatchObject({ restored: { files: 7 }, isEmptied: false });
    expect(await back(other)).toMatchObject({ restored: { files: 1 }, isEmptied: true });
    expect(treeOf(home)).toEqual(before);
  });

  test('paths inside each other count once', async () => {
    const view = await back('whole/sub/d', 'whole/sub', 'whole/sub/deep/e', at('whole/sub/d'));
    expect(view).toMatchObject({ restored: { files: 2 }, kept: [], failed: [] });
  });

  test('file by file the last one empties the batch', async () => {
    for (const path of before.keys()) {
      const full = join(home, path);
      if (before.get(path)!.startsWith('folder') || existsSync(full)) continue;
      expect(await back(full)).toMatchObject({ kept: [], failed: [] });
    }
    expect(await listed()).toEqual([]);
    expect(treeOf(home)).toEqual(before);
    expect(readdirSync(join(state.path, 'quarantine'))).toEqual([]);
  });

  test.each([
    ['single/x.db', 'single'],
    ['single/x.db-wal', 'single'],
    ['whole/db/y.db-shm', 'whole/db'],
  ])('%s goes back with its whole database', async (path, folder) => {
    expect(await back(path)).toMatchObject({ restored: { files: 3 } });
    expect(readdirSync(at(folder)).length).toBe(3);
    expect(files().length).toBe(3);
  });

  test.each([
    ['nothing there', 'cache/none'],
    ['below a file', 'cache/a.txt/x'],
    ['below a file of a moved folder', 'whole/c/x'],
    ['not in a moved folder', 'whole/none'],
    ['climbing', 'cache/../../owner'],
    ['climbing out of a moved folder', 'whole/../../../owner'],
    ['an absolute path outside', '/etc/passwd'],
    ['above the root', '/'],
    ['only the root itself, as a relative path', '.'],
  ])('a path that matches nothing is refused by its name, and nothing is touched: %s', async (_why, path) => {
    put(join(home, 'owner'));
    const trees = [treeOf(home), treeOf(batchFolder())];
    const { quarantine } = quarantineOf();
    const refused = { code: 'quarantine-path-unknown', params: { path, batch: 'q-1' } };
    expect(await refusal(quarantine.restore('q-1', 'overwrite', ['whole/c', path]))).toEqual(refused);
    expect(await refusal(back('whole/c', path))).toEqual(refused);
    expect([treeOf(home), treeOf(batchFolder())]).toEqual(trees);
  });

  test('a path in two data folders is refused with both places', async () => {
    const trees = [treeOf(home), treeOf(batchFolder())];
    expect(await refusal(back('whole/c', 'cache'))).toEqual({
      code: 'quarantine-path-ambiguous',
      params: { path: 'cache', batch: 'q-1', places: [at('cache'), join(other, 'cache')] },
    });
    expect([treeOf(home), treeOf(batchFolder())]).toEqual(trees);
  });

  test('a link that was planted in a moved folder is never followed', async () => {
    const owner = join(makeFolder(), 'owner');
    put(join(owner, 'd'), 'of the owner');
    const moved = readdirSync(join(batchFolder(), 'items')).find((name) => name.startsWith('d'))!;
    const [id] = readdirSync(join(batchFolder(), 'items', moved));
    const folder = join(batchFolder(), 'items', moved, id!);
    renameSync(join(folder, 'sub'), join(folder, 'away'));
    symlinkSync(owner, join(folder, 'sub'));
    expect(await refusal(back('whole/sub/d'))).toMatchObject({ code: 'quarantine-path-unknown' });
    expect(readFileSync(join(owner, 'd'), 'utf8')).toBe('of the owner');
    expect(await back('whole/sub')).toMatchObject({ restored: { files: 1 } });
    expect(lstatSync(at('whole/sub')).isSymbolicLink()).toBe(true);
    expect(readdirSync(owner)).toEqual(['d']);
  });

  test('a link in place of a folder keeps the chosen file in the batch', async () => {
    const owner = join(makeFolder(), 'owner');
    mkdirSync(owner);
    symlinkSync(owner, at('whole'));
    const view = await restore(state, plan, pins(), { paths: ['whole/sub/d'], rule: 'overwrite' });
    expect(view).toMatchObject({ restored: { files: 0 }, kept: [{ reason: 'link', files: 1 }] });
    expect(readdirSync(owner)).toEqual([]);
    expect(await listed()).toMatchObject([{ state: 'whole', files: 12 }]);
  });

  test('a file in the way is handled by the rule', async () => {
    put(at('whole/c'), 'newer');
    expect(await back('whole/c')).toMatchObject({
      restored: { files: 0 },
      kept: [{ reason: 'in-the-way', files: 1 }],
      examples: [{ path: at('whole/c'), why: 'in-the-way' }],
    });
    const renamed = await restore(state, plan, pins(), { paths: ['whole/c'], rule: 'rename' });
    expect(renamed).toMatchObject({ restored: { files: 1 }, renamed: 1, kept: [] });
    put(at('whole/sub/d'), 'newer');
    const over = await restore(state, plan, pins(), { paths: ['whole/sub'], rule: 'overwrite' });
    expect(over).toMatchObject({ restored: { files: 2 }, overwritten: 1, kept: [] });
    expect(readFileSync(at('whole/c'), 'utf8')).toBe('newer');
    expect(readFileSync(at('whole/c (2)'), 'utf8')).toBe(at('whole/c'));
    expect(readFileSync(at('whole/sub/d'), 'utf8')).toBe(at('whole/sub/d'));
  });

  test('what was asked for is restored, kept or failed, also after a cancel', async () => {
    for (let stopAt = 0; stopAt < 8; stopAt += 1) {
      let checks = 0;
      const signal = Object.defineProperty(new AbortController().signal, 'aborted', {
        get: () => (checks += 1) > stopAt,
      });
      const isLeft = (path: string): boolean =>
        [...before.keys()].some(
          (one) => `${one}/`.startsWith(`xwechat_files/${path}/`) && !existsSync(join(home, one)),
        );
      const asked = ['whole/sub', 'whole/db', 'single', 'cache/inner/b'].filter(isLeft);
      if (asked.length === 0) break;
      const left = (await listed())[0]?.files ?? 0;
      const view = await restore(state, plan, pins(), {
        paths: asked,
        control: { signal, progress: () => undefined },
      });
      const kept = view.kept.reduce((sum, line) => sum + line.files, 0);
      expect(view.failed).toEqual([]);
      expect((await listed())[0]?.files).toBe(left - view.restored.files);
      for (const folder of ['single', 'whole/db']) {
        const there = existsSync(at(folder)) ? readdirSync(at(folder)).length : 0;
        expect([0, 3]).toContain(there);
      }
      const missing = (path: string): number =>
        [...before].filter(
          ([one, entry]) =>
            `${one}/`.startsWith(`xwechat_files/${path}/`) &&
            !entry.startsWith('folder') &&
            !existsSync(join(home, one)),
        ).length;
      expect(kept).toBe(asked.reduce((sum, path) => sum + missing(path), 0));
    }
    await restore(state, plan, pins());
    expect(treeOf(home)).toEqual(before);
  });
});

describe('a database that goes back', () => {
  beforeEach(() => putAside({ state, plan, pins: bestFolderPins(), whole: ['whole'], dropEmptied: true }));

  describe.each([
    ['single files', 'single', 'x.db'],
    ['a folder that was moved whole', 'whole/db', 'y.db'],
  ])('out of %s', (_name, folder, name) => {
    const read = (ending: string): string => readFileSync(at(`${folder}/${ending}`), 'utf8');
    const back = (rule: 'skip' | 'rename' | 'overwrite', path: string | null = `${folder}/${name}`) =>
      restore(state, plan, bestFolderPins(), { ...(path === null ? {} : { paths: [path] }), rule });

    test.each(['', '-wal'])('stays with its journals when %j is in the way', async (ending) => {
      put(at(`${folder}/${name}${ending}`), 'newer');
      expect(await back('skip')).toMatchObject({
        restored: { files: 0 },
        kept: [{ reason: 'in-the-way', files: 3 }],
      });
      expect(readdirSync(at(folder))).toEqual([`${name}${ending}`]);
      // a whole restore never puts an old journal beside a newer database either
      expect(await back('skip', null)).toMatchObject({ kept: [{ reason: 'in-the-way', files: 3 }] });
      expect(readdirSync(at(folder))).toEqual([`${name}${ending}`]);
      expect(read(`${name}${ending}`)).toBe('newer');
    });

    test('gets one new name with its journals', async () => {
      put(at(`${folder}/${name}`), 'newer');
      expect(await back('rename')).toMatchObject({ restored: { files: 3 }, renamed: 3 });
      const beside = name.replace('.db', ' (2).db');
      expect(readdirSync(at(folder)).toSorted()).toEqual(
        [name, beside, `${beside}-wal`, `${beside}-shm`].toSorted(),
      );
      expect(read(name)).toBe('newer');
      expect(read(`${beside}-wal`)).toBe(at(`${folder}/${name}-wal`));
    });

    test('replaces a newer one only where no foreign journal would stay beside it', async () => {
      put(at(`${folder}/${name}`), 'newer');
      put(at(`${folder}/${name}-journal`), 'newer');
      expect(await back('overwrite')).toMatchObject({ kept: [{ reason: 'in-the-way', files: 3 }] });
      expect(read(name)).toBe('newer');
      rmSync(at(`${folder}/${name}-journal`));
      expect(await back('overwrite')).toMatchObject({ restored: { files: 3 }, overwritten: 1, kept: [] });
      expect(read(name)).toBe(at(`${folder}/${name}`));
    });

    test.each(['skip', 'rename'] as const)('is not put beside a foreign journal by “%s”', async (rule) => {
      // not in the batch: the messenger has written it since
      put(at(`${folder}/${name}-journal`), 'newer');
      const beside = name.replace('.db', ' (2).db');
      if (rule === 'rename') put(at(`${folder}/${beside}-journal`), 'newer');
      const { kept } = await back(rule);
      expect(kept).toEqual(rule === 'skip' ? [{ reason: 'in-the-way', files: 3 }] : []);
      const names = readdirSync(at(folder));
      expect(names).not.toContain(name);
      expect(names).not.toContain(beside);
    });

    test('stays when a journal could not go back', async () => {
      mkdirSync(at(folder), { recursive: true });
      mkdirSync(at(`${folder}/${name}-shm`));
      expect(await back('overwrite')).toMatchObject({ kept: [{ reason: 'in-the-way', files: 3 }] });
      expect(readdirSync(at(folder))).toEqual([`${name}-shm`]);
    });
  });
});

describe('through the quarantine', () => {
  let quarantine: Quarantine;
  let jobs: ReturnType<typeof createJobs>;
  let quiet: string[][];

  beforeEach(async () => {
    quiet = [];
    ({ quarantine, jobs } = quarantineOf((paths) => Promise.resolve(void quiet.push([...paths]))));
    await putAside({ state, plan, pins: bestFolderPins(), whole: ['whole'], dropEmptied: true });
  });

  async function ended(jobId: string): Promise<void> {
    while (jobs.end(jobId) === null) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(jobs.end(jobId)).toMatchObject({ outcome: 'done' });
  }

  test('lists what a batch holds: folders that were moved whole, and all files', async () => {
    const page = await quarantine.entries('q-1', { offset: 0, limit: 100 });
    expect(page.entries.map(({ root: of, path, kind }) => [of === root, path, kind])).toEqual([
      ...['cache/a.txt', 'cache/inner/b', 'single/x.db', 'single/x.db-shm', 'single/x.db-wal'].map((path) => [
        ...[true, path, 'file'],
      ]),
      [true, 'whole', 'folder'],
      ...['c', 'db/y.db', 'db/y.db-shm', 'db/y.db-wal', 'sub/d', 'sub/deep/e'].map((path) => [
        ...[true, `whole/${path}`, 'file'],
      ]),
      [false, 'cache/z.txt', 'file'],
    ]);
    expect(page.total).toBe(13);
    const whole = page.entries.find(({ kind }) => kind === 'folder');
    const inside = page.entries.filter(({ path }) => path.startsWith('whole/'));
    expect(whole).toMatchObject({ files: 6, bytes: inside.reduce((sum, one) => sum + one.bytes, 0) });
    const [listedBatch] = await quarantine.list();
    const all = page.entries.filter(({ kind }) => kind === 'file');
    expect(all.reduce((sum, one) => sum + one.bytes, 0)).toBe(listedBatch?.bytes);
  });

  test('pages and searches, and is current after a restore', async () => {
    const page = await quarantine.entries('q-1', { offset: 2, limit: 2 });
    expect(page).toMatchObject({ total: 13, offset: 2, entries: [{ path: 'single/x.db' }, {}] });
    const found = () => quarantine.entries('q-1', { text: 'DB/Y', offset: 0, limit: 10 });
    expect(await found()).toMatchObject({ total: 3, entries: [{ path: 'whole/db/y.db' }, {}, {}] });
    const { jobId } = await quarantine.restore('q-1', 'skip', ['whole/db/y.db']);
    await ended(jobId);
    expect(quarantine.restored(jobId)).toMatchObject({ restored: { files: 3 } });
    expect(await found()).toMatchObject({ total: 0, entries: [] });
    expect(await quarantine.entries('q-1', { offset: 0, limit: 1 })).toMatchObject({ total: 10 });
  });

  test('asks only for the data folders that are written to', async () => {
    await ended((await quarantine.restore('q-1', 'skip', [join(other, 'cache')])).jobId);
    expect(quiet).toEqual([[other]]);
  });

  test('a batch of which something went back can be purged whole', async () => {
    await ended((await quarantine.restore('q-1', 'skip', ['whole/c'])).jobId);
    expect(await quarantine.list()).toMatchObject([{ files: 11, state: 'whole' }]);
    const { jobId } = await quarantine.purge(['q-1']);
    await ended(jobId);
    expect(quarantine.purged(jobId)).toMatchObject({ files: 11, failed: [] });
    expect(existsSync(at('whole/c'))).toBe(true);
  });

  test('an unknown batch is refused', async () => {
    expect(await refusal(quarantine.entries('q-2', { offset: 0, limit: 1 }))).toMatchObject({
      code: 'quarantine-not-found',
    });
  });
});

test('sign-ins that go back are counted, single and in folders', async () => {
  const row: Location = {
    ...{ id: 'T-1', in: 'root', paths: ['whole/sub/**', 'cache/a.txt'], category: 'credentials' },
    ...{ level: 'system', recoverability: 'login', confidence: 'A' },
  };
  const platform: Platform = { ...testPlatform, locations: [row] };
  await putAside({ state, plan, pins: bestFolderPins(), whole: ['whole'], dropEmptied: true });
  const discover = () => Promise.resolve(discoveryOf(plan.roots, { platform }));
  const back = (...paths: string[]) => restore(state, plan, bestFolderPins(), { paths, discover });
  expect(await back('cache/inner')).toMatchObject({ restored: { files: 1 }, signIns: 0 });
  expect(await back('cache/a.txt')).toMatchObject({ restored: { files: 1 }, signIns: 1 });
  expect(await back('whole')).toMatchObject({ restored: { files: 6 }, signIns: 2 });
});
