import { symlink } from 'node:fs/promises';
import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { makeSmallHome } from '../../testing/small-home.ts';
import { expandPattern } from './expand-pattern.ts';

async function expanded(
  pattern: string,
  files: readonly string[],
  caseless = false,
): Promise<readonly string[]> {
  const home = await makeSmallHome();
  await home.put(files);
  const { matches } = await expandPattern(home.path, pattern, { caseless });
  return matches.map((match) => relative(home.path, match.path)).toSorted();
}

test.each([
  ['a/*.ini', ['a/1.ini', 'a/2.INI', 'a/b/3.ini', 'c.ini'], ['a/1.ini']],
  ['cache/<month>/**', ['cache/2024-01/a/b', 'cache/2024-13/a', 'cache/x'], ['cache/2024-01/a/b']],
  [
    '**/log/*.qqxlog',
    ['log/a.qqxlog', 'x/y/log/b.qqxlog', 'x/log.qqxlog'],
    ['log/a.qqxlog', 'x/y/log/b.qqxlog'],
  ],
  ['{a,b}/f?', ['a/f1', 'b/f2', 'c/f3', 'a/f'], ['a/f1', 'b/f2']],
  ['<hex32>/f', [`${'0a'.repeat(16)}/f`, 'zz/f'], [`${'0a'.repeat(16)}/f`]],
  ['**', ['a', 'b/c/d'], ['a', 'b/c/d']],
  ['missing/**', ['a'], []],
])('%s matches the expected paths', async (pattern, files, wanted) => {
  expect(await expanded(pattern, files)).toEqual(wanted);
});

test('a caseless search prefers the exact name and falls back to another case', async () => {
  expect(await expanded('Msg/A', ['Msg/A', 'msg/a'], true)).toEqual(['Msg/A']);
  expect(await expanded('Msg/A', ['MSG/a'], true)).toEqual(['MSG/a']);
  expect(await expanded('Msg/A', ['MSG/a'], false)).toEqual([]);
});

test('links are matched and never entered', async () => {
  const home = await makeSmallHome();
  await home.put(['real/f', 'in/']);
  await symlink(home.at('real'), home.at('in/link'));
  const names = async (pattern: string) =>
    (await expandPattern(home.path, pattern, { caseless: false })).matches.map(({ kind }) => kind);
  expect(await names('in/*')).toEqual(['link']);
  expect(await names('in/**')).toEqual(['link']);
  expect(await names('in/*/f')).toEqual([]);
  expect(await names('in/link/f')).toEqual([]);
});

test('returns the text matched by <account>', async () => {
  const home = await makeSmallHome();
  await home.put(['login/wxid_a/key_info.db', 'config/wxid_b.data']);
  const accounts = async (pattern: string) =>
    (await expandPattern(home.path, pattern, { caseless: false })).matches.map(({ account }) => account);
  expect(await accounts('login/<account>/key_info.db')).toEqual(['wxid_a']);
  expect(await accounts('config/<account>.data')).toEqual(['wxid_b']);
  expect(await accounts('config/*')).toEqual([null]);
});

test('a folder beyond the limit counts as unreadable, not as empty', async () => {
  const home = await makeSmallHome();
  await home.put(['a/key', 'b/key', 'c/key']);
  const few = await expandPattern(home.path, '*/k?y', { caseless: false, maxFolders: 3 });
  expect(few.matches).toHaveLength(2);
  expect(few.unreadable.map(({ code }) => code)).toEqual(['too-many-folders']);
  const all = await expandPattern(home.path, '*/k?y', { caseless: false, maxFolders: 4 });
  expect(all.matches).toHaveLength(3);
  expect(all.unreadable).toEqual([]);
});
