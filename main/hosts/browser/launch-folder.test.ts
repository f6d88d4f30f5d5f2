import {
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
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openLaunchFolder } from './launch-folder.ts';

let state: string;
let precious: string;
/** a process that has ended */
const { pid: dead } = spawnSync(process.execPath, ['--version']);

beforeEach(() => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'signoff-launch-')));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  state = join(home, 'state');
  precious = join(home, 'precious');
  for (const folder of [state, precious]) mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(precious, 'file'), 'text');
});

test('the folders of dead processes are removed and that of a living one stays', async () => {
  mkdirSync(join(state, `window-${dead}-x`, 'profile', 'cache'), { recursive: true });
  mkdirSync(join(state, `window-${process.pid}-x`));
  const folder = await openLaunchFolder(state);
  expect(existsSync(join(state, `window-${dead}-x`))).toBe(false);
  expect(existsSync(join(state, `window-${process.pid}-x`))).toBe(true);
  expect(await folder.remove()).toBe(true);
  expect(readdirSync(state)).toEqual([`window-${process.pid}-x`]);
});

test('a link as a leftover, or inside one, is removed and what it leads to stays', async () => {
  mkdirSync(join(state, `window-${dead}-x`));
  symlinkSync(precious, join(state, `window-${dead}-x`, 'profile'), 'junction');
  symlinkSync(precious, join(state, `window-${dead}-y`), 'junction');
  await openLaunchFolder(state);
  expect(readdirSync(state).filter((name) => name.startsWith(`window-${dead}-`))).toEqual([]);
  expect(lstatSync(join(precious, 'file')).size).toBe(4);
});
