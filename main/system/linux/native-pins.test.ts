import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { constants, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bestPins, pinCalls } from '../folder-pins.ts';
import { linuxLibc, statxMask } from '../native/linux-libc.ts';
import type { LinuxLibc } from '../native/linux-libc.ts';
import { nativeFloor } from '../native/native-floor.ts';
import type { Library } from '../native/native-floor.ts';
import type { FolderPins, PinnedFolder } from '../ports.ts';
import { folderCalls } from './folder-calls.ts';
import { createNativeFolderPins } from './native-pins.ts';
import { deviceOf } from './statx.ts';

const { errno } = constants;
const libc = process.platform === 'linux' ? linuxLibc(nativeFloor()) : null;
const [major = 0, minor = 0] = release().split('.').map(Number);
const isNew = major > 5 || (major === 5 && minor >= 8);

/** The real library, except for the calls that `faults` makes of it. */
function withFaults(faults: (real: LinuxLibc, fail: (code: number) => -1) => Partial<LinuxLibc>) {
  if (libc?.kind !== 'ready') throw new Error('no library');
  let failed: number | null = null;
  const fail = (code: number): -1 => {
    failed = code;
    return -1;
  };
  const real = libc.calls;
  const calls: LinuxLibc = {
    ...real,
    errno: () => {
      const code = failed ?? real.errno();
      failed = null;
      return code;
    },
    ...faults(real, fail),
  };
  return { kind: 'ready', calls } as const;
}

function pinsOver(library: Library<LinuxLibc>): FolderPins {
  const calls = folderCalls(library);
  if (calls.kind === 'missing') throw new Error(calls.reason);
  return createNativeFolderPins(calls.calls);
}

function reasonOf(library: Library<LinuxLibc>): string {
  const calls = folderCalls(library);
  return calls.kind === 'missing' ? calls.reason : 'ready';
}

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}

function identityOf(path: string) {
  const { dev, ino } = lstatSync(path, { bigint: true });
  return { dev, ino };
}

/** A root with one folder and one file in it. */
function scene() {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-native-')));
  const folder = join(root, 'folder');
  mkdirSync(folder);
  writeFileSync(join(folder, 'file'), 'planned');
  const pinWith = (pins: FolderPins): PinnedFolder => {
    const pin = pins.pin(folder, identityOf(folder), root);
    if (typeof pin === 'string') throw new Error(pin);
    return pin;
  };
  return { root, folder, pinWith };
}

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'nothing thrown';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

describe.runIf(libc?.kind === 'ready' && isNew)('the native floor of Linux', () => {
  test('is in use here, with openat2', () => {
    expect(pinCalls(nativeFloor()).kind).toBe('ready');
    const calls = folderCalls(linuxLibc(nativeFloor()));
    expect(calls.kind === 'ready' && calls.calls.openBelow !== null).toBe(true);
  });

  test.each([
    [
      'a kernel without statx',
      () => withFaults((_real, fail) => ({ statx: () => fail(errno.ENOSYS) })),
      'ENOSYS',
    ],
    [
      'a filter that refuses statx',
      () => withFaults((_real, fail) => ({ statx: () => fail(errno.EPERM) })),
      'EPERM',
    ],
    [
      'a kernel that does not tell the mount',
      () =>
        withFaults((real) => ({
          statx(folder, path, flags, mask, into) {
            const result = real.statx(folder, path, flags, mask & ~statxMask.mountId, into);
            new Uint32Array(into.buffer, 0, 1)[0] = statxMask.basic;
            return result;
          },
        })),
      'ENOSYS',
    ],
    [
      'a statx that fills in something else',
      () =>
        withFaults((real) => ({
          statx(folder, path, flags, mask, into) {
            const result = real.statx(folder, path, flags, mask, into);
            new BigUint64Array(into.buffer, 32, 1)[0] = 1234n;
            return result;
          },
        })),
      'another identity than stat',
    ],
    ...(
      [
        ['number', (into: Uint8Array) => (new BigUint64Array(into.buffer, 32, 1)[0] = 1234n)],
        ['device', (into: Uint8Array) => (new Uint32Array(into.buffer, 136, 1)[0] = 4095)],
        ['kind', (into: Uint8Array) => (new Uint16Array(into.buffer, 28, 1)[0] = 0o100644)],
      ] as const
    ).map(
      ([what, change]) =>
        [
          `a statx that tells another ${what} of a name`,
          () =>
            withFaults((real) => ({
              statx(folder, path, flags, mask, into) {
                const result = real.statx(folder, path, flags, mask, into);
                if (path === '.') change(into);
                return result;
              },
            })),
          'another kind than stat',
        ] as const,
    ),
    [
      'a filter that refuses openat',
      () => withFaults((_real, fail) => ({ openat: () => fail(errno.EPERM) })),
      'EPERM',
    ],
    [
      'a /proc that answers nothing',
      () => withFaults((_real, fail) => ({ readlinkat: () => fail(errno.ENOENT) })),
      'ENOENT',
    ],
  ] as const)('is missing with its reason, and leaks nothing: %s', (_name, library, reason) => {
    const before = openFiles();
    expect(reasonOf(library())).toContain(reason);
    expect(openFiles()).toBe(before);
  });

  test('reports that no further file can be opened, instead of taking a weaker way', () => {
    const library = withFaults((_real, fail) => ({ openat: () => fail(errno.EMFILE) }));
    expect(codeOf(() => folderCalls(library))).toBe('EMFILE');
  });

  test.each([
    ['a kernel without openat2', errno.ENOSYS],
    ['a filter that refuses openat2', errno.EPERM],
    ['a kernel that does not know a flag of it', errno.EINVAL],
  ])('opens by path and removes with %s', (_name, code) => {
    const library = withFaults((_real, fail) => ({ openat2: () => fail(code) }));
    const { folder, pinWith } = scene();
    const pin = pinWith(pinsOver(library));
    pin.removeFile('file');
    pin.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    [errno.ELOOP, 'link'],
    [errno.EXDEV, 'mount'],
    [errno.ENOENT, 'vanished'],
    [errno.ENOTDIR, 'replaced'],
  ])('keeps a folder that openat2 refuses with %d, also if a second look finds nothing', (code, refusal) => {
    const { root, folder } = scene();
    const library = withFaults((real, fail) => ({
      openat2: (from, path, how) => (path === 'folder' ? fail(code) : real.openat2(from, path, how)),
    }));
    const before = openFiles();
    const pins = pinsOver(library);
    expect(pins.pin(folder, identityOf(folder), root)).toBe(refusal);
    // the folder of descriptors stays open with the calls
    expect(openFiles()).toBe(before + 1);
  });

  test('throws any other error of opening, with its code', () => {
    const { root, folder } = scene();
    const library = withFaults((real, fail) => ({
      openat2: (from, path, how) => (path === 'folder' ? fail(errno.EIO) : real.openat2(from, path, how)),
    }));
    expect(codeOf(() => pinsOver(library).pin(folder, identityOf(folder), root))).toBe('EIO');
  });

  test('a failing call removes nothing and throws the code of the system', () => {
    const { folder, pinWith } = scene();
    const library = withFaults((_real, fail) => ({ unlinkat: () => fail(errno.EROFS) }));
    const pin = pinWith(pinsOver(library));
    expect(codeOf(() => pin.removeFile('file'))).toBe('EROFS');
    expect(codeOf(() => pin.removeFolder('file'))).toBe('EROFS');
    pin.close();
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('a folder whose place is no longer told is left alone', () => {
    let isBroken = false;
    const library = withFaults((real, fail) => ({
      readlinkat: (folder, path, into) =>
        isBroken ? fail(errno.EACCES) : real.readlinkat(folder, path, into),
    }));
    const { folder, pinWith } = scene();
    const pin = pinWith(pinsOver(library));
    isBroken = true;
    expect(codeOf(() => pin.removeFile('file'))).toBe('EACCES');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('a root that was exchanged after it was opened reaches neither the old nor the new folder', () => {
    const { root, folder, pinWith } = scene();
    const calls = pinCalls(nativeFloor());
    const pins = bestPins(calls, true);
    pinWith(pins).close();
    const planned = identityOf(folder);
    renameSync(root, `${root}-old`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'file'), 'another');
    expect(pins.pin(folder, planned, root)).toBe('replaced');
    expect(pins.pin(folder, identityOf(folder), root)).toMatch(/^(?:link|outside-root|replaced)$/);
    expect(readdirSync(folder).concat(readdirSync(`${root}-old/folder`))).toEqual(['file', 'file']);
  });
});

test('device numbers are those of makedev(3)', () => {
  expect(deviceOf(8, 1)).toBe(0x801n);
  expect(deviceOf(0, 0x12345)).toBe(0x12300045n);
  expect(deviceOf(0xabcde, 0xfedcb)).toBe(
    ((0xabcden & 0xfffff000n) << 32n) | (0xcden << 8n) | (0xfed00n << 12n) | 0xcbn,
  );
});

test('without the native floor the other pins remain, with the same answers', () => {
  const missing = { kind: 'missing', reason: 'koffi-linux-x64.node is not there' } as const;
  expect(pinCalls(missing)).toEqual(missing);
  const { folder, pinWith } = scene();
  const pin = pinWith(bestPins(missing, false));
  pin.removeFile('file');
  pin.close();
  expect(readdirSync(folder)).toEqual([]);
});
