import { expect, test } from 'vitest';
import { makeSmallHome, wechat4 } from '../../testing/small-home.ts';
import { largestOther } from './other-folders.ts';
import type { OtherRow } from './scan-job.ts';
import { scanUsage } from './scan.ts';
import { freeControl, inline } from './testing/sample-root.ts';

const data = 'Documents/xwechat_files';
const account = `${data}/wxid_a_1111`;

function row(path: string, bytes: number, more: Partial<OtherRow> = {}): OtherRow {
  return { root: 0, path, files: 1, bytes, allocated: bytes, hasKnown: false, ...more };
}

test('a usage names the highest folders of which nothing is known, largest first', async () => {
  const home = await makeSmallHome();
  await home.put(wechat4(data, 'wxid_a_1111'));
  await home.put({
    [`${account}/newthing/deep/er/and/deeper/a`]: 'x'.repeat(500),
    [`${account}/newthing/b`]: 'x'.repeat(100),
    [`${account}/business/unknown/a`]: 'x'.repeat(50),
    [`${account}/business/xweb/a`]: 'known',
    [`${account}/loose`]: 'x'.repeat(10),
  });
  const usage = await scanUsage(inline(), await home.discoverLinux(), freeControl());
  expect(usage.otherFolders.map(({ path, files, bytes }) => [path, files, bytes])).toEqual([
    ['wxid_a_1111/newthing', 2, 600],
    ['wxid_a_1111/business/unknown', 1, 50],
    ['wxid_a_1111', 1, 10],
  ]);
});

test('a folder beside known ones is named by itself, down to the fourth level', async () => {
  const home = await makeSmallHome();
  await home.put(wechat4(data, 'wxid_a_1111'));
  const emoticon = `${account}/business/emoticon`;
  await home.put([
    `${emoticon}/Thumb/known`,
    `${emoticon}/New/a/b`,
    `${emoticon}/New/c`,
    `${emoticon}/Odd/a`,
  ]);
  const usage = await scanUsage(inline(), await home.discoverLinux(), freeControl());
  expect(usage.otherFolders.map(({ path, files }) => [path, files])).toEqual([
    ['wxid_a_1111/business/emoticon/New', 2],
    ['wxid_a_1111/business/emoticon/Odd', 1],
  ]);
});

test('a measured folder counts as other whatever its files are called, and is in the total once', async () => {
  const home = await makeSmallHome();
  await home.put(['disk/pictures/a/MicroMsg.db', 'disk/pictures/Backup/b', 'disk/pictures/c.dll']);
  const found = await home.discoverLinux({}, undefined, [{ path: home.at('disk/pictures'), by: 'setting' }]);
  const usage = await scanUsage(inline(), found, freeControl());
  const [folder] = found.measuredOnly ?? [];
  expect(usage.cells).toMatchObject([{ rootId: folder?.id, accountId: null, category: 'other', files: 3 }]);
  expect(usage.total.files).toBe(3);
  expect(usage.otherFolders.map(({ path }) => path).toSorted()).toEqual(['', 'Backup', 'a']);
});

test('an unknown layout is named as a whole', async () => {
  const home = await makeSmallHome();
  await home.put([`${data}/some/thing/a`, `${data}/some/b.db`]);
  const usage = await scanUsage(inline(), await home.discoverLinux(), freeControl());
  expect(usage.otherFolders).toMatchObject([{ path: 'some', files: 2 }]);
});

test('rows of several workers for one folder are added up', () => {
  const rows = [row('a/b', 5), row('a/b', 7), row('a', 0, { files: 0, hasKnown: true })];
  expect(largestOther(rows, ['r'])).toMatchObject([{ rootId: 'r', path: 'a/b', files: 2, bytes: 12 }]);
});

test('a folder that one worker found known files in is not named as a whole', () => {
  const rows = [row('a/b', 5), row('a/c', 7), row('a/b', 0, { files: 0, hasKnown: true })];
  expect(largestOther(rows, ['r']).map(({ path }) => path)).toEqual(['a/c', 'a/b']);
});

test('at most ten folders are named', () => {
  const rows = Array.from({ length: 30 }, (_, index) => row(`f${String(index)}`, index));
  expect(largestOther(rows, ['r']).map(({ bytes }) => bytes)).toEqual([
    29, 28, 27, 26, 25, 24, 23, 22, 21, 20,
  ]);
});
