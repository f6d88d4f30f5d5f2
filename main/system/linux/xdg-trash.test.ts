import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { secondVolume, whyNoSecondVolume } from '../../testing/second-volume.ts';
import { folderPins } from '../folder-pins.ts';
import type { PinnedFolder } from '../ports.ts';
import { infoOf, nameInBin } from './trash-info.ts';
import { xdgTrash } from './xdg-trash.ts';

let home: string;
let root: string;
let dataHome: string;
const uid = process.geteuid?.() ?? 0;
const at = new Date(2026, 0, 5, 7, 8, 9);

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-xdg-')));
  root = join(home, 'volume', 'root');
  dataHome = join(home, 'data');
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'a'), 'words');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function pinned(path = root): PinnedFolder {
  const { dev, ino } = lstatSync(path, { bigint: true });
  const folder = folderPins().pin(path, { dev, ino }, path);
  if (typeof folder === 'string') throw new Error(folder);
  return folder;
}

/** A data home that cannot exist, so that only the volumes' trash folders are left. */
const nowhere = '/proc/self/nowhere';

function put(name: string, change: { dataHome?: string; mounts?: readonly string[]; root?: string } = {}) {
  const mounts = change.mounts ?? [];
  const bin = xdgTrash({ dataHome: change.dataHome ?? dataHome, uid, now: () => at, mounts: () => mounts });
  const folder = pinned(change.root);
  try {
    return bin.put(folder, name, join(change.root ?? root, name));
  } finally {
    folder.close();
  }
}

describe('the home trash', () => {
  test('takes a file with an info file of its path and time', () => {
    expect(put('a')).toBe('taken');
    expect(existsSync(join(root, 'a'))).toBe(false);
    expect(readFileSync(join(dataHome, 'Trash', 'files', 'a'), 'utf8')).toBe('words');
    expect(readFileSync(join(dataHome, 'Trash', 'info', 'a.trashinfo'), 'utf8')).toBe(
      `[Trash Info]\nPath=${root}/a\nDeletionDate=2026-01-05T07:08:09\n`,
    );
    expect(lstatSync(join(dataHome, 'Trash')).mode & 0o777).toBe(0o700);
  });

  test('takes a whole folder, and a link itself', () => {
    mkdirSync(join(root, 'deep', 'er'), { recursive: true });
    symlinkSync('/etc/hostname', join(root, 'link'));
    expect(put('deep')).toBe('taken');
    expect(put('link')).toBe('taken');
    expect(readdirSync(join(dataHome, 'Trash', 'files', 'deep'))).toEqual(['er']);
    expect(lstatSync(join(dataHome, 'Trash', 'files', 'link')).isSymbolicLink()).toBe(true);
  });

  test('never replaces what lies in it', () => {
    put('a');
    writeFileSync(join(dataHome, 'Trash', 'files', 'a.2'), 'without an info file');
    writeFileSync(join(root, 'a'), 'other words');
    expect(put('a')).toBe('taken');
    const files = join(dataHome, 'Trash', 'files');
    expect(readFileSync(join(files, 'a'), 'utf8')).toBe('words');
    expect(readFileSync(join(files, 'a.2'), 'utf8')).toBe('without an info file');
    expect(readFileSync(join(files, 'a.3'), 'utf8')).toBe('other words');
    expect(readdirSync(join(dataHome, 'Trash', 'info')).sort()).toEqual(['a.3.trashinfo', 'a.trashinfo']);
  });

  test('is not used when it is a link', () => {
    mkdirSync(join(home, 'elsewhere'));
    mkdirSync(dataHome);
    symlinkSync(join(home, 'elsewhere'), join(dataHome, 'Trash'));
    expect(put('a')).toBe('refused');
    expect(readdirSync(join(home, 'elsewhere'))).toEqual([]);
    expect(existsSync(join(root, 'a'))).toBe(true);
  });

  test('does not take the folder that it lies in', () => {
    dataHome = join(root, 'deep', 'data');
    mkdirSync(dataHome, { recursive: true });
    expect(put('deep')).toBe('refused');
    expect(existsSync(dataHome)).toBe(true);
  });
});

describe('the trash of a volume', () => {
  const top = (): string => join(home, 'volume');

  test('is the user’s own folder, with paths below the volume’s top', () => {
    expect(put('a', { dataHome: nowhere, mounts: ['/', top()] })).toBe('taken');
    const bin = join(top(), `.Trash-${uid}`);
    expect(readFileSync(join(bin, 'files', 'a'), 'utf8')).toBe('words');
    expect(readFileSync(join(bin, 'info', 'a.trashinfo'), 'utf8')).toContain('\nPath=root/a\n');
  });

  test('is the shared folder if it is sticky', () => {
    mkdirSync(join(top(), '.Trash'));
    chmodSync(join(top(), '.Trash'), 0o1777);
    expect(put('a', { dataHome: nowhere, mounts: [top()] })).toBe('taken');
    expect(readFileSync(join(top(), '.Trash', String(uid), 'files', 'a'), 'utf8')).toBe('words');
  });

  test.each([
    ['is not sticky', () => mkdirSync(join(top(), '.Trash'))],
    [
      'is a link',
      () => {
        mkdirSync(join(home, 'sticky'));
        chmodSync(join(home, 'sticky'), 0o1777);
        symlinkSync(join(home, 'sticky'), join(top(), '.Trash'));
      },
    ],
  ])('skips a shared trash that %s', (_what, make) => {
    make();
    expect(put('a', { dataHome: nowhere, mounts: [top()] })).toBe('taken');
    expect(existsSync(join(top(), `.Trash-${uid}`, 'files', 'a'))).toBe(true);
  });

  test('is refused if it is a link in place of the user’s own, and the file stays', () => {
    mkdirSync(join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), join(top(), `.Trash-${uid}`));
    expect(put('a', { dataHome: nowhere, mounts: [top()] })).toBe('refused');
    expect(readFileSync(join(root, 'a'), 'utf8')).toBe('words');
    expect(readdirSync(join(home, 'elsewhere'))).toEqual([]);
  });
});

const noSecondVolume = whyNoSecondVolume();

test('nothing is ever copied to a trash on another volume', (ctx) => {
  if (noSecondVolume !== null) ctx.skip(noSecondVolume);
  const other = realpathSync(mkdtempSync(join(secondVolume, 'signoff-xdg-')));
  try {
    writeFileSync(join(other, 'a'), 'words');
    expect(put('a', { root: other })).toBe('refused');
    expect(readdirSync(other)).toEqual(['a']);
    expect(existsSync(join(dataHome, 'Trash'))).toBe(false);
    expect(put('a', { root: other, mounts: ['/'] })).toBe('refused');
    expect(readdirSync(other)).toEqual(['a']);
    expect(put('a', { root: other, mounts: ['/', other] })).toBe('taken');
    expect(readdirSync(other)).toEqual([`.Trash-${uid}`]);
  } finally {
    rmSync(other, { recursive: true, force: true });
  }
});

test('a rename that fails leaves no info file behind', () => {
  const bin = xdgTrash({ dataHome, uid, now: () => at, mounts: () => [] });
  const real = pinned();
  const lost: PinnedFolder = { ...real, pathFor: () => join(root, 'not-there') };
  expect(() => bin.put(lost, 'a', join(root, 'a'))).toThrow(/ENOENT/);
  real.close();
  expect(readdirSync(join(dataHome, 'Trash', 'info'))).toEqual([]);
  expect(readFileSync(join(root, 'a'), 'utf8')).toBe('words');
});

test('info files keep every byte of a name', () => {
  const bytes = Buffer.from([0x2f, 0x61, 0x20, 0x25, 0x0a, 0xff, 0xe8, 0xae, 0xb0]);
  expect(infoOf(bytes, at)).toContain('\nPath=/a%20%25%0A%FF%E8%AE%B0\n');
});

test('a name too long for its info file is cut at a letter', () => {
  const long = '记'.repeat(85);
  for (const attempt of [0, 1, 20]) {
    const name = nameInBin(long, attempt);
    expect(Buffer.byteLength(`${name}.trashinfo`)).toBeLessThanOrEqual(255);
    expect(name.startsWith('记'.repeat(70))).toBe(true);
  }
});
