import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  ftruncateSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diffSnapshots, snapshotTree } from './tree-snapshot.ts';

let folder: string;
const at = (path: string): string => join(folder, path);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signoff-snapshot-'));
  mkdirSync(at('a/b'), { recursive: true });
  writeFileSync(at('a/one.txt'), 'one');
  writeFileSync(at('a/b/two.txt'), 'two');
  const large = openSync(at('a/large.bin'), 'w');
  ftruncateSync(large, 3 * 1024 * 1024);
  closeSync(large);
  symlinkSync('one.txt', at('a/link'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('an untouched tree shows no difference', async () => {
  const before = await snapshotTree(folder);
  expect(diffSnapshots(before, await snapshotTree(folder))).toEqual({ removed: [], added: [], changed: [] });
  expect([...before.keys()]).toEqual(['a', 'a/b', 'a/b/two.txt', 'a/large.bin', 'a/link', 'a/one.txt']);
  expect(before.get('a/link')).toMatchObject({ kind: 'link', target: 'one.txt', sha256: null });
});

test('what went and what came is named, and a folder that only lost an entry is not', async () => {
  const before = await snapshotTree(folder);
  rmSync(at('a/b'), { recursive: true });
  writeFileSync(at('a/new.txt'), 'new');
  utimesSync(at('a'), 1000, 1000);
  expect(diffSnapshots(before, await snapshotTree(folder))).toEqual({
    removed: ['a/b', 'a/b/two.txt'],
    added: ['a/new.txt'],
    changed: [],
  });
});

test('same size and same time but other bytes is a change', async () => {
  utimesSync(at('a/one.txt'), 5000, 5000);
  const before = await snapshotTree(folder);
  writeFileSync(at('a/one.txt'), 'two');
  utimesSync(at('a/one.txt'), 5000, 5000);
  expect(diffSnapshots(before, await snapshotTree(folder)).changed).toEqual(['a/one.txt']);
});

test('the last byte of a large sparse file counts', async () => {
  utimesSync(at('a/large.bin'), 5000, 5000);
  const before = await snapshotTree(folder);
  const large = openSync(at('a/large.bin'), 'r+');
  writeSync(large, Buffer.from('x'), 0, 1, 3 * 1024 * 1024 - 1);
  closeSync(large);
  utimesSync(at('a/large.bin'), 5000, 5000);
  expect(diffSnapshots(before, await snapshotTree(folder)).changed).toEqual(['a/large.bin']);
});

test('permissions, times and where a link points count', async () => {
  const before = await snapshotTree(folder);
  chmodSync(at('a/one.txt'), 0o600);
  utimesSync(at('a/b/two.txt'), 7000, 7000);
  unlinkSync(at('a/link'));
  symlinkSync('b/two.txt', at('a/link'));
  expect(diffSnapshots(before, await snapshotTree(folder)).changed).toEqual([
    'a/b/two.txt',
    'a/link',
    'a/one.txt',
  ]);
});

test('links are never followed, so a loop ends', async () => {
  symlinkSync('..', at('a/b/up'));
  const snapshot = await snapshotTree(folder);
  expect(snapshot.get('a/b/up')).toMatchObject({ kind: 'link', target: '..' });
  expect([...snapshot.keys()].filter((path) => path.startsWith('a/b/up/'))).toEqual([]);
});
