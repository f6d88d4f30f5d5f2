import {
  appendFileSync,
  chownSync,
  cpSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { clock, discoveryOf, makeFolder } from '../runs/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { beginPart } from '../batches/unfinished-batch.ts';
import { quarantineFolder } from '../batches/places.ts';
import { finishPart, openPart } from './unfinished.ts';
import { listBatches } from './list-batches.ts';
import { purgeBatches } from './purge.ts';
import { fillPart, forgeIndex, headerOf, putAside, restore, treeOf } from './testing/put-aside.ts';

let home: string;
let root: string;
let state: StateFolder;
let plan: FrozenPlan;
let quarantine: string;
let batch: string;
let index: string;

beforeEach(async () => {
  home = makeFolder('signoff-tamper-');
  root = join(home, 'xwechat_files');
  mkdirSync(join(root, 'cache', 'inner'), { recursive: true });
  mkdirSync(join(root, 'whole'));
  writeFileSync(join(root, 'cache', 'a'), 'aaaa');
  writeFileSync(join(root, 'cache', 'inner', 'b'), 'bb');
  writeFileSync(join(root, 'whole', 'c'), 'c');
  mkdirSync(join(home, 'owner'));
  writeFileSync(join(home, 'owner', 'letter'), 'dear');
  state = await openStateFolder(makeFolder('signoff-state-'), clock);
  plan = planOfTrees([root]);
  quarantine = await quarantineFolder(state);
  batch = join(quarantine, 'q-1');
  index = join(batch, 'index.jsonl');
});

function outside(): ReadonlyMap<string, string> {
  return new Map([...treeOf(home), ...treeOf(quarantine)]);
}

/** Asserts that restore fails with this code and reason, and that nothing moves. */
async function demandRefused(reason: string | RegExp, change: Parameters<typeof restore>[3] = {}) {
  const before = outside();
  const params = expect.objectContaining({
    reason: typeof reason === 'string' ? reason : (expect.stringMatching(reason) as string),
  }) as Record<string, string>;
  await expect(restore(state, plan, bestFolderPins(), change)).rejects.toMatchObject({
    code: 'quarantine-damaged',
    params,
  });
  expect(outside()).toEqual(before);
  expect(await listBatches(quarantine, 'posix')).toMatchObject([{ id: 'q-1', state: 'damaged' }]);
}

type Line = Record<string, unknown>;

function items(lines: Line[]): (Line & { path: string[] })[] {
  return lines.filter((line) => typeof line['id'] === 'string') as (Line & { path: string[] })[];
}

describe('an index that was changed and signed again is refused', () => {
  beforeEach(() => putAside({ state, plan, pins: bestFolderPins(), whole: ['whole'] }));

  const forged: [string, string | RegExp, (lines: Line[]) => void][] = [
    ['a name that climbs', 'name', (lines) => (items(lines)[0]!.path = ['..', '..', 'owner', 'letter'])],
    ['an absolute name', 'name', (lines) => (items(lines)[0]!.path = ['/etc/passwd'])],
    ['a separator in a name', 'name', (lines) => (items(lines)[0]!.path = ['cache/a'])],
    ['a NUL in a name', 'name', (lines) => (items(lines)[0]!.path = ['cache', 'a\0'])],
    ['an empty name', 'index unknown', (lines) => (items(lines)[0]!.path = ['cache', ''])],
    ['no name at all', 'index unknown', (lines) => (items(lines)[0]!.path = [])],
    ['a root that is not there', 'root unknown', (lines) => (items(lines)[0]!['root'] = 7)],
    ['a relative root', 'root unknown', (lines) => ((lines[0]!['roots'] as Line[])[0]!['realPath'] = 'x/y')],
    [
      'a climbing root',
      'root unknown',
      (lines) => ((lines[0]!['roots'] as Line[])[0]!['realPath'] = '/a/../b'),
    ],
    ['an id twice', 'listed twice', (lines) => (items(lines)[1]!['id'] = items(lines)[0]!['id'])],
    ['an id that climbs', 'index unknown', (lines) => (items(lines)[0]!['id'] = '../../x')],
    ['a place twice', 'listed twice', (lines) => (items(lines)[1]!.path = items(lines)[0]!.path)],
    ['a place in another thing', 'listed twice', (lines) => (items(lines)[1]!.path = ['whole', 'x'])],
    [
      'another size',
      'item of another size',
      (lines) => (items(lines).find((line) => line['kind'] === 'file')!['bytes'] = 99),
    ],
    [
      'another time',
      'item changed',
      (lines) => (items(lines).find((line) => line['kind'] === 'file')!['mtimeMs'] = 99),
    ],
    [
      'another kind',
      /kind/,
      (lines) => (items(lines).find((line) => line['kind'] === 'file')!['kind'] = 'folder'),
    ],
    ['another inode', 'item replaced', (lines) => (items(lines)[0]!['ino'] = '1')],
    ['a later version', 'newer format', (lines) => (lines[0]!['version'] = 2)],
    ['another batch’s name', 'index unknown', (lines) => (lines[0]!['batchId'] = 'q-2')],
    ['an unknown field', 'index unknown', (lines) => (items(lines)[0]!['run'] = 'this')],
    ['an item less', 'not listed', (lines) => void lines.splice(lines.indexOf(items(lines)[0]!), 1)],
    [
      'an item that is missing',
      'item missing',
      (lines) => void lines.push({ ...items(lines)[0]!, id: 'e99', path: ['cache', 'z'], kind: 'file' }),
    ],
    [
      'a parent that climbs',
      'name',
      (lines) => (lines.find((line) => line['kind'] === 'parent')!['path'] = ['..']),
    ],
  ];
  test.each(forged)('%s', async (_name, reason, change) => {
    forgeIndex(index, change);
    await demandRefused(reason);
  });

  test('a root that discovery does not know', async () => {
    forgeIndex(index, (lines) => ((lines[0]!['roots'] as Line[])[0]!['realPath'] = join(home, 'owner')));
    const before = outside();
    await expect(restore(state, plan, bestFolderPins())).rejects.toMatchObject({
      code: 'quarantine-root-unknown',
    });
    expect(outside()).toEqual(before);
  });
});

describe('an index with a wrong checksum is refused', () => {
  beforeEach(() => putAside({ state, plan, pins: bestFolderPins(), whole: ['whole'] }));

  test('one letter changed', async () => {
    writeFileSync(index, readFileSync(index, 'utf8').replace('"inner"', '"outer"'));
    await demandRefused('index changed');
  });
  test.each([1, 20, 200, 600])('torn: the last %s bytes are missing', async (bytes) => {
    truncateSync(index, readFileSync(index).length - bytes);
    await demandRefused(/index/);
  });
  test('an added line', async () => {
    appendFileSync(index, readFileSync(index, 'utf8').split('\n')[1]! + '\n');
    await demandRefused('index torn');
  });
  test('empty or missing', async () => {
    truncateSync(index, 0);
    await demandRefused('index torn');
    rmSync(index);
    await demandRefused('index missing');
  });
});

describe('changed files in the quarantine are refused', () => {
  beforeEach(() => putAside({ state, plan, pins: bestFolderPins(), whole: ['whole'] }));

  const place = (): string => {
    const shard = join(batch, 'items', 'e0');
    return join(shard, readdirSync(shard)[0]!);
  };
  const changes: [string, string, () => void][] = [
    [
      'items is a link',
      'link',
      () => {
        renameSync(join(batch, 'items'), join(home, 'owner', 'items'));
        symlinkSync(join(home, 'owner', 'items'), join(batch, 'items'));
      },
    ],
    [
      'a shard is a link',
      'link',
      () => {
        renameSync(join(batch, 'items', 'e0'), join(home, 'owner', 'e0'));
        symlinkSync(join(home, 'owner', 'e0'), join(batch, 'items', 'e0'));
      },
    ],
    [
      'the batch is a link',
      'link',
      () => {
        renameSync(batch, join(home, 'owner', 'q-1'));
        symlinkSync(join(home, 'owner', 'q-1'), batch);
      },
    ],
    [
      'an item is a link',
      'item is a link',
      () => {
        const item = place();
        rmSync(item);
        symlinkSync(join(home, 'owner', 'letter'), item);
      },
    ],
    [
      'a whole folder is a link',
      'item is a link',
      () => {
        const shard = join(batch, 'items', 'd0');
        const item = join(shard, readdirSync(shard)[0]!);
        renameSync(item, join(home, 'owner', 'taken'));
        symlinkSync(join(home, 'owner'), item);
      },
    ],
    [
      'an item is another file of the same content and time',
      'item replaced',
      () => {
        const item = place();
        cpSync(item, `${item}.new`, { preserveTimestamps: true });
        renameSync(`${item}.new`, item);
      },
    ],
    [
      'an item is a hard link to a file outside',
      'item replaced',
      () => {
        const item = place();
        rmSync(item);
        linkSync(join(home, 'owner', 'letter'), item);
      },
    ],
    ['an item has grown', 'item of another size', () => appendFileSync(place(), 'more')],
    ['an item is gone', 'item missing', () => rmSync(place())],
    ['an unlisted file exists', 'not listed', () => writeFileSync(join(batch, 'items', 'e0', 'new'), '')],
    [
      'the batch is a file',
      'no folder',
      () => {
        rmSync(batch, { recursive: true });
        writeFileSync(batch, '');
      },
    ],
  ];
  test.each(changes)('%s', async (_name, reason, change) => {
    change();
    await demandRefused(reason);
  });

  test('the batch belongs to another user', async (ctx) => {
    ctx.skip(process.geteuid?.() !== 0, 'only root may give a folder away');
    chownSync(batch, 65534, 65534);
    await demandRefused('of another user');
  });

  test('a damaged batch can be purged, and nothing behind a link is removed', async () => {
    const item = place();
    rmSync(item);
    symlinkSync(join(home, 'owner'), item);
    const { signal } = new AbortController();
    const view = await purgeBatches({ quarantine, pins: bestFolderPins(), signal }, ['q-1']);
    expect(view).toMatchObject({ batches: ['q-1'], failed: [] });
    expect(readdirSync(quarantine)).toEqual([]);
    expect(readFileSync(join(home, 'owner', 'letter'), 'utf8')).toBe('dear');
  });

  test.each(['../owner', 'q-1/../..', '', '.', 'q-1.gone', 'settings.json', 'q-'])(
    'no batch: %j',
    async (batchId) => {
      const refused = { code: 'quarantine-not-found' };
      await expect(restore(state, plan, bestFolderPins(), { batchId })).rejects.toMatchObject(refused);
    },
  );
});

describe('an unfinished batch of another run or user is refused', () => {
  test('of another run', async () => {
    await beginPart(state, 'q-1', headerOf(plan, 'r-other'));
    await expect(beginPart(state, 'q-1', headerOf(plan))).rejects.toMatchObject({
      code: 'quarantine-damaged',
      params: { reason: 'of another run' },
    });
  });

  test('a link under its name', async () => {
    symlinkSync(join(home, 'owner'), `${batch}.part`);
    const refused = { code: 'quarantine-damaged', params: { reason: 'link' } };
    await expect(beginPart(state, 'q-1', headerOf(plan))).rejects.toMatchObject(refused);
    await expect(finishPart(state, 'q-1', headerOf(plan))).rejects.toMatchObject(refused);
    await expect(openPart(state, 'q-1')).rejects.toMatchObject(refused);
    expect(readdirSync(join(home, 'owner'))).toEqual(['letter']);
  });

  test('its items are a link: nothing is written behind it', async () => {
    const part = await beginPart(state, 'q-1', headerOf(plan));
    rmSync(join(part, 'items'), { recursive: true });
    symlinkSync(join(home, 'owner'), join(part, 'items'));
    const before = treeOf(home);
    await expect(fillPart({ state, plan, pins: bestFolderPins() })).rejects.toMatchObject({
      code: 'quarantine-damaged',
    });
    expect(treeOf(home)).toEqual(before);
  });

  test('the whole quarantine is a link', async () => {
    rmSync(quarantine, { recursive: true });
    symlinkSync(join(home, 'owner'), quarantine);
    await expect(beginPart(state, 'q-1', headerOf(plan))).rejects.toMatchObject({
      code: 'data-dir-unusable',
    });
    expect(readdirSync(join(home, 'owner'))).toEqual(['letter']);
  });
});

test('the mark of an interrupted restore does not make a changed file trusted', async () => {
  await putAside({ state, plan, pins: bestFolderPins(), whole: ['whole'] });
  writeFileSync(join(batch, 'restoring'), '');
  appendFileSync(join(batch, 'items', 'e0', readdirSync(join(batch, 'items', 'e0'))[0]!), 'more');
  await demandRefused('item of another size', { discover: () => Promise.resolve(discoveryOf(plan.roots)) });
});

test('a finished batch of another version is not reopened by its run and stays as it is', async () => {
  await putAside({ state, plan, pins: bestFolderPins() });
  forgeIndex(index, (lines) => (lines[0]!['version'] = 2));
  const before = treeOf(quarantine);
  await expect(beginPart(state, 'q-1', headerOf(plan))).rejects.toMatchObject({
    code: 'quarantine-damaged',
    params: { reason: 'newer format' },
  });
  expect(treeOf(quarantine)).toEqual(before);
});
