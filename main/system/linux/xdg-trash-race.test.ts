import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type * as Fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { folderPins } from '../folder-pins.ts';
import { xdgTrash } from './xdg-trash.ts';

/** The other removal thread has created every folder a moment earlier. */
vi.mock('node:fs', async (original) => {
  const real = await original<typeof Fs>();
  const mkdirSync = (path: Fs.PathLike, options?: Fs.MakeDirectoryOptions): void => {
    if (!real.existsSync(path)) real.mkdirSync(path, options);
    real.mkdirSync(path, options);
  };
  return { ...real, mkdirSync, default: { ...real, mkdirSync } };
});

test('two threads that create the home trash at the same moment both use it, and no other', () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-xdg-')));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  writeFileSync(join(home, 'a'), 'words');
  const dataHome = join(home, 'not', 'made', 'yet');
  const bin = xdgTrash({
    dataHome,
    uid: process.geteuid?.() ?? 0,
    now: () => new Date(),
    mounts: () => [home],
  });
  const { dev, ino } = lstatSync(home, { bigint: true });
  const folder = folderPins().pin(home, { dev, ino }, home);
  if (typeof folder === 'string') throw new Error(folder);
  expect(bin.put(folder, 'a', join(home, 'a'))).toBe('taken');
  folder.close();
  expect(readdirSync(join(dataHome, 'Trash', 'files'))).toEqual(['a']);
  expect(existsSync(join(home, `.Trash-${String(process.geteuid?.())}`))).toBe(false);
});
