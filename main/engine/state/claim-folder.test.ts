import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SignOffError } from '../../../app/contract/errors.ts';
import { asNobody, nobody } from '../../testing/as-nobody.ts';
import { claimFolder, foreignHomeOwner } from './claim-folder.ts';

const isRoot = process.geteuid?.() === 0;
const hasModes = process.platform !== 'win32';

function makeScratch(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-claim-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  return folder;
}

function makeFolder(path: string, mode: number, ...files: readonly string[]): string {
  mkdirSync(path);
  for (const file of files) writeFileSync(join(path, file), '');
  chmodSync(path, mode);
  return path;
}

const modeOf = (path: string): number => lstatSync(path).mode & 0o7777;

function refusalOf(path: string): unknown {
  try {
    claimFolder(path);
    return 'claimed';
  } catch (error) {
    return error instanceof SignOffError ? (error.params['which'] ?? error.params['reason']) : error;
  }
}

test('a missing folder is created with its parents, for its owner only', () => {
  const path = join(makeScratch(), 'a', 'b');
  claimFolder(path);
  if (hasModes) for (const folder of [path, dirname(path)]) expect(modeOf(folder)).toBe(0o700);
});

describe.each([0o755, 0o1777])('an existing folder of mode %o', (mode) => {
  test.skipIf(!hasModes)('becomes private while it is empty', () => {
    const path = makeFolder(join(makeScratch(), 'empty'), mode);
    claimFolder(path);
    expect(modeOf(path)).toBe(0o700);
  });

  test('is refused with only other files in it and keeps mode and content', () => {
    const path = makeFolder(join(makeScratch(), 'full'), mode, 'photo.jpg', 'reports-2024.xlsx');
    const before = modeOf(path);
    expect(refusalOf(path)).toBe('not-own');
    expect(modeOf(path)).toBe(before);
    expect(readdirSync(path)).toEqual(['photo.jpg', 'reports-2024.xlsx']);
  });
});

test.skipIf(!hasModes)('a folder with SignOff’s files is used and keeps a mode that lets others read', () => {
  const path = makeFolder(join(makeScratch(), 'own'), 0o755, 'settings.json', 'note.txt');
  claimFolder(path);
  expect(modeOf(path)).toBe(0o755);
});

test('the new root folder of a disk counts as empty', () => {
  const path = makeFolder(join(makeScratch(), 'disk'), 0o755);
  mkdirSync(join(path, 'lost+found'));
  expect(refusalOf(path)).toBe('claimed');
});

test('a link to a folder is refused, and the folder behind it stays as it was', () => {
  const scratch = makeScratch();
  const target = makeFolder(join(scratch, 'target'), 0o755);
  symlinkSync(target, join(scratch, 'state'), 'junction');
  const before = modeOf(target);
  expect(refusalOf(join(scratch, 'state'))).toBe('link');
  expect(modeOf(target)).toBe(before);
  expect(readdirSync(target)).toEqual([]);
});

test.skipIf(!isRoot)('another user’s empty folder is refused and keeps its mode', async () => {
  const scratch = makeScratch();
  const path = makeFolder(join(scratch, 'of-root'), 0o777);
  expect(await asNobody(scratch, () => Promise.resolve(refusalOf(path)))).toBe('other-user');
  expect(modeOf(path)).toBe(0o777);
});

describe.skipIf(!isRoot)('for root', () => {
  test('a folder in use that others can write to is refused', () => {
    const path = makeFolder(join(makeScratch(), 'own'), 0o775, 'settings.json');
    expect(refusalOf(path)).toBe('others-write');
    expect(modeOf(path)).toBe(0o775);
  });

  test('another user’s folder is refused, empty or with SignOff’s files', () => {
    const scratch = makeScratch();
    for (const files of [[], ['settings.json']]) {
      const path = makeFolder(join(scratch, `of-nobody-${files.length}`), 0o755, ...files);
      chownSync(path, nobody, nobody);
      expect(refusalOf(path)).toBe('other-user');
      expect(modeOf(path)).toBe(0o755);
    }
  });

  test.each([
    ['another user’s', 'other-user', (above: string) => chownSync(above, nobody, nobody)],
    ['writable by others', 'others-write', (above: string) => chmodSync(above, 0o777)],
  ])('a folder below one that is %s is refused before anything is written', (_name, which, change) => {
    const above = makeFolder(join(makeScratch(), 'above'), 0o755);
    change(above);
    expect(refusalOf(join(above, 'one', 'state'))).toBe(which);
    expect(readdirSync(above)).toEqual([]);
  });

  test('a folder below a sticky one is claimed', () => {
    const above = makeFolder(join(makeScratch(), 'above'), 0o1777);
    expect(refusalOf(join(above, 'state'))).toBe('claimed');
  });

  test('a parent link is followed only while its owner and every folder behind it is root', () => {
    const scratch = makeScratch();
    const safe = makeFolder(join(scratch, 'safe'), 0o755);
    const open = makeFolder(join(scratch, 'open'), 0o777);
    symlinkSync('safe', join(scratch, 'to-safe'));
    symlinkSync(open, join(scratch, 'to-open'));
    expect(refusalOf(join(scratch, 'to-safe', 'state'))).toBe('claimed');
    expect(existsSync(join(safe, 'state'))).toBe(true);
    expect(refusalOf(join(scratch, 'to-open', 'state'))).toBe('others-write');
    expect(readdirSync(open)).toEqual([]);
  });

  test('another user’s home is told by its owner, root’s own and a missing one are not foreign', () => {
    const scratch = makeScratch();
    expect(foreignHomeOwner(scratch)).toBeNull();
    expect(foreignHomeOwner(join(scratch, 'missing'))).toBeNull();
    chownSync(scratch, nobody, nobody);
    expect(foreignHomeOwner(scratch)).toBe(nobody);
  });
});
