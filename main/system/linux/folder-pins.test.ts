import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { linuxPins } from '../../testing/real-folder-pins.ts';

function identityOf(path: string) {
  const { dev, ino } = lstatSync(path, { bigint: true });
  return { dev, ino };
}

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}

/** Swaps `folder` for a link to `owner` and back, as fast as possible, until stopped. */
const swapper = `
  const { renameSync, symlinkSync, unlinkSync } = require('node:fs');
  const { parentPort, workerData } = require('node:worker_threads');
  const { folder, owner, stop } = workerData;
  parentPort.postMessage('begun');
  while (Atomics.load(stop, 0) === 0) {
    renameSync(folder, folder + '-away');
    symlinkSync(owner, folder);
    unlinkSync(folder);
    renameSync(folder + '-away', folder);
  }
`;

/** these keep a few files open until their thread ends */
const keeps = ['linux (in a thread)', 'native (in a thread)', 'native without openat2'];

describe.each(linuxPins)('%s', (name, createPins) => {
  test('a mount point below the root is refused although its identity is the planned one', () => {
    const pins = createPins();
    for (let time = 0; time < 3; time += 1) {
      expect(pins.pin('/proc', identityOf('/proc'), '/')).toBe('mount');
      const own = pins.pin('/', identityOf('/'), '/');
      if (typeof own === 'string') throw new Error(own);
      own.close();
    }
  });

  test('a pinned folder stays the same folder, whatever happens to its name', () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-pins-')));
    const folder = join(root, 'folder');
    mkdirSync(folder);
    mkdirSync(join(root, 'other'));
    writeFileSync(join(folder, 'file'), 'planned');
    writeFileSync(join(root, 'other', 'file'), 'not planned');
    const pin = createPins().pin(folder, identityOf(folder), root);
    if (typeof pin === 'string') throw new Error(pin);
    const planned = identityOf(join(folder, 'file'));
    renameSync(folder, join(root, 'away'));
    symlinkSync('other', folder);
    expect(pin.stat('file')).toMatchObject(planned);
    expect(() => pin.removeFile('file')).toThrow('link');
    pin.close();
    expect(existsSync(join(root, 'other', 'file')) && existsSync(join(root, 'away', 'file'))).toBe(true);
  });

  test('a folder that got another name of the same length is left alone', () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-pins-')));
    const folder = join(root, 'folder');
    mkdirSync(folder);
    writeFileSync(join(folder, 'file'), 'planned');
    const pin = createPins().pin(folder, identityOf(folder), root);
    if (typeof pin === 'string') throw new Error(pin);
    renameSync(folder, join(root, 'fodler'));
    expect(() => pin.removeFile('file')).toThrow('link');
    pin.close();
    expect(readdirSync(join(root, 'fodler'))).toEqual(['file']);
  });

  test('a pinned folder that was removed refuses everything', () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-pins-')));
    mkdirSync(join(root, 'folder'));
    const pin = createPins().pin(join(root, 'folder'), identityOf(join(root, 'folder')), root);
    if (typeof pin === 'string') throw new Error(pin);
    rmSync(join(root, 'folder'), { recursive: true });
    expect(() => pin.removeFile('file')).toThrow('vanished');
    pin.close();
  });

  test('a folder behind a link that leads to itself is refused as a link', () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-pins-')));
    symlinkSync('loop', join(root, 'loop'));
    expect(createPins().pin(join(root, 'loop', 'folder'), identityOf(root), root)).toBe('link');
  });

  test.skipIf(keeps.includes(name))('neither a pin nor a refusal leaks an open file', () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-pins-')));
    mkdirSync(join(root, 'folder'));
    const pins = createPins();
    const before = openFiles();
    for (let i = 0; i < 20; i += 1) {
      const pin = pins.pin(join(root, 'folder'), identityOf(join(root, 'folder')), root);
      if (typeof pin !== 'string') pin.close();
      pins.pin(join(root, 'folder'), { dev: 1n, ino: 1n }, root);
      pins.pin(tmpdir(), identityOf(tmpdir()), root);
      pins.pin('/proc', identityOf('/proc'), '/');
    }
    expect(openFiles()).toBe(before);
  });

  test('the open files of a thread do not grow with its pins', () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-pins-')));
    mkdirSync(join(root, 'folder'));
    const pins = createPins();
    const pinOften = (times: number): number => {
      for (let i = 0; i < times; i += 1) {
        const pin = pins.pin(join(root, 'folder'), identityOf(join(root, 'folder')), root);
        if (typeof pin !== 'string') pin.close();
        pins.pin(join(root, 'folder'), { dev: 1n, ino: 1n }, root);
        pins.pin('/proc', identityOf('/proc'), '/');
      }
      return openFiles();
    };
    const before = openFiles();
    const settled = pinOften(3);
    expect(settled - before).toBeLessThanOrEqual(4);
    expect(pinOften(50)).toBe(settled);
  });

  test('a folder swapped for a link all the time never costs the owner a file', async () => {
    const home = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-pins-')));
    const [root, folder, owner] = [join(home, 'root'), join(home, 'root', 'folder'), join(home, 'owner')];
    const names = Array.from({ length: 500 }, (_none, index) => `f${index}`);
    for (const place of [folder, owner]) {
      mkdirSync(place, { recursive: true });
      for (const name of names) writeFileSync(join(place, name), '');
    }
    const identity = identityOf(folder);
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const attacker = new Worker(swapper, { eval: true, workerData: { folder, owner, stop } });
    await new Promise((resolve) => attacker.once('message', resolve));
    const pins = createPins();
    let removed = 0;
    for (const name of names) {
      for (let tries = 0; tries < 20; tries += 1) {
        const pin = pins.pin(folder, identity, root);
        if (typeof pin === 'string') continue;
        try {
          pin.removeFile(name);
          removed += 1;
          break;
        } catch {
          continue;
        } finally {
          pin.close();
        }
      }
    }
    Atomics.store(stop, 0, 1);
    await new Promise((resolve) => attacker.once('exit', resolve));
    expect(readdirSync(owner)).toHaveLength(names.length);
    expect(readdirSync(folder)).toHaveLength(names.length - removed);
    rmSync(home, { recursive: true });
  });
});
