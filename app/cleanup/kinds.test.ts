import { describe, expect, it } from 'vitest';
import { catalogue } from '../platforms/catalogue.ts';
import { categories } from './categories.ts';
import { chatOf, chatRows, kindOf, kinds, ownNameOf, ownNames, rowsOfName } from './kinds.ts';

const rows = catalogue.flatMap(({ locations }) => locations);
const rowsWith = (id: string) => rows.filter((row) => row.id === id);

describe('kinds', () => {
  it('follow the table from categories, and none is empty', () => {
    expect(categories.map((category) => [category, kindOf[category]])).toEqual([
      ['cache', 'cache'],
      ['logs', 'cache'],
      ['media', 'media'],
      ['received', 'received'],
      ['credentials', 'credentials'],
      ['config', 'other'],
      ['database', 'database'],
      ['backup', 'backup'],
      ['binary', 'other'],
      ['other', 'other'],
    ]);
    expect(new Set(Object.values(kindOf))).toEqual(new Set(kinds));
  });
});

describe('names of their own', () => {
  it('belong to rows that exist, each to one name', () => {
    const named = ownNames.flatMap((name) => rowsOfName[name]);
    expect(named.filter((id) => rowsWith(id).length === 0)).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
  });

  it.each([
    ['stickers', /emoticon\/persist|CustomEmotion|CustomFace|Stickers|personal_emoji/],
    ['favourites', /favorite|Fav\//],
    ['web-sessions', /xweb|radium\/(?:web\/profiles|users)\/\*\/\*\*$|Cookies/],
  ] as const)('%s: every row whose paths say so has the name', (name, words) => {
    const said = rows.filter(
      ({ paths, level }) => level !== 'never' && paths.some((path) => words.test(path)),
    );
    expect(said.length).toBeGreaterThan(1);
    expect(said.filter(({ id }) => ownNameOf(id) !== name).map(({ id }) => id)).toEqual([]);
  });

  it('are not given to anything else', () => {
    expect(ownNameOf(null)).toBeNull();
    expect(ownNameOf('W4-15')).toBeNull();
  });
});

describe('chats', () => {
  it('are the folders below those that every path of the row begins with', () => {
    for (const [id, above] of Object.entries(chatRows)) {
      const paths = rowsWith(id).flatMap((row) => row.paths);
      expect(paths.length).toBeGreaterThan(0);
      for (const path of paths) expect(path).toMatch(new RegExp(`^${above.join('/')}/\\*`));
    }
  });

  it.each([
    ['W4-08', 'wxid_a_1234/msg/attach/9f1c/2026-10/Img', '9f1c'],
    ['W3-07', 'wxid_a/filestorage/msgattach/7e0b/File/2026-10', '7e0b'],
    ['W3-07.thumb', 'wxid_a/FileStorage/MsgAttach/7e0b/Thumb/2026-10', '7e0b'],
    ['M-03', 'abc/Message/MessageTemp/77/Image', '77'],
    // an account's folder may have any name
    ['W4-08', 'msg/attach/x/msg/attach/9f1c/2026-10', '9f1c'],
    ['W3-07', 'wxid_a/FileStorage/MsgAttach', null],
    ['W4-09', 'wxid_a_1234/msg/video/2026-10', null],
    [null, 'wxid_a_1234/msg/attach/9f1c', null],
  ])('%s in %s: %s', (row, folders, chat) => {
    expect(chatOf(row, folders.split('/'))).toBe(chat);
  });
});
