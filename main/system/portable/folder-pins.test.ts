import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { everyFolderPins } from '../../testing/real-folder-pins.ts';
import { diskName, diskPath } from '../../engine/fs/disk-names.ts';
import { PinLost } from '../ports.ts';
import type { FolderPins, Identity, PinnedFolder } from '../ports.ts';

let home: string;
let root: string;
let folder: string;
let precious: string;

function identityOf(path: string): Identity {
  const { dev, ino } = lstatSync(path, { bigint: true });
  return { dev, ino };
}

function pinned(pins: FolderPins, path = folder): PinnedFolder {
  const pin = pins.pin(path, identityOf(path), root);
  if (typeof pin === 'string') throw new Error(pin);
  return pin;
}

function refusalOf(work: () => void): string {
  try {
    work();
    return 'went through';
  } catch (error) {
    if (error instanceof PinLost) return error.refusal;
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-pins-')));
  root = join(home, 'root');
  folder = join(root, 'cache', 'inner');
  precious = join(home, 'precious');
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(precious, 'inner'), { recursive: true });
  writeFileSync(join(folder, 'file'), 'planned');
  writeFileSync(join(precious, 'file'), 'precious');
  writeFileSync(join(precious, 'inner', 'file'), 'precious');
});

describe.each(everyFolderPins)('folder pins: %s', (_name, createPins) => {
  test('report an entry’s kind and remove a file, a link and an empty folder', () => {
    symlinkSync(join(precious, 'file'), join(folder, 'link'));
    mkdirSync(join(folder, 'empty'));
    utimesSync(join(folder, 'file'), 1.5, 1234.567);
    const pin = pinned(createPins());
    expect(pin.stat('file')).toEqual({
      ...identityOf(join(folder, 'file')),
      kind: 'file',
      bytes: 7,
      mtimeMs: lstatSync(join(folder, 'file')).mtimeMs,
    });
    expect(pin.stat('link').kind).toBe('link');
    expect(pin.stat('empty').kind).toBe('folder');
    pin.removeFile('file');
    pin.removeFile('link');
    pin.removeFolder('empty');
    pin.close();
    expect(lstatSync(folder).isDirectory()).toBe(true);
    for (const name of ['file', 'link', 'empty']) expect(existsSync(join(folder, name))).toBe(false);
    expect(readFileSync(join(precious, 'file'), 'utf8')).toBe('precious');
  });

  test.runIf(existsSync('/dev/null'))('a device file is special', () => {
    const pin = createPins().pin('/dev', identityOf('/dev'), '/dev');
    if (typeof pin === 'string') throw new Error(pin);
    expect(pin.stat('null').kind).toBe('special');
    pin.close();
  });

  test.runIf(process.platform === 'linux')('a folder on another device than its root is a mount', () => {
    expect(createPins().pin('/proc', identityOf('/proc'), '/')).toBe('mount');
  });

  test('a folder that cannot be looked at throws the system’s error, and is not vanished', () => {
    const path = join(root, 'x'.repeat(300));
    expect(refusalOf(() => createPins().pin(path, identityOf(root), root))).toBe('ENAMETOOLONG');
  });

  test.runIf(process.platform === 'linux')(
    'a name that is not UTF-8 is never taken for its readable twin',
    () => {
      const name = diskName(Buffer.from([0x61, 0xff]));
      const [odd, twin] = [join(root, name), join(root, 'a\uFFFD')];
      for (const place of [odd, twin]) {
        mkdirSync(diskPath(place));
        for (const file of [name, 'a\uFFFD']) writeFileSync(diskPath(join(place, file)), file);
      }
      const pins = createPins();
      expect(pins.pin(odd, identityOf(twin), root)).toBe('replaced');
      for (const [path, identity] of [
        [odd, lstatSync(diskPath(odd), { bigint: true })],
        [twin, identityOf(twin)],
      ] as const) {
        const pin = pins.pin(path, identity, root);
        if (typeof pin === 'string') throw new Error(pin);
        pin.removeFile(name);
        pin.close();
        expect(readdirSync(diskPath(path))).toEqual(['a\uFFFD']);
        expect(readFileSync(diskPath(join(path, 'a\uFFFD')), 'utf8')).toBe('a\uFFFD');
      }
    },
  );

  test('times before 1970 and with nanoseconds equal Node’s', () => {
    for (const seconds of [-1.25, -0.001, 0, 1_700_000_000.123456]) {
      utimesSync(join(folder, 'file'), seconds, seconds);
      const pin = pinned(createPins());
      expect(pin.stat('file').mtimeMs).toBe(lstatSync(join(folder, 'file')).mtimeMs);
      pin.close();
    }
  });

  test('the root itself can be pinned, a folder above or beside it cannot', () => {
    const pins = createPins();
    pinned(pins, root).close();
    for (const path of [home, precious]) expect(pins.pin(path, identityOf(path), root)).toBe('outside-root');
    const sibling = `${root}-2`;
    mkdirSync(sibling);
    expect(pins.pin(sibling, identityOf(sibling), root)).toBe('outside-root');
  });

  test('a final link is refused, also one to a folder inside the root', () => {
    const identity = identityOf(folder);
    for (const target of [precious, join(root, 'moved')]) {
      rmSync(folder, { recursive: true, force: true });
      symlinkSync(target, folder);
      expect(createPins().pin(folder, identity, root)).toBe('link');
      rmSync(folder);
    }
  });

  test('a link further up is refused even if the folder behind it is the planned one', () => {
    const identity = identityOf(folder);
    renameSync(join(root, 'cache'), join(precious, 'taken'));
    symlinkSync(join(precious, 'taken'), join(root, 'cache'));
    expect(createPins().pin(folder, identity, root)).toBe('outside-root');
    rmSync(join(root, 'cache'));
    renameSync(join(precious, 'taken'), join(root, 'favourites'));
    symlinkSync('favourites', join(root, 'cache'));
    expect(createPins().pin(folder, identity, root)).toBe('link');
  });

  test('another folder or a file under the name is refused, a missing one is vanished', () => {
    const identity = identityOf(folder);
    renameSync(folder, join(root, 'elsewhere'));
    expect(createPins().pin(folder, identity, root)).toBe('vanished');
    mkdirSync(folder);
    expect(createPins().pin(folder, identity, root)).toBe('replaced');
    rmdirSync(folder);
    writeFileSync(folder, 'a file now');
    expect(createPins().pin(folder, identity, root)).toBe('replaced');
  });

  test('a folder on another device than planned is a mount', () => {
    const identity = identityOf(folder);
    expect(createPins().pin(folder, { dev: identity.dev + 1n, ino: identity.ino }, root)).toBe('mount');
  });

  test('a folder swapped for a link after pinning costs the link’s target nothing', () => {
    const pin = pinned(createPins());
    renameSync(folder, join(root, 'cache', 'old'));
    symlinkSync(precious, folder);
    expect(refusalOf(() => pin.removeFile('file'))).toBe('link');
    pin.close();
    expect(readFileSync(join(precious, 'file'), 'utf8')).toBe('precious');
    expect(readFileSync(join(root, 'cache', 'old', 'file'), 'utf8')).toBe('planned');
  });

  test('a parent swapped for a link after pinning costs the link’s target nothing', () => {
    const pin = pinned(createPins());
    renameSync(join(root, 'cache'), join(root, 'old'));
    symlinkSync(precious, join(root, 'cache'));
    expect(['link', 'outside-root']).toContain(refusalOf(() => pin.removeFile('file')));
    mkdirSync(join(precious, 'inner', 'empty'));
    expect(['link', 'outside-root']).toContain(refusalOf(() => pin.removeFolder('empty')));
    pin.close();
    expect(readFileSync(join(precious, 'inner', 'file'), 'utf8')).toBe('precious');
    expect(existsSync(join(precious, 'inner', 'empty'))).toBe(true);
  });

  test('a folder moved out of the root after pinning is left alone', () => {
    const pin = pinned(createPins());
    renameSync(folder, join(home, 'rescued'));
    expect(['outside-root', 'vanished']).toContain(refusalOf(() => pin.removeFile('file')));
    pin.close();
    expect(readFileSync(join(home, 'rescued', 'file'), 'utf8')).toBe('planned');
  });

  test('names with separators or dots are refused', () => {
    const pin = pinned(createPins());
    for (const name of ['', '.', '..', '../file', 'a/b', '/etc/passwd', 'file\0', '../../../precious/file']) {
      expect(() => pin.removeFile(name)).toThrow(TypeError);
      expect(() => pin.removeFolder(name)).toThrow(TypeError);
      expect(() => pin.stat(name)).toThrow(TypeError);
    }
    pin.close();
    expect(existsSync(join(precious, 'file'))).toBe(true);
  });

  test('a non-empty folder stays, with the system’s error code', () => {
    const pin = pinned(createPins(), join(root, 'cache'));
    expect(refusalOf(() => pin.removeFolder('inner'))).toBe('ENOTEMPTY');
    expect(refusalOf(() => pin.removeFile('nothing'))).toBe('ENOENT');
    expect(refusalOf(() => pin.stat('nothing'))).toBe('ENOENT');
    pin.close();
  });
});
