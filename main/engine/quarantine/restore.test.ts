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
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import { realFolderPins } from '../../testing/real-folder-pins.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { clock, discoveryOf, makeFolder } from '../runs/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { quarantineFolder } from '../batches/places.ts';
import { listBatches } from './list-batches.ts';
import { nameBeside } from './restore-file.ts';
import { putAside, restore, treeOf } from './testing/put-aside.ts';

let home: string;
let root: string;
let state: StateFolder;
let plan: FrozenPlan;
let before: ReadonlyMap<string, string>;

const at = (path: string): string => join(root, path);
const read = (path: string): string => readFileSync(at(path), 'utf8');

beforeEach(async () => {
  home = makeFolder('signoff-restore-');
  root = join(home, 'xwechat_files');
  mkdirSync(at('cache/inner'), { recursive: true });
  mkdirSync(at('whole/sub'), { recursive: true });
  writeFileSync(at('cache/a.txt'), 'a');
  writeFileSync(at('cache/inner/b'), 'b');
  symlinkSync('a.txt', at('cache/link'));
  writeFileSync(at('whole/c'), 'c');
  writeFileSync(at('whole/sub/d'), 'dd');
  chmodSync(at('cache/inner'), 0o710);
  utimesSync(at('cache/inner'), 1_500_000_000, 1_500_000_000);
  before = treeOf(home);
  state = await openStateFolder(makeFolder('signoff-state-'), clock);
  plan = planOfTrees([root]);
});

test.each([
  ['a.txt', 'a (2).txt'],
  ['archive.tar.gz', 'archive.tar (2).gz'],
  ['no extension', 'no extension (2)'],
  ['.hidden', '.hidden (2)'],
  ['微信 图片.jpg', '微信 图片 (2).jpg'],
])('the second name for %j is %j', (name, beside) => expect(nameBeside(name, 2)).toBe(beside));

describe.each(realFolderPins)('restoring, %s pins', (_name, pins) => {
  const put = () => putAside({ state, plan, pins: pins(), whole: ['whole'], dropEmptied: true });
  const remainingBatches = async () => listBatches(await quarantineFolder(state), 'posix');

  test('missing folders are recreated with their former mode and times', async () => {
    await put();
    expect(readdirSync(root)).toEqual([]);
    const view = await restore(state, plan, pins());
    expect(view).toMatchObject({ restored: { files: 5 }, kept: [], failed: [], isEmptied: true });
    expect(treeOf(home)).toEqual(before);
    expect(lstatSync(at('cache/inner')).mtimeMs).toBe(1_500_000_000_000);
  });

  test('skip keeps an existing file, restores the rest, and leaves the item in a whole batch', async () => {
    await put();
    mkdirSync(at('cache'));
    writeFileSync(at('cache/a.txt'), 'newer');
    mkdirSync(at('whole'));
    writeFileSync(at('whole/c'), 'newer');
    const view = await restore(state, plan, pins(), { rule: 'skip' });
    expect(view).toMatchObject({
      restored: { files: 3 },
      kept: [{ reason: 'in-the-way', files: 2 }],
      isEmptied: false,
    });
    expect([read('cache/a.txt'), read('whole/c'), read('whole/sub/d')]).toEqual(['newer', 'newer', 'dd']);
    expect(await remainingBatches()).toMatchObject([{ state: 'whole', items: 2, files: 2, bytes: 2 }]);
    rmSync(at('cache/a.txt'));
    rmSync(at('whole/c'));
    expect(await restore(state, plan, pins())).toMatchObject({ restored: { files: 2 }, isEmptied: true });
    expect([read('cache/a.txt'), read('whole/c')]).toEqual(['a', 'c']);
  });

  test('overwrite replaces a file or a link, never a folder, and nothing behind a link', async () => {
    await put();
    mkdirSync(at('cache/link'), { recursive: true });
    writeFileSync(at('cache/link/precious'), 'p');
    writeFileSync(join(home, 'letter'), 'dear');
    symlinkSync(join(home, 'letter'), at('cache/a.txt'));
    mkdirSync(at('whole'));
    writeFileSync(at('whole/c'), 'newer');
    writeFileSync(at('whole/other'), 'other');
    const view = await restore(state, plan, pins(), { rule: 'overwrite' });
    expect(view).toMatchObject({ overwritten: 2, kept: [{ reason: 'in-the-way', files: 1 }] });
    expect([read('cache/a.txt'), read('whole/c'), read('whole/other')]).toEqual(['a', 'c', 'other']);
    expect(read('cache/link/precious')).toBe('p');
    expect(readFileSync(join(home, 'letter'), 'utf8')).toBe('dear');
  });

  test('rename keeps both files, also where a file is in place of a folder', async () => {
    await put();
    mkdirSync(at('cache'));
    for (const name of ['a.txt', 'a (2).txt', 'link']) writeFileSync(at(`cache/${name}`), 'newer');
    writeFileSync(at('whole'), 'a file now');
    const view = await restore(state, plan, pins(), { rule: 'rename' });
    expect(view).toMatchObject({ renamed: 4, kept: [], isEmptied: true });
    expect([read('cache/a.txt'), read('cache/a (2).txt'), read('cache/a (3).txt')]).toEqual([
      'newer',
      'newer',
      'a',
    ]);
    expect(lstatSync(at('cache/link (2)')).isSymbolicLink()).toBe(true);
    expect([read('whole'), read('whole (2)/sub/d')]).toEqual(['a file now', 'dd']);
  });

  test('a link or a file in place of a parent folder stops the restore before anything goes behind it', async () => {
    await put();
    mkdirSync(join(home, 'owner'));
    symlinkSync(join(home, 'owner'), at('cache'));
    const view = await restore(state, plan, pins(), { rule: 'overwrite' });
    expect(view).toMatchObject({ restored: { files: 2 }, kept: [{ reason: 'link', files: 3 }] });
    expect(readdirSync(join(home, 'owner'))).toEqual([]);
    expect(await remainingBatches()).toMatchObject([{ state: 'whole', items: 3 }]);
    rmSync(at('cache'));
    writeFileSync(at('cache'), 'a file');
    expect(await restore(state, plan, pins())).toMatchObject({ kept: [{ reason: 'in-the-way', files: 3 }] });
    expect(read('cache')).toBe('a file');
  });

  test('a cancel between two items leaves both sides whole, and the sums add up', async () => {
    await put();
    const abort = new AbortController();
    let checks = 0;
    const signal = Object.defineProperty(abort.signal, 'aborted', { get: () => (checks += 1) > 2 });
    const control = { signal, progress: () => undefined };
    const view = await restore(state, plan, pins(), { control });
    const cancelled = view.kept.find((line) => line.reason === 'cancelled')?.files ?? 0;
    expect(cancelled).toBeGreaterThan(0);
    expect(view.restored.files + cancelled).toBe(5);
    expect(await remainingBatches()).toMatchObject([{ state: 'whole', files: cancelled }]);
    await restore(state, plan, pins());
    expect(treeOf(home)).toEqual(before);
  });

  test('after a cancel the rest is counted from the index without reading the disk', async () => {
    await put();
    const abort = new AbortController();
    const control = { signal: abort.signal, progress: () => undefined };
    const items = join(state.path, 'quarantine', 'q-1', 'items');
    const assertQuiet = (): Promise<void> => {
      abort.abort();
      for (const shard of readdirSync(items)) renameSync(join(items, shard), join(home, shard));
      return Promise.resolve();
    };
    const view = await restore(state, plan, pins(), { control, assertQuiet });
    expect(view).toMatchObject({
      restored: { files: 0 },
      kept: [{ reason: 'cancelled', files: 5 }],
      failed: [],
    });
  });

  test('a cancel inside a merged folder counts each file once', async () => {
    await put();
    mkdirSync(at('whole/sub'), { recursive: true });
    writeFileSync(at('whole/c'), 'in the way');
    for (let stopAt = 1; stopAt < 10; stopAt += 1) {
      let checks = 0;
      const signal = Object.defineProperty(new AbortController().signal, 'aborted', {
        get: () => (checks += 1) > stopAt,
      });
      const remaining = (await remainingBatches()).reduce((sum, batch) => sum + batch.files, 0);
      const view = await restore(state, plan, pins(), { control: { signal, progress: () => undefined } });
      const kept = view.kept.reduce((sum, line) => sum + line.files, 0);
      expect(view.restored.files + kept).toBe(remaining);
      expect(view.failed).toEqual([]);
      expect(await remainingBatches()).toMatchObject([{ state: 'whole', files: kept }]);
    }
    expect(read('whole/sub/d')).toBe('dd');
    expect(read('whole/c')).toBe('in the way');
  });

  test('a running messenger blocks the restore, and nothing is touched', async () => {
    await put();
    const assertQuiet = (): Promise<void> =>
      Promise.reject(new SignOffError('messenger-running', { names: 'wechat' }));
    const between = treeOf(home);
    await expect(restore(state, plan, pins(), { assertQuiet })).rejects.toMatchObject({
      code: 'messenger-running',
    });
    expect(treeOf(home)).toEqual(between);
    expect(await remainingBatches()).toMatchObject([{ state: 'whole', files: 5 }]);
  });

  test('a missing root is recreated only where the catalogue puts one', async () => {
    await put();
    rmSync(root, { recursive: true });
    const place = { base: home, isLinked: false, path: 'xwechat_files', caseless: false };
    const none = {
      ...discoveryOf([]),
      lookedIn: [root],
      dataPlaces: [
        { ...place, path: 'elsewhere' },
        { ...place, base: join(home, 'elsewhere') },
        { ...place, path: 'xwechat_files/**' },
        { ...place, isLinked: true },
      ],
    };
    await expect(
      restore(state, plan, pins(), { discover: () => Promise.resolve(none) }),
    ).rejects.toMatchObject({ code: 'quarantine-root-unknown', params: { path: root } });
    expect(existsSync(root)).toBe(false);
    const there = { ...none, dataPlaces: [{ ...place, path: '{wechat,xwechat}_files' }] };
    await restore(state, plan, pins(), { discover: () => Promise.resolve(there) });
    const paths = [...before.keys()].filter((path) => path.includes('/'));
    expect([...treeOf(root).keys()].map((path) => `xwechat_files/${path}`).sort()).toEqual(paths.sort());
    expect([read('cache/a.txt'), read('whole/sub/d')]).toEqual(['a', 'dd']);
  });

  test('a root that became a link is refused as unknown', async () => {
    await put();
    rmSync(root, { recursive: true });
    mkdirSync(join(home, 'owner'));
    symlinkSync(join(home, 'owner'), root);
    const place = { base: home, isLinked: false, path: 'xwechat_files', caseless: false };
    const discover = () => Promise.resolve({ ...discoveryOf([]), dataPlaces: [place] });
    await expect(restore(state, plan, pins(), { discover })).rejects.toMatchObject({
      code: 'quarantine-root-unknown',
    });
    expect(readdirSync(join(home, 'owner'))).toEqual([]);
  });
});
