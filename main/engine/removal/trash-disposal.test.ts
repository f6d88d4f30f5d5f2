import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { bestFolderPins } from '../../testing/real-folder-pins.ts';
import type { TrashBin } from '../../system/ports.ts';
import type { Outcome } from '../ledger/outcomes.ts';
import { makeFolder } from '../runs/testing/run-plan.ts';
import { pinnedFolder, targetOf } from './testing/target-of.ts';
import { createTrashDisposal } from './trash-disposal.ts';

let root: string;
let binFolder: string;
let asked: string[];
let told: Map<string, Outcome>;

beforeEach(() => {
  const home = realpathSync(makeFolder());
  root = join(home, 'root');
  binFolder = join(home, 'bin');
  mkdirSync(root);
  mkdirSync(binFolder);
  asked = [];
  told = new Map();
});

const taking: TrashBin = {
  put(folder, name, path) {
    asked.push(path);
    renameSync(folder.pathFor(name), join(binFolder, name));
    return 'taken';
  },
};

function disposalWith(bin: TrashBin) {
  const { dev, ino } = lstatSync(root, { bigint: true });
  return createTrashDisposal({ bin, roots: [{ realPath: root, identity: { dev, ino } }] });
}

test('the trash receives the full path and takes the file', () => {
  writeFileSync(join(root, 'a'), 'words');
  disposalWith(taking).take(targetOf(pinnedFolder(bestFolderPins(), root), 'a', told));
  expect(told.get('a')).toBe('trashed');
  expect(asked).toEqual([join(root, 'a')]);
  expect(readFileSync(join(binFolder, 'a'), 'utf8')).toBe('words');
});

test('a whole folder is trashed as one item', () => {
  mkdirSync(join(root, 'cache', 'deep'), { recursive: true });
  writeFileSync(join(root, 'cache', 'deep', 'a'), 'words');
  const parent = pinnedFolder(bestFolderPins(), root);
  const disposal = disposalWith(taking);
  const stat = parent.stat('cache');
  const target = { parent, name: 'cache', stat, folder: 1, root: 0, segments: ['cache'] };
  expect(disposal.takeFolder?.(target)).toBe('trashed');
  expect(asked).toEqual([join(root, 'cache')]);
  expect(readFileSync(join(binFolder, 'cache', 'deep', 'a'), 'utf8')).toBe('words');
});

test.each<[string, 'refused' | 'taken']>([
  ['refuses', 'refused'],
  ['says that it took what is still there', 'taken'],
])('a trash that %s: nothing is deleted and the entry is reported as refused', (_what, answer) => {
  writeFileSync(join(root, 'a'), 'words');
  disposalWith({ put: () => answer }).take(targetOf(pinnedFolder(bestFolderPins(), root), 'a', told));
  expect(told.get('a')).toBe('trash-refused');
  expect(readFileSync(join(root, 'a'), 'utf8')).toBe('words');
});

test('a trash that gives no answer leaves the entry unknown, and nothing else is tried', () => {
  writeFileSync(join(root, 'a'), 'words');
  disposalWith({ put: () => 'unknown' }).take(targetOf(pinnedFolder(bestFolderPins(), root), 'a', told));
  expect(told.get('a')).toBe('unknown');
  expect(readFileSync(join(root, 'a'), 'utf8')).toBe('words');
});

test('an entry that changed since the comparison is never passed to the trash', () => {
  writeFileSync(join(root, 'a'), 'words');
  const target = targetOf(pinnedFolder(bestFolderPins(), root), 'a', told);
  writeFileSync(join(root, 'new'), 'words');
  renameSync(join(root, 'new'), join(root, 'a'));
  disposalWith(taking).take(target);
  expect(told.get('a')).toBe('replaced');
  expect(asked).toEqual([]);
  expect(existsSync(join(root, 'a'))).toBe(true);
});

test('a system error is a typed failure and the file stays', () => {
  writeFileSync(join(root, 'a'), 'words');
  const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
  const bin: TrashBin = {
    put() {
      throw full;
    },
  };
  disposalWith(bin).take(targetOf(pinnedFolder(bestFolderPins(), root), 'a', told));
  expect(told.get('a')).toBe('disk-full');
  expect(existsSync(join(root, 'a'))).toBe(true);
});
