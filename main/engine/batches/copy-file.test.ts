import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
  lstatSync,
} from 'node:fs';
import type * as Fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { copySteps } from './copy-file.ts';

const mebibyte = 1024 * 1024;
/** Disk calls of the copy in order; equal neighbours are merged. */
const log: string[] = [];
let copyFile = -1;

function logCall(what: string, file: number): void {
  if (file === copyFile && log.at(-1) !== what) log.push(what);
}

vi.mock('node:fs', async (original) => {
  const real = await original<typeof Fs>();
  const mocked = {
    ...real,
    openSync(path: string, flags: number, mode?: number) {
      const file = real.openSync(path, flags, mode);
      if (path.endsWith('copy')) copyFile = file;
      return file;
    },
    writeSync(file: number, bytes: Buffer, from: number, length: number, position: number) {
      logCall('write', file);
      return real.writeSync(file, bytes, from, length, position);
    },
    readSync(file: number, bytes: Buffer, from: number, length: number, position: number) {
      logCall('read', file);
      return real.readSync(file, bytes, from, length, position);
    },
    fdatasyncSync(file: number) {
      logCall('sync', file);
      real.fdatasyncSync(file);
    },
  };
  return { ...mocked, default: mocked };
});

let folder: string;
let from: string;
let to: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signoff-copy-'));
  from = join(folder, 'original');
  to = join(folder, 'copy');
  log.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function steps() {
  return copySteps(from, to, lstatSync(from, { bigint: true }));
}

function finish(): void {
  const copying = steps();
  while (copying.next().done !== true);
}

test('a big copy is synced in pieces, and completely before it is read back', () => {
  writeFileSync(from, Buffer.alloc(150 * mebibyte, 7));
  finish();
  expect(log).toEqual(['write', 'sync', 'write', 'sync', 'write', 'sync', 'read']);
  expect(readFileSync(to).equals(readFileSync(from))).toBe(true);
});

test('a copy that is cancelled between two pieces leaves no file', () => {
  writeFileSync(from, Buffer.alloc(100 * mebibyte, 7));
  const copying = steps();
  while (!log.includes('sync')) expect(copying.next().done).toBe(false);
  expect(log).toEqual(['write', 'sync']);
  copying.return({ dev: 0n, ino: 0n, sha256: '' });
  expect(readdirSync(folder)).toEqual(['original']);
});

test('a sparse stretch needs no sync before the last one', () => {
  writeFileSync(from, 'x');
  truncateSync(from, 300 * mebibyte);
  finish();
  expect(log).toEqual(['write', 'sync', 'read']);
});
