import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { PlaceToKeep } from '../../../app/contract/keep.ts';
import { keptStateAt, placeToKeep } from './place-to-keep.ts';
import { discoveryOf, rootOf, writeTree } from './testing/sample-root.ts';
import { bothAccounts, useWechatRoot, wechat } from './testing/wechat-root.ts';

const home = useWechatRoot();
const file = 'wxid_a/msg/file/[最终].pdf';
const rootId = 'root-wechat-linux-4';

beforeEach(() => writeTree(home.path, { [file]: {}, 'all_users/config/x': {} }));

const found = (wanted: PlaceToKeep) =>
  placeToKeep(wanted, discoveryOf(rootOf(wechat, home.path, bothAccounts)));

it('finds a file by its root and by its full path, with its account', async () => {
  const place = { path: join(home.path, file), accountId: 'id-wxid_a' };
  expect(await found({ rootId, path: file })).toEqual(place);
  expect(await found(place.path)).toEqual(place);
  expect(await found(`${home.path}//wxid_a/./msg/file/`)).toEqual({
    ...place,
    path: join(home.path, 'wxid_a/msg/file'),
  });
  expect(await found({ rootId, path: 'all_users' })).toMatchObject({ accountId: null });
});

it('finds what a link leads to, and keeps a link inside a data folder as itself', async () => {
  symlinkSync(join(home.path, 'wxid_a'), join(home.outside, 'mine'));
  expect(await found(join(home.outside, 'mine'))).toMatchObject({ path: join(home.path, 'wxid_a') });
  expect(await found(join(home.outside, 'mine/msg'))).toMatchObject({ path: join(home.path, 'wxid_a/msg') });
  symlinkSync('/nowhere', join(home.path, 'wxid_a/dead'));
  expect(await found({ rootId, path: 'wxid_a/dead' })).toMatchObject({
    path: join(home.path, 'wxid_a/dead'),
  });
});

const refusals: readonly [string, () => PlaceToKeep][] = [
  ['relative', () => 'wxid_a/msg'],
  ['relative', () => '~/xwechat_files/wxid_a'],
  ['relative', () => `${home.path}/wxid_a/../wxid_b`],
  ['missing', () => join(home.path, 'wxid_a/nothing')],
  ['missing', () => ({ rootId, path: 'wxid_a/nothing' })],
  ['outside', () => ({ rootId, path: '../other' })],
  ['outside', () => ({ rootId, path: 'wxid_a//msg' })],
  ['outside', () => ({ rootId: 'root-other', path: file })],
  ['outside', () => join(home.outside, 'beside')],
  ['data-folder', () => home.path],
  ['data-folder', () => home.outside],
  ['data-folder', () => '/'],
];

it.each(refusals)('refuses as %s: case %#', async (why, wanted) => {
  mkdirSync(join(home.outside, 'beside'));
  await expect(found(wanted())).rejects.toMatchObject({ code: 'keep-refused', params: { why } });
});

it('says what is there now', async () => {
  expect(await keptStateAt(join(home.path, file))).toBe('file');
  expect(await keptStateAt(join(home.path, 'wxid_a'))).toBe('folder');
  expect(await keptStateAt(join(home.path, file, 'below'))).toBe('missing');
});
