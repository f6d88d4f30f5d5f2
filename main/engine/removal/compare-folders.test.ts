import {
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import type { FolderPins } from '../../system/ports.ts';
import type { PlanEntry, PlanFolder } from '../plans/frozen-plan.ts';
import { planRows } from '../ledger/batch.ts';
import { makeFolder } from '../runs/testing/run-plan.ts';
import { compareFolders, keepsFolderTimes } from './compare-folders.ts';
import type { PlannedContents } from './compare-folders.ts';
import type { Bounds } from './open-folders.ts';
import { planOf } from './testing/plan-of-tree.ts';

const same = 1;
const differs = 0;
const old = new Date('2024-01-01T00:00:00Z');
const later = Date.now() + 3_600_000;
const never = (): boolean => false;
let root: string;

beforeEach(() => {
  root = realpathSync(makeFolder());
  mkdirSync(join(root, 'cache', 'x'), { recursive: true });
  for (const name of ['a', 'b']) writeFileSync(join(root, 'cache', 'x', name), `planned ${name}`);
  symlinkSync('a', join(root, 'cache', 'x', 'link'));
  for (const folder of ['cache/x', 'cache', '']) utimesSync(join(root, folder), old, old);
});

function identityOf(path: string) {
  const { dev, ino } = lstatSync(path, { bigint: true });
  return { dev, ino };
}

function boundsOf(change: Partial<Bounds> = {}): Bounds {
  const roots = [{ realPath: root, identity: identityOf(root) }];
  return { pins: bestFolderPins(), style: 'posix', roots, ...change };
}

type Entry = Omit<PlanEntry, 'id'>;

/** An entry of `cache/x` as on the disk, with the fields of `lie` changed. */
function entry(name: string, lie: Partial<Entry> = {}): Entry {
  const path = join(root, 'cache', 'x', name);
  const { size, mtimeMs } = lstatSync(path);
  const { ino } = identityOf(path);
  const kind = name === 'link' ? 'link' : 'file';
  return { folder: 1, name, kind, group: 0, bytes: size, allocated: 0, mtimeMs, ino, ...lie };
}

function folder(path: string, lie: Partial<PlanFolder> = {}): PlanFolder {
  const segments = path.split('/');
  const place = { root: 0, segments, identity: identityOf(join(root, path)) };
  return { ...place, removable: true, mtimeMs: old.getTime(), complete: true, ...lie };
}

interface Planned {
  readonly top: PlanFolder;
  readonly below: readonly PlanFolder[];
  readonly entries: readonly Entry[];
  readonly mustList: boolean;
  readonly trustedBefore: number;
}

interface Looking {
  readonly bounds?: Bounds;
  readonly isCancelled?: () => boolean;
  readonly keepsTimes?: (path: string) => boolean;
}

/**
 * The verdict on `cache/x`, planned below `cache`, with the fields of `lie` changed. Only `a` is planned, so `x` is as
 * planned only where its mtime proves its names.
 */
function verdictOn(lie: Partial<Planned> = {}, looking: Looking = {}): number | undefined {
  const planned = {
    ...{ top: folder('cache'), below: [folder('cache/x')], entries: [entry('a')] },
    ...{ mustList: false, trustedBefore: later, ...lie },
  };
  const bounds = looking.bounds ?? boundsOf();
  const roots = bounds.roots.map((one, at) => ({ id: `root-${at}`, ...one }));
  const plan = planOf(roots, [planned.top, ...planned.below], planned.entries);
  const starts = new Uint32Array(plan.folderCount + 1).fill(plan.entryCount, 2);
  const contents: PlannedContents = {
    entries: Uint32Array.from({ length: plan.entryCount }, (_none, index) => index),
    starts,
    alwaysEnds: starts.slice(1),
    ends: plan.tree.ends,
    mustList: new Uint8Array(plan.folderCount).fill(planned.mustList ? 1 : 0),
    trustedBefore: planned.trustedBefore,
  };
  const rows = planRows(plan.roots, plan.shared());
  const part = { contents, top: 0, from: 1, to: plan.folderCount };
  return compareFolders(bounds, rows, part, looking.isCancelled ?? never, looking.keepsTimes)[0];
}

test('the verdict is same for a true plan, and differs for each false entry field', () => {
  expect(verdictOn()).toBe(same);
  const lies: readonly Partial<Entry>[] = [
    { ino: identityOf(join(root, 'cache', 'x', 'b')).ino },
    { bytes: 1 },
    { mtimeMs: 1 },
    { kind: 'link' },
    { name: 'gone' },
    { name: '../x/a' },
    { name: './a' },
  ];
  for (const lie of lies) expect(verdictOn({ entries: [entry('a', lie)] })).toBe(differs);
});

test('a link is compared without following it', () => {
  expect(verdictOn({ entries: [entry('link')] })).toBe(same);
  expect(verdictOn({ entries: [entry('link', { kind: 'file' })] })).toBe(differs);
});

test('the verdict differs for each false folder field', () => {
  const link = join(root, 'cache', 'x', 'link');
  const x = identityOf(join(root, 'cache', 'x'));
  const lies: readonly Partial<Planned>[] = [
    { below: [folder('cache/x', { identity: { ...x, ino: 1n } })] },
    { below: [folder('cache/x', { segments: ['cache', 'gone'] })] },
    { below: [folder('cache/x', { segments: ['cache', '..', 'cache', 'x'] })] },
    { below: [folder('cache/x', { segments: ['cache', '', 'x'] })] },
    { below: [folder('cache/x', { segments: ['cache', '.', 'x'] })] },
    // the planned inode, but what lies there is a link: its time would be the planned one as well
    { below: [folder('cache/x/link', { mtimeMs: lstatSync(link).mtimeMs })] },
    { top: folder('cache', { identity: x }) },
    { top: folder('cache', { root: 7 }) },
    { top: folder('cache', { segments: ['..'], identity: identityOf(join(root, '..')) }) },
  ];
  expect(verdictOn({ entries: [] })).toBe(same);
  for (const lie of lies) expect(verdictOn({ entries: [], ...lie })).toBe(differs);
});

test('a folder below another root than its top differs', () => {
  const other = { realPath: join(root, 'cache'), identity: identityOf(join(root, 'cache')) };
  const bounds = boundsOf({ roots: [...boundsOf().roots, other] });
  const below = [folder('cache/x', { root: 1, segments: ['x'] })];
  expect(verdictOn({ entries: [], below }, { bounds })).toBe(differs);
});

test('a folder is listed when its mtime is not the planned one or is too recent to trust', () => {
  expect(verdictOn({ below: [folder('cache/x', { mtimeMs: 1 })] })).toBe(differs);
  expect(verdictOn({ trustedBefore: old.getTime() })).toBe(differs);
  const changedAt = lstatSync(join(root, 'cache', 'x')).ctimeMs;
  expect(changedAt).toBeGreaterThan(old.getTime());
  expect(verdictOn({ trustedBefore: changedAt })).toBe(differs);
  expect(verdictOn({ mustList: true })).toBe(differs);
});

test('a listed folder is same only with exactly the planned names', () => {
  const listed = (entries: readonly Entry[], below = [folder('cache/x')]) =>
    verdictOn({ entries, below, mustList: true });
  const all = ['a', 'b', 'link'].map((name) => entry(name));
  expect(listed(all)).toBe(same);
  expect(listed(all.slice(0, 2))).toBe(differs);
  expect(listed([...all, entry('a', { name: 'gone' })])).toBe(differs);
  expect(listed([...all.slice(0, 2), entry('link', { name: 'other' })])).toBe(differs);
  expect(listed([entry('a', { bytes: 1 }), ...all.slice(1)])).toBe(differs);
  mkdirSync(join(root, 'cache', 'x', 'y', 'z'), { recursive: true });
  expect(listed(all)).toBe(differs);
  expect(
    listed(
      all,
      ['cache/x', 'cache/x/y', 'cache/x/y/z'].map((path) => folder(path)),
    ),
  ).toBe(same);
  expect(
    listed(
      all,
      ['cache/x', 'cache/x/y/z'].map((path) => folder(path)),
    ),
  ).toBe(differs);
});

/** Pins that accept every folder and report it in place. */
function trusting(pathFor: (name: string) => string = (name) => name): FolderPins {
  const nothing = (): never => {
    throw new Error('only looked at');
  };
  const pin = { stat: nothing, removeFile: nothing, removeFolder: nothing, pathFor, close: () => undefined };
  return { pin: () => pin };
}

test('another device differs, for a folder and for an entry, even when the pins accept it', () => {
  const { ino } = identityOf(root);
  const elsewhere = boundsOf({ pins: trusting(), roots: [{ realPath: root, identity: { dev: 7n, ino } }] });
  expect(verdictOn({ entries: [] }, { bounds: elsewhere })).toBe(differs);
  expect(verdictOn({ entries: [] }, { bounds: boundsOf({ pins: trusting() }) })).toBe(same);
});

test('when the top has moved after the comparison, every folder below it differs', () => {
  const lost = (): never => {
    throw new Error('moved away');
  };
  expect(verdictOn({}, { bounds: boundsOf({ pins: trusting(lost) }) })).toBe(differs);
  const planned = { top: folder('cache'), below: [folder('cache/x')], entries: [entry('a')] };
  renameSync(join(root, 'cache'), join(root, 'away'));
  symlinkSync('away', join(root, 'cache'));
  expect(verdictOn(planned)).toBe(differs);
});

test('when a top cannot be opened, only its own folders differ', () => {
  const pins: FolderPins = {
    pin: () => {
      throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    },
  };
  expect(verdictOn({}, { bounds: boundsOf({ pins }) })).toBe(differs);
});

test('a cancelled comparison finds no folder same', () => {
  expect(verdictOn({}, { isCancelled: () => true })).not.toBe(same);
});

test('folder mtimes are trusted only on file systems known to keep them', () => {
  expect(verdictOn({}, { keepsTimes: () => false })).toBe(differs);
  expect(keepsFolderTimes(join(root, 'gone'))).toBe(false);
  if (process.platform !== 'linux') return;
  expect(keepsFolderTimes('/proc')).toBe(false);
  expect(verdictOn()).toBe(same);
});
