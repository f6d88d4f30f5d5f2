import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { replaceFile } from './whole-file.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'signoff-whole-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('replaces a file whole, for its owner only, and leaves nothing else behind', async () => {
  const folder = makeFolder();
  const path = join(folder, 'settings.json');
  writeFileSync(path, 'a longer text than the new one');
  chmodSync(path, 0o644);
  await replaceFile(path, 'new');
  expect(readFileSync(path, 'utf8')).toBe('new');
  if (process.platform !== 'win32') expect(lstatSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('replaces a link and leaves its target as it was', async () => {
  const folder = makeFolder();
  const target = join(folder, 'target');
  writeFileSync(target, 'of another user');
  symlinkSync(target, join(folder, 'settings.json'));
  await replaceFile(join(folder, 'settings.json'), 'new');
  expect(readFileSync(target, 'utf8')).toBe('of another user');
  expect(lstatSync(join(folder, 'settings.json')).isFile()).toBe(true);
});

test('leaves no unfinished file when the name cannot be replaced', async () => {
  const folder = makeFolder();
  mkdirSync(join(folder, 'settings.json', 'full'), { recursive: true });
  await expect(replaceFile(join(folder, 'settings.json'), 'new')).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('keeps the process’s own signal handlers alone while it writes', async () => {
  const path = join(makeFolder(), 'settings.json');
  const before = process.listeners('SIGTERM').length;
  const writing = replaceFile(path, 'x'.repeat(1_000_000));
  expect(process.listeners('SIGTERM')).toHaveLength(before);
  await writing;
});
