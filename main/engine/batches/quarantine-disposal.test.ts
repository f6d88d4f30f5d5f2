import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { bestFolderPins, realFolderPins } from '../../testing/real-folder-pins.ts';
import { secondVolume, whyNoSecondVolume } from '../../testing/second-volume.ts';
import type { FolderPins, PinnedFolder } from '../../system/ports.ts';
import { diskPath } from '../fs/disk-names.ts';
import { planOf, planOfTrees } from '../removal/testing/plan-of-tree.ts';
import { clock, makeFolder } from '../runs/testing/run-plan.ts';
import { openStateFolder } from '../state/state-folder.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { finishPart } from '../quarantine/unfinished.ts';
import { openBatch } from '../quarantine/open-batch.ts';
import { fillPart, headerOf, putAside, restore, treeOf } from '../quarantine/testing/put-aside.ts';
import { beginPart } from './unfinished-batch.ts';

let root: string;
let state: StateFolder;
let statePath: string;

beforeEach(async () => {
  root = join(realpathSync(makeFolder('signoff-put-')), 'xwechat_files');
  mkdirSync(root);
  statePath = realpathSync(makeFolder('signoff-state-'));
  state = await openStateFolder(statePath, clock);
});

/** Pins that run a callback right before they use a path. */
function pinsWithCallback(pins: FolderPins, before: (name: string) => void): FolderPins {
  return {
    pin(path, expected, rootRealPath) {
      const pin = pins.pin(path, expected, rootRealPath);
      if (typeof pin === 'string') return pin;
      const pathFor: PinnedFolder['pathFor'] = (name) => {
        before(name);
        return pin.pathFor(name);
      };
      return { ...pin, pathFor };
    },
  };
}

describe.each(realFolderPins)('putting aside, %s pins', (_name, pins) => {
  test('a moved file keeps its inode, time and mode, and its hard link keeps the other name', async () => {
    writeFileSync(join(root, 'a'), 'aaa', { mode: 0o640 });
    utimesSync(join(root, 'a'), 1.5, 1234.567);
    linkSync(join(root, 'a'), join(root, '..', 'other'));
    const { ino, mtimeMs } = lstatSync(join(root, 'a'));
    expect(await putAside({ state, plan: planOfTrees([root]), pins: pins() })).toEqual(['quarantined']);
    expect(existsSync(join(root, 'a'))).toBe(false);
    const item = lstatSync(join(statePath, 'quarantine', 'q-1', 'items', 'e0', 'e0'));
    expect([item.ino, item.mtimeMs, item.mode & 0o777]).toEqual([ino, mtimeMs, 0o640]);
    expect(readFileSync(join(root, '..', 'other'), 'utf8')).toBe('aaa');
    expect(lstatSync(join(statePath, 'quarantine')).mode & 0o777).toBe(0o700);
  });

  test('a taken item name is not replaced, and the entry stays', async () => {
    writeFileSync(join(root, 'a'), 'a');
    mkdirSync(join(root, 'whole'));
    const plan = planOfTrees([root]);
    const part = await beginPart(state, 'q-1', headerOf(plan));
    for (const [shard, name] of [
      ['e0', 'e0'],
      ['d0', 'd1'],
    ] as const) {
      mkdirSync(join(part, 'items', shard));
      writeFileSync(join(part, 'items', shard, name), 'mine');
    }
    expect(await fillPart({ state, plan, pins: pins(), whole: ['whole'] })).toEqual(['unknown', 'unknown']);
    expect(readdirSync(root)).toEqual(['a', 'whole']);
    expect(readFileSync(join(part, 'items', 'e0', 'e0'), 'utf8')).toBe('mine');
  });

  test('a file swapped between check and rename is put back', async () => {
    writeFileSync(join(root, 'a'), 'planned');
    const plan = planOfTrees([root]);
    let isDone = false;
    const swap = (name: string): void => {
      if (name !== 'a' || isDone) return;
      isDone = true;
      rmSync(join(root, 'a'));
      writeFileSync(join(root, 'new'), 'not planned');
      renameSync(join(root, 'new'), join(root, 'a'));
    };
    expect(await putAside({ state, plan, pins: pinsWithCallback(pins(), swap) })).toEqual(['replaced']);
    expect(readFileSync(join(root, 'a'), 'utf8')).toBe('not planned');
    expect(readdirSync(join(statePath, 'quarantine'))).toEqual([]);
  });

  test('a run that moves nothing leaves no batch', async () => {
    writeFileSync(join(root, 'a'), 'a');
    const plan = planOfTrees([root]);
    expect(await putAside({ state, plan, pins: pins(), isCancelled: () => true })).toEqual(['cancelled']);
    expect(readdirSync(join(statePath, 'quarantine'))).toEqual([]);
    expect(await finishPart(state, 'q-1', headerOf(plan))).toBe(null);
  });

  test('finishing a batch twice gives the same result', async () => {
    writeFileSync(join(root, 'a'), 'aaaa');
    const plan = planOfTrees([root]);
    await fillPart({ state, plan, pins: pins() });
    const first = await finishPart(state, 'q-1', null);
    expect(first).toMatchObject({ files: 1, bytes: 4 });
    expect(await finishPart(state, 'q-1', headerOf(plan))).toEqual(first);
  });

  test('a name that is not valid UTF-8 is restored byte for byte', async (ctx) => {
    ctx.skip(process.platform !== 'linux', 'only Linux has names that are no text');
    const odd = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x61, 0xff, 0x0a, 0x80])]);
    mkdirSync(odd);
    writeFileSync(Buffer.concat([odd, Buffer.from('/'), Buffer.from([0xfe])]), 'content');
    const before = treeOf(root);
    const { dev, ino } = lstatSync(root, { bigint: true });
    const folder = lstatSync(odd, { bigint: true });
    const segments = ['a\udcff\n\udc80'];
    const path = diskPath(join(root, segments[0]!, '\udcfe'));
    const file = lstatSync(path, { bigint: true });
    const common = { root: 0, removable: true, mtimeMs: 0, complete: true };
    const plan = planOf(
      [{ id: 'root-0', realPath: root, identity: { dev, ino } }],
      [{ ...common, segments, identity: { dev: folder.dev, ino: folder.ino } }],
      [
        {
          ...{ folder: 0, name: '\udcfe', kind: 'file', group: 0, bytes: 7, allocated: 0 },
          mtimeMs: lstatSync(path).mtimeMs,
          ino: file.ino,
        },
      ],
    );
    expect(await putAside({ state, plan, pins: pins(), dropEmptied: true })).toEqual(['quarantined']);
    expect(readdirSync(root)).toEqual([]);
    await restore(state, plan, pins());
    expect(treeOf(root)).toEqual(before);
  });
});

const noSecondVolume = whyNoSecondVolume();
const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe('a move to another volume', () => {
  beforeEach((ctx) => {
    if (noSecondVolume !== null) ctx.skip(noSecondVolume);
    root = mkdtempSync(join(secondVolume, 'signoff-put-'));
    made.push(root);
  });

  test('copies files and links, reads them back and only then removes them; never takes a folder as a whole', async () => {
    mkdirSync(join(root, 'whole'));
    writeFileSync(join(root, 'whole', 'big'), Buffer.alloc(5_000_000, 9), { mode: 0o600 });
    writeFileSync(join(root, 'sparse'), 'x');
    truncateSync(join(root, 'sparse'), 40_000_000);
    writeFileSync(join(root, 'empty'), '');
    symlinkSync('sparse', join(root, 'link'));
    for (const name of ['whole/big', 'sparse', 'empty'])
      utimesSync(join(root, name), 1_600_000_000, 1_600_000_000.5);
    chmodSync(join(root, 'empty'), 0o400);
    const before = [...treeOf(root)].filter(([path]) => path !== 'link');
    const plan = planOfTrees([root]);
    const outcomes = await putAside({ state, plan, pins: bestFolderPins(), whole: ['whole'] });
    expect(outcomes).toEqual(Array<string>(4).fill('quarantined'));
    expect([...treeOf(root).keys()]).toEqual(['whole']);
    const batch = await openBatch(join(statePath, 'quarantine'), 'q-1', 'posix');
    expect(batch.items.filter((item) => item.sha256 !== undefined)).toHaveLength(3);
    expect(batch.items.find((item) => item.path[0] === 'sparse')!.allocated).toBeLessThan(3_000_000);
    expect(await restore(state, plan, bestFolderPins())).toMatchObject({
      restored: { files: 4 },
      isEmptied: true,
    });
    expect([...treeOf(root)].filter(([path]) => path !== 'link')).toEqual(before);
  });

  test('a copy altered with size and time kept is not restored', async () => {
    writeFileSync(join(root, 'a'), 'right');
    utimesSync(join(root, 'a'), 1_600_000_000, 1_600_000_000);
    const plan = planOfTrees([root]);
    await putAside({ state, plan, pins: bestFolderPins() });
    const item = join(statePath, 'quarantine', 'q-1', 'items', 'e0', 'e0');
    writeFileSync(item, 'wrong', { flag: 'r+' });
    utimesSync(item, 1_600_000_000, 1_600_000_000);
    const view = await restore(state, plan, bestFolderPins(), { rule: 'overwrite' });
    expect(view).toMatchObject({ restored: { files: 0 }, failed: [{ code: 'copy-differs', files: 1 }] });
    expect(readdirSync(root)).toEqual([]);
  });

  test('a cancel inside a big file keeps the original and leaves no partial copy', async () => {
    writeFileSync(join(root, 'big'), Buffer.alloc(20_000_000, 1));
    let checks = 0;
    const isCancelled = (): boolean => (checks += 1) > 4;
    const plan = planOfTrees([root]);
    expect(await putAside({ state, plan, pins: bestFolderPins(), isCancelled })).toEqual(['cancelled']);
    expect(lstatSync(join(root, 'big')).size).toBe(20_000_000);
    expect(readdirSync(join(statePath, 'quarantine'))).toEqual([]);
  });

  test('an original that changes during the copy stays, and no copy is left', async () => {
    writeFileSync(join(root, 'big'), Buffer.alloc(6_000_000, 1));
    let checks = 0;
    const isCancelled = (): boolean => {
      checks += 1;
      if (checks === 3) writeFileSync(join(root, 'big'), 'new words', { flag: 'a' });
      return false;
    };
    const plan = planOfTrees([root]);
    expect(await putAside({ state, plan, pins: bestFolderPins(), isCancelled })).toEqual(['changed']);
    expect(lstatSync(join(root, 'big')).size).toBe(6_000_009);
    expect(readdirSync(join(statePath, 'quarantine'))).toEqual([]);
  });
});
