import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RecycleCalls } from '../native/windows-recycle-calls.ts';
import type { StoredValue } from '../native/windows-registry-calls.ts';
import { PinLost } from '../ports.ts';
import type { PinnedFolder } from '../ports.ts';
import { bytesBelow, mayRecycle, recycleBin } from './recycle-bin.ts';
import type { RecycleBinDeps } from './recycle-bin.ts';

const gigabyte = 1024 ** 3;
const absent: StoredValue = { kind: 'absent' };
const id = '{11111111-2222-3333-4444-555555555555}';
const ofVolume = `HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\BitBucket\\Volume\\${id}`;
const policies = (hive: string) =>
  `${hive}\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\Explorer`;

interface World {
  readonly drive?: ReturnType<RecycleCalls['driveOf']>;
  readonly hasBin?: boolean;
  readonly volumeId?: string | null;
  readonly values?: Readonly<Record<string, StoredValue>>;
  readonly total?: number;
}

/** A Windows with one bin; `recycled` collects what it was asked to take. */
function bin(world: World = {}) {
  const recycled: string[] = [];
  const deps: RecycleBinDeps = {
    calls: {
      recycle: (path) => recycled.push(path) > 0,
      driveOf: () => (world.drive === undefined ? { root: 'C:\\', type: 'fixed' } : world.drive),
      hasBin: () => world.hasBin ?? true,
      volumeId: () => (world.volumeId === undefined ? id : world.volumeId),
    },
    registry: { read: (key, name) => world.values?.[`${key}\\${name}`] ?? absent },
    sizeOfVolume: () => world.total ?? 100 * gigabyte,
  };
  return { deps, recycled };
}

const path = 'C:\\Users\\u\\a.txt';
const bytes = (size: number) => () => size;

describe('an entry is taken', () => {
  test('from a fixed drive whose bin holds it', () => {
    expect(mayRecycle(bin().deps, path, bytes(1))).toBe(true);
  });

  test('up to the size that the person chose, otherwise the usual one', () => {
    const chosen = bin({ values: { [`${ofVolume}\\MaxCapacity`]: { kind: 'number', value: 1 } } }).deps;
    expect([1024 ** 2, 1024 ** 2 + 1].map((size) => mayRecycle(chosen, path, bytes(size)))).toEqual([
      true,
      false,
    ]);
    // 4 GB of the first 40, 3 GB of the other 60
    const usual = bin().deps;
    expect([7 * gigabyte, 7 * gigabyte + 1].map((size) => mayRecycle(usual, path, bytes(size)))).toEqual([
      true,
      false,
    ]);
  });
});

describe('is refused, because Windows would delete it for good or may do so', () => {
  const one: StoredValue = { kind: 'number', value: 1 };
  const denied: StoredValue = { kind: 'failed', reason: 'error 5' };
  test.each<readonly [string, World, string]>([
    ['a network drive', { drive: { root: 'Z:\\', type: 'remote' } }, path],
    ['a stick', { drive: { root: 'E:\\', type: 'removable' } }, path],
    ['a volume that Windows does not know', { drive: null }, path],
    ['a volume without a bin', { hasBin: false }, path],
    ['a volume without a name', { volumeId: null }, path],
    ['a bin that the person switched off', { values: { [`${ofVolume}\\NukeOnDelete`]: one } }, path],
    ['a bin whose setting cannot be read', { values: { [`${ofVolume}\\NukeOnDelete`]: denied } }, path],
    ['a bin that a policy switched off', { values: { [`${policies('HKLM')}\\NoRecycleFiles`]: one } }, path],
    [
      'a bin that the user’s policy switched off',
      { values: { [`${policies('HKCU')}\\NoRecycleFiles`]: one } },
      path,
    ],
    ['a share', {}, '\\\\server\\share\\a.txt'],
    ['a path with a prefix', {}, '\\\\?\\C:\\a.txt'],
    ['a path that is too long', {}, `C:\\${'a'.repeat(257)}`],
    ['a name whose end the shell cuts off', {}, 'C:\\u\\a.'],
    ['a folder whose end the shell cuts off', {}, 'C:\\u \\a'],
    ['a pattern', {}, 'C:\\u\\*'],
  ])('%s', (_, world, other) => {
    expect(mayRecycle(bin(world).deps, other, bytes(1))).toBe(false);
  });
});

describe('the bin', () => {
  const folderAt = (place: () => string): PinnedFolder => ({
    stat: () => {
      throw new Error('not asked');
    },
    ...{ removeFile: () => undefined, removeFolder: () => undefined, close: () => undefined, pathFor: place },
  });

  test('refuses what it may not take, without asking Windows', () => {
    const { deps, recycled } = bin({ hasBin: false });
    const put = recycleBin(deps).put(
      folderAt(() => path),
      'a.txt',
      path,
    );
    expect([put, recycled]).toEqual(['refused', []]);
  });

  test('asks nothing when the folder moved while the entry was measured', () => {
    const { deps, recycled } = bin();
    let asked = 0;
    const moving = folderAt(() => {
      asked += 1;
      if (asked > 1) throw new PinLost('replaced');
      return path;
    });
    const measured = recycleBin(deps, () => 1);
    expect(() => measured.put(moving, 'a.txt', path)).toThrow(PinLost);
    expect(recycled).toEqual([]);
  });

  test('takes it by its path in the pinned folder', () => {
    const { deps, recycled } = bin();
    expect(
      recycleBin(deps, () => 1).put(
        folderAt(() => path),
        'a.txt',
        'elsewhere',
      ),
    ).toBe('taken');
    expect(recycled).toEqual([path]);
  });
});

test('a folder counts with all that is below it, and not beyond the limit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signoff-bin-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'a'), '12345');
  writeFileSync(join(folder, 'sub', 'b'), '123');
  expect(bytesBelow(folder, 100)).toBe(8);
  expect(bytesBelow(folder, 2)).toBeGreaterThan(2);
  mkdirSync(join(folder, 'x'.repeat(200), 'y'.repeat(100)), { recursive: true });
  expect(bytesBelow(folder, 100)).toBe(Infinity);
});
