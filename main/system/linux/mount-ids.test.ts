import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { fstatSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { linuxFolderPinsWork } from './folder-pins.ts';
import { cachedMountIds, mountIds } from './mount-ids.ts';

const isLinux = process.platform === 'linux' && linuxFolderPinsWork();
const self = '/proc/self';

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}

/** A folder of open files as in /proc, with prepared answers. */
function pretended(): { readonly proc: string; readonly say: (fd: number, text: string) => void } {
  const proc = mkdtempSync(join(tmpdir(), 'signoff-proc-'));
  onTestFinished(() => rmSync(proc, { recursive: true }));
  mkdirSync(join(proc, 'fdinfo'));
  return {
    proc,
    say: (fd, text) => {
      writeFileSync(join(proc, 'new'), text);
      renameSync(join(proc, 'new'), join(proc, 'fdinfo', String(fd)));
    },
  };
}

test.runIf(isLinux)('a descriptor reused for a folder on another mount yields that mount', () => {
  const [kept, anew] = [cachedMountIds(self), mountIds(self)];
  const told = ['/', '/proc', '/', '/proc'].map((place) => {
    const fd = openSync(place, 'r');
    onTestFinished(() => closeSync(fd));
    const { ino } = fstatSync(fd, { bigint: true });
    return { place, kept: kept.idOf(fd, ino), anew: anew.idOf(fd, ino) };
  });
  for (const one of told) expect(one.kept).toBe(one.anew);
  expect(told[0]?.kept).not.toBe(told[1]?.kept);

  const numbers = new Set<number>();
  const [root, proc] = told.map(({ anew: id }) => id);
  for (let time = 0; time < 40; time += 1) {
    const place = time % 2 === 0 ? '/' : '/proc';
    const fd = openSync(place, 'r');
    numbers.add(fd);
    expect(kept.idOf(fd, fstatSync(fd, { bigint: true }).ino)).toBe(place === '/' ? root : proc);
    closeSync(fd);
  }
  expect(numbers.size).toBeLessThan(40);
});

test.runIf(isLinux)('the cache keeps one open file per descriptor, and only a few', () => {
  const kept = cachedMountIds(self);
  const folder = openSync('/', 'r');
  const { ino } = fstatSync(folder, { bigint: true });
  kept.idOf(folder, ino);
  const before = openFiles();
  for (let time = 0; time < 100; time += 1) kept.idOf(folder, ino);
  expect(openFiles()).toBe(before);

  const many = Array.from({ length: 300 }, () => openSync('/', 'r'));
  const withFolders = openFiles();
  for (const fd of many) expect(kept.idOf(fd, ino)).toBe(mountIds(self).idOf(fd, ino));
  expect(openFiles() - withFolders).toBeLessThanOrEqual(128);
  for (const fd of [...many, folder]) closeSync(fd);
});

test.runIf(isLinux)('an answer with another inode, or none, is discarded', () => {
  const { proc, say } = pretended();
  const kept = cachedMountIds(proc);
  say(7, 'pos:\t0\nflags:\t02600000\nmnt_id:\t5\nino:\t1\n');
  expect(kept.idOf(7, 1n)).toBe('5');
  say(7, 'pos:\t0\nflags:\t02600000\nmnt_id:\t6\nino:\t2\n');
  expect(kept.idOf(7, 1n)).toBe('5');
  expect(kept.idOf(7, 2n)).toBe('6');
  say(8, 'pos:\t0\nflags:\t02600000\nmnt_id:\t5\n');
  expect(kept.idOf(8, 1n)).toBe('5');
  say(8, 'pos:\t0\nflags:\t02600000\nmnt_id:\t6\n');
  expect(kept.idOf(8, 1n)).toBe('6');
  say(9, 'pos:\t0\nflags:\t02600000\n');
  expect(kept.idOf(9, 1n)).toBeNull();
});

test.runIf(isLinux)('an error is thrown and leaves nothing open', () => {
  const { proc, say } = pretended();
  const kept = cachedMountIds(proc);
  const before = openFiles();
  say(7, 'mnt_id:\t5\nino:\t1\n');
  expect(kept.idOf(7, 1n)).toBe('5');
  expect(() => kept.idOf(8, 1n)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  expect(openFiles()).toBe(before);
  expect(kept.idOf(7, 1n)).toBe('5');
});
