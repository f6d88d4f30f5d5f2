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
import { compareFolders, keepsFolderTimes } from './compare-folders.ts';
import type { FolderPiece, PieceEntries } from './compare-folders.ts';
import type { Bounds } from './pin-folder.ts';
import { makeFolder } from './testing/run-plan.ts';

const old = new Date('2024-01-01T00:00:00Z');
const later = Date.now() + 3_600_000;
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

/** The entry `a`, true in every respect but for what `lie` says. */
function entries(lie: Partial<PieceEntries> = {}): PieceEntries {
  const stats = lstatSync(join(root, 'cache', 'x', 'a'));
  return {
    folderOf: Uint32Array.of(0),
    names: 'a',
    links: Uint8Array.of(0),
    bytes: Float64Array.of(stats.size),
    mtimes: Float64Array.of(stats.mtimeMs),
    inos: BigUint64Array.of(identityOf(join(root, 'cache', 'x', 'a')).ino),
    ...lie,
  };
}

function pieceOf(lie: Partial<FolderPiece> = {}): FolderPiece {
  return {
    top: { root: 0, segments: ['cache'], identity: identityOf(join(root, 'cache')) },
    trustedBefore: later,
    paths: ['cache/x'],
    inos: BigUint64Array.of(identityOf(join(root, 'cache', 'x')).ino),
    mtimes: Float64Array.of(old.getTime()),
    entries: entries(),
    children: null,
    ...lie,
  };
}

const [same, differs, list] = [0, 1, 2];
const never = (): boolean => false;
const verdictOn = (piece: FolderPiece, bounds = boundsOf()): number | undefined =>
  compareFolders(bounds, piece, never)[0];

test('a true piece is the same, and each lie about an entry differs', () => {
  const other = identityOf(join(root, 'cache', 'x', 'b')).ino;
  expect(verdictOn(pieceOf())).toBe(same);
  const lies: readonly Partial<PieceEntries>[] = [
    { inos: BigUint64Array.of(other) },
    { bytes: Float64Array.of(1) },
    { mtimes: Float64Array.of(1) },
    { links: Uint8Array.of(1) },
    { names: 'gone' },
    { names: '../x/a' },
    { names: './a' },
  ];
  for (const lie of lies) expect(verdictOn(pieceOf({ entries: entries(lie) }))).toBe(differs);
});

test('a link is compared as itself', () => {
  const stats = lstatSync(join(root, 'cache', 'x', 'link'));
  const { ino } = identityOf(join(root, 'cache', 'x', 'link'));
  const link = {
    names: 'link',
    inos: BigUint64Array.of(ino),
    bytes: Float64Array.of(stats.size),
    mtimes: Float64Array.of(stats.mtimeMs),
  };
  expect(verdictOn(pieceOf({ entries: entries({ ...link, links: Uint8Array.of(1) }) }))).toBe(same);
  expect(verdictOn(pieceOf({ entries: entries({ ...link, links: Uint8Array.of(0) }) }))).toBe(differs);
});

test('each lie about a folder differs, whatever else is true', () => {
  const link = identityOf(join(root, 'cache', 'x', 'link')).ino;
  const none = entries({ folderOf: new Uint32Array(), names: '' });
  const lies: readonly Partial<FolderPiece>[] = [
    { inos: BigUint64Array.of(1n) },
    { paths: ['cache/gone'] },
    { paths: ['cache/../cache/x'] },
    { paths: ['cache//x'] },
    // the planned inode, but what lies there is a link: its time would be the planned one as well
    {
      paths: ['cache/x/link'],
      inos: BigUint64Array.of(link),
      mtimes: Float64Array.of(lstatSync(join(root, 'cache', 'x', 'link')).mtimeMs),
    },
    { top: { root: 0, segments: ['cache'], identity: identityOf(join(root, 'cache', 'x')) } },
    { top: { root: 7, segments: ['cache'], identity: identityOf(join(root, 'cache')) } },
    { top: { root: 0, segments: ['..'], identity: identityOf(join(root, '..')) } },
  ];
  expect(verdictOn(pieceOf({ entries: none }))).toBe(same);
  for (const lie of lies) expect(verdictOn(pieceOf({ entries: none, ...lie }))).toBe(differs);
});

test('a folder whose time is not the planned one, or not older than what is trusted, is to be listed', () => {
  expect(verdictOn(pieceOf({ mtimes: Float64Array.of(1) }))).toBe(list);
  expect(verdictOn(pieceOf({ trustedBefore: old.getTime() }))).toBe(list);
  const changedAt = lstatSync(join(root, 'cache', 'x')).ctimeMs;
  expect(changedAt).toBeGreaterThan(old.getTime());
  expect(verdictOn(pieceOf({ trustedBefore: changedAt }))).toBe(list);
});

test('a listed folder holds what was planned and nothing else', () => {
  const listed = (names: string, folderOf: number[], more: Partial<PieceEntries> = {}): FolderPiece =>
    pieceOf({ entries: entries(more), children: { folderOf: Uint32Array.from(folderOf), names } });
  expect(verdictOn(listed('b\0link', [0, 0]))).toBe(same);
  expect(verdictOn(listed('b', [0]))).toBe(differs);
  expect(verdictOn(listed('b\0link\0gone', [0, 0, 0]))).toBe(differs);
  expect(verdictOn(listed('b\0other', [0, 0]))).toBe(differs);
  expect(verdictOn(listed('b\0link', [0, 0], { bytes: Float64Array.of(1) }))).toBe(differs);
});

/** Pins that let everything through and say that the folder is still there. */
function trusting(pathFor: (name: string) => string = (name) => name): FolderPins {
  const nothing = (): never => {
    throw new Error('only looked at');
  };
  const pin = { stat: nothing, removeFile: nothing, removeFolder: nothing, pathFor, close: () => undefined };
  return { pin: () => pin };
}

test('another device is a mount, for the folder and for an entry, also when the pins do not see it', () => {
  const { ino } = identityOf(root);
  const bounds = boundsOf({ pins: trusting(), roots: [{ realPath: root, identity: { dev: 7n, ino } }] });
  const top = {
    root: 0,
    segments: ['cache'],
    identity: { dev: 7n, ino: identityOf(join(root, 'cache')).ino },
  };
  const none = entries({ folderOf: new Uint32Array(), names: '' });
  expect(verdictOn(pieceOf({ top, entries: none }), bounds)).toBe(differs);
  expect(verdictOn(pieceOf({ entries: none }), boundsOf({ pins: trusting() }))).toBe(same);
});

test('when the top is no longer in its place after the looking, nothing of it is the same', () => {
  const lost = (): never => {
    throw new Error('moved away');
  };
  expect(verdictOn(pieceOf(), boundsOf({ pins: trusting(lost) }))).toBe(differs);
  const piece = pieceOf();
  renameSync(join(root, 'cache'), join(root, 'away'));
  symlinkSync('away', join(root, 'cache'));
  expect(verdictOn(piece)).toBe(differs);
});

test('a cancelled look finds nothing the same', () => {
  expect(compareFolders(boundsOf(), pieceOf(), () => true)[0]).toBe(differs);
});

test('folder times are believed on file systems that are known to keep them, and nowhere else', () => {
  expect([...compareFolders(boundsOf(), pieceOf(), never, () => false)]).toEqual([list]);
  expect(keepsFolderTimes(join(root, 'gone'))).toBe(false);
  if (process.platform !== 'linux') return;
  expect(keepsFolderTimes('/proc')).toBe(false);
  expect(verdictOn(pieceOf())).toBe(same);
});
