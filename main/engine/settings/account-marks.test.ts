import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openStateFolder } from '../state/state-folder.ts';
import { createAccountMarks } from './account-marks.ts';

const hour = 3_600_000;
const mine = { accountId: 'a-1', name: '我的微信', isMine: true };
const hers = { accountId: 'a-2', name: '妈妈', isMine: false };
let folder: string;
let now: number;
const open = async (lifetime: number | null = null) =>
  createAccountMarks(await openStateFolder(folder, { now: () => now }), {
    now: () => now,
    lifetime: () => lifetime,
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signoff-marks-'));
  now = Date.UTC(2026, 10, 20, 12);
});

test('names and marks survive a restart, and a later one replaces the earlier', async () => {
  const first = await open();
  await Promise.all([first.set(mine), first.set(hers)]);
  await first.set({ ...mine, name: '工作号' });
  expect(await (await open()).list()).toEqual([hers, { ...mine, name: '工作号' }]);
});

test('what is not said stays as it was, also when two things are said at once', async () => {
  const marks = await open();
  await Promise.all([
    marks.set({ accountId: 'a-1', name: '我的微信' }),
    marks.set({ accountId: 'a-1', isMine: true }),
  ]);
  expect(await marks.list()).toEqual([mine]);
  expect(await marks.set({ accountId: 'a-1', name: null })).toEqual([{ ...mine, name: null }]);
});

test('a mark that says nothing leaves no line, and nothing is written while nothing was said', async () => {
  const marks = await open();
  await marks.set({ ...mine, name: null, isMine: false });
  await marks.clear(['a-1']);
  expect(await readdir(folder)).not.toContain('accounts.json');
  await marks.set(mine);
  await marks.set({ ...mine, name: null, isMine: false });
  expect(await marks.list()).toEqual([]);
  expect(await readFile(join(folder, 'accounts.json'), 'utf8')).not.toContain('a-1');
});

test('clearing some keeps the others', async () => {
  const marks = await open();
  await marks.set(mine);
  await marks.set(hers);
  expect(await marks.clear(['a-1'])).toEqual([hers]);
});

test('the names of somebody who left without a word go when their time is over', async () => {
  const marks = await open(12 * hour);
  await marks.set(mine);
  now += 12 * hour;
  expect(await marks.list()).toEqual([mine]);
  now += 1;
  expect(await marks.list()).toEqual([]);
  expect(await readFile(join(folder, 'accounts.json'), 'utf8')).not.toContain('我的微信');
});

test('a damaged file is set aside and nothing counts as said', async () => {
  await writeFile(join(folder, 'accounts.json'), '{"version":1,"marks":[{"accountId":"../x"}]}');
  expect(await (await open()).list()).toEqual([]);
  expect((await readdir(folder)).some((name) => name.startsWith('accounts.json.corrupt-'))).toBe(true);
});
