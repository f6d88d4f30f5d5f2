import { symlink } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { foldersOf, makeSmallHome, notesOf, rootsOf } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import type { Discovery } from './discovery.ts';
import { toDiscoveryView } from './discovery.ts';

const files = 'Documents/Tencent Files';
const pointer = 'Public/Documents/Tencent/QQ/UserDataInfo.ini';

function ini(type: number, path?: string): string {
  const named = path === undefined ? '' : `UserDataSavePath=${path}\r\n`;
  return `[UserDataSet]\r\nUserDataSavePathType=${String(type)}\r\n${named}`;
}

/** Accounts as readable lines. */
function named(found: Discovery): readonly string[] {
  return toDiscoveryView(found)
    .accounts.map(({ product, line, folder }) => `${product} ${line} ${folder}`)
    .toSorted();
}

describe('one root for QQ, TIM and QQ NT', () => {
  test('tells the line of each account by what its folder holds', async () => {
    const home = await makeSmallHome();
    await home.put([
      `${files}/10001/nt_qq/nt_db/nt_msg.db`,
      `${files}/10002/Msg3.0.db`,
      `${files}/10003/Msg3.0.db`,
      `${files}/10003/nt_qq/nt_db/nt_msg.db`,
      `${files}/All Users/QQ/History.db`,
      `${files}/All Users/TIM/History.db`,
    ]);
    const found = await home.discoverWindows();
    expect(rootsOf(found, home)).toEqual([`qq-windows ${files}`]);
    expect(named(found)).toEqual(['qq 9.x 10002', 'qq NT 10001', 'qq NT 10003']);
    expect(toDiscoveryView(found).roots[0]).toMatchObject({ product: 'qq', line: '', support: 'clean' });
  });

  test('an account with files that only TIM writes counts as TIM', async () => {
    const home = await makeSmallHome();
    await home.put([`${files}/10002/Msg3.0.db`, `${files}/All Users/TIM/History.db`]);
    expect(named(await home.discoverWindows())).toEqual(['tim  10002']);
  });

  test('an ambiguous account counts as the older messenger of that layout', async () => {
    const home = await makeSmallHome();
    await home.put([`${files}/10002/Msg3.0.db`]);
    expect(named(await home.discoverWindows())).toEqual(['qq 9.x 10002']);
  });

  test('look-alikes are not accounts', async () => {
    const home = await makeSmallHome();
    await home.put([
      `${files}/10001/Msg3.0.db`,
      `${files}/10002/FileRecv/a.pdf`,
      `${files}/abc/Msg3.0.db`,
      `${files}/1234/Msg3.0.db`,
      `${files}/10003`,
      `${files}/nt_qq/nt_db/a.db`,
      `${files}/All Users/Msg3.0.db`,
      `${files}/desktop.ini`,
    ]);
    await symlink(home.at(files, '10001'), home.at(files, '10009'));
    const found = await home.discoverWindows();
    expect(foldersOf(found)).toEqual(['10001']);
    expect(notesOf(found, 'not-an-account').toSorted()).toEqual([
      home.at(files, '10002'),
      home.at(files, '10009'),
    ]);
  });
});

describe('UserDataInfo.ini', () => {
  test('type 1 leads to the default folder', async () => {
    const home = await makeSmallHome();
    await home.put([`${files}/10001/Msg3.0.db`]);
    await home.put({ [pointer]: ini(1) });
    const found = await home.discoverWindows();
    expect(found.roots[0]?.foundBy.map(({ rule }) => rule)).toEqual(['Q-D1', 'Q-D2']);
    expect(found.notes).toEqual([]);
  });

  test.each<[string, (home: SmallHome) => string]>([
    ['the parent folder', (home) => home.at('D')],
    ['the data folder itself', (home) => home.at('D/Tencent Files')],
    ['in quotes', (home) => `"${home.at('D')}"`],
  ])('type 2 leads to %s', async (_, path) => {
    const home = await makeSmallHome();
    await home.put(['D/Tencent Files/10001/Msg3.0.db']);
    await home.put({ [pointer]: ini(2, path(home)) });
    const found = await home.discoverWindows();
    expect(rootsOf(found, home)).toEqual(['qq-windows D/Tencent Files']);
    expect(foldersOf(found)).toEqual(['10001']);
  });

  test('a data folder nested in another is found from the outer and from the inner', async () => {
    const home = await makeSmallHome();
    const nested = 'D/Tencent Files/QQ/Tencent Files';
    await home.put([`${nested}/10001/nt_qq/nt_db/a.db`, 'D/Tencent Files/10002/Msg3.0.db']);
    for (const named of ['D/Tencent Files', 'D/Tencent Files/QQ']) {
      await home.put({ [pointer]: ini(2, home.at(named)) });
      const found = await home.discoverWindows({}, { drives: ['D'] });
      expect(foldersOf(found).toSorted(), named).toEqual(['10001', '10002']);
    }
    await home.put({ [pointer]: ini(2, home.at('D/Tencent Files')) });
    expect(foldersOf(await home.discoverWindows()).toSorted()).toEqual(['10001', '10002']);
  });

  test('an old root in the pointer counts beside the active one', async () => {
    const home = await makeSmallHome();
    await home.put([`${files}/10001/Msg3.0.db`, 'D/Tencent Files/10002/Msg3.0.db']);
    await home.put({ [pointer]: ini(2, home.at('D')) });
    expect(foldersOf(await home.discoverWindows()).toSorted()).toEqual(['10001', '10002']);
    await home.put({ [pointer]: ini(1, home.at('D')) });
    expect(foldersOf(await home.discoverWindows()).toSorted()).toEqual(['10001', '10002']);
  });

  const users = 'Program Files (x86)/Tencent/QQ/Users';

  test('type 0 leads to the install folder, which is measured only, without a note', async () => {
    const home = await makeSmallHome();
    await home.put([`${users}/10001/Msg3.0.db`, `${files}/10002/Msg3.0.db`]);
    await home.put({ [pointer]: ini(0) });
    const found = await home.discoverWindows({}, { drives: [''] });
    expect(toDiscoveryView(found).roots).toMatchObject([
      { platform: 'qq-windows-installed', support: 'detect-only', path: home.at(users) },
      { platform: 'qq-windows', support: 'clean', path: home.at(files) },
    ]);
    expect(foldersOf(found).toSorted()).toEqual(['10001', '10002']);
    expect(found.notes).toEqual([]);
  });

  test.each([
    ['no path', ''],
    ['an empty path', 'UserDataSavePath=\r\n'],
  ])('type 0 with %s gives no note when nothing is there', async (_, line) => {
    const home = await makeSmallHome();
    await home.put({ [pointer]: ini(0) + line });
    const found = await home.discoverWindows();
    expect([found.roots, found.notes]).toEqual([[], []]);
  });

  test.each([0, 2])('type %i with the path of the install folder’s data measures it only', async (type) => {
    const home = await makeSmallHome();
    await home.put([`${users}/10001/Msg3.0.db`]);
    await home.put({ [pointer]: ini(type, home.at(users)) });
    expect(toDiscoveryView(await home.discoverWindows({}, { drives: [''] })).roots).toMatchObject([
      { platform: 'qq-windows-installed', support: 'detect-only', path: home.at(users) },
    ]);
  });

  /** `模` in GBK, whose bytes are also the UTF-8 letter `ģ`. */
  const ambiguous = (home: SmallHome): Uint8Array => {
    const [before, after] = ini(2, home.at('D模')).split('模');
    return Buffer.concat([Buffer.from(before ?? ''), Buffer.from([0xc4, 0xa3]), Buffer.from(after ?? '')]);
  };

  test.each([
    ['the UTF-8 place, when both exist', ['Dģ', 'D模'], ['Dģ']],
    ['the UTF-8 place', ['Dģ'], ['Dģ']],
    ['the GBK place, when the UTF-8 place is missing', ['D模'], ['D模']],
  ])('in bytes that are UTF-8 and GBK leads to %s', async (_, there, expected) => {
    const home = await makeSmallHome();
    await home.put({ [pointer]: ambiguous(home) });
    await home.put([
      `${files}/10001/Msg3.0.db`,
      ...there.map((folder) => `${folder}/Tencent Files/10002/Msg3.0.db`),
    ]);
    const found = await home.discoverWindows();
    expect(rootsOf(found, home).toSorted()).toEqual(
      [files, ...expected.map((folder) => `${folder}/Tencent Files`)]
        .map((folder) => `qq-windows ${folder}`)
        .toSorted(),
    );
    expect(found.notes).toEqual([]);
  });

  test('in bytes that are UTF-8 and GBK names only the UTF-8 place when neither exists', async () => {
    const home = await makeSmallHome();
    await home.put({ [pointer]: ambiguous(home) });
    const { roots, notes } = await home.discoverWindows();
    expect(roots).toEqual([]);
    expect(notes.map(({ kind, path }) => [kind, path])).toEqual([['stale-pointer', home.at(pointer)]]);
    expect(JSON.stringify(notes)).not.toContain('模');
  });

  test('type 0 with an old path leads there as well', async () => {
    const home = await makeSmallHome();
    await home.put(['D/Tencent Files/10001/Msg3.0.db']);
    await home.put({ [pointer]: ini(0, home.at('D')) });
    expect(rootsOf(await home.discoverWindows(), home)).toEqual(['qq-windows D/Tencent Files']);
  });

  test.each([
    ['type 2 without a path', '[UserDataSet]\r\nUserDataSavePathType=2\r\n'],
    ['an unknown type', '[UserDataSet]\r\nUserDataSavePathType=3\r\n'],
    ['type 0 in another section', '[Other]\r\nUserDataSavePathType=0\r\n'],
  ])('%s is an unusable pointer', async (_, text) => {
    const home = await makeSmallHome();
    await home.put({ [pointer]: text });
    expect(notesOf(await home.discoverWindows(), 'unusable-pointer')).toEqual([home.at(pointer)]);
  });

  const tencent = String.raw`HKLM\SOFTWARE\WOW6432Node\Tencent`;

  test.each(['QQ2009', 'QQNT', 'TIM'])(
    'data in the install folder that the registry names for %s is measured only',
    async (product) => {
      const home = await makeSmallHome();
      await home.put(['E/apps/qq/Users/10001/Msg3.0.db', 'E/apps/qq/Bin/QQ.exe']);
      await home.put({ [pointer]: ini(0) });
      const found = await home.discoverWindows({
        [`${tencent}\\${product}\\Install`]: { kind: 'value', value: home.at('E/apps/qq') },
      });
      expect(toDiscoveryView(found).roots).toMatchObject([
        { platform: 'qq-windows-installed', support: 'detect-only', path: home.at('E/apps/qq/Users') },
      ]);
      expect(foldersOf(found)).toEqual(['10001']);
      expect(found.notes).toEqual([]);
    },
  );

  test.each([
    ['without data', 'E/apps/qq'],
    ['that is gone', 'E/gone'],
    ['with the accounts of another program', 'E/other'],
  ])('an install folder %s gives no root and no note', async (_, install) => {
    const home = await makeSmallHome();
    await home.put(['E/apps/qq/Bin/QQ.exe', 'E/other/Users/me/notes.txt']);
    const found = await home.discoverWindows({
      [`${tencent}\\QQ2009\\Install`]: { kind: 'value', value: home.at(install) },
    });
    expect([found.roots, found.notes]).toEqual([[], []]);
  });

  test('finds documents that were moved to OneDrive', async () => {
    const home = await makeSmallHome();
    await home.put(['OneDrive/文档/Tencent Files/10001/Msg3.0.db']);
    const found = await home.discoverWindows({}, { documents: ['Documents', 'OneDrive/文档'] });
    expect(rootsOf(found, home)).toEqual(['qq-windows OneDrive/文档/Tencent Files']);
  });
});

test('folders of QQ and TIM outside their data are found by their own platform', async () => {
  const home = await makeSmallHome();
  await home.put([
    'AppData/Roaming/Tencent/QQ/Temp/a',
    'AppData/Roaming/Tencent/TIM/STemp/a',
    'AppData/Roaming/Tencent/OMGCACHE/a',
    'AppData/Local/Tencent/QQ/Cache/a',
    'AppData/Roaming/QQ/Cache/a',
    'ProgramData/Tencent Files/QQ/Misc/a',
    'ProgramData/Tencent/QQProtect/a',
  ]);
  expect(rootsOf(await home.discoverWindows(), home)).toEqual([
    'qq-windows AppData/Roaming/Tencent/QQ',
    'qq-windows-shell AppData/Roaming/QQ',
    'qq-windows-caches AppData/Roaming/Tencent/OMGCACHE',
    'qq-windows-caches AppData/Local/Tencent/QQ/Cache',
    'qq-windows-components ProgramData/Tencent Files/QQ/Misc',
    'qq-windows-protect ProgramData/Tencent/QQProtect',
    'tim-windows AppData/Roaming/Tencent/TIM',
  ]);
});

test('WeCom, DingTalk and Feishu are found, with as much support as their sources allow', async () => {
  const home = await makeSmallHome();
  await home.put([
    'Documents/WXWork/Global/Config.cfg',
    'AppData/Roaming/Tencent/WXWork/Log/a',
    'AppData/Roaming/DingTalk/123_v2/DBFiles/dingtalk.db',
    'Documents/DingTalk Files/a.pdf',
    'AppData/Roaming/LarkShell/sdk_storage/log/a',
  ]);
  const view = toDiscoveryView(await home.discoverWindows());
  expect(view.roots.map(({ platform, support, layout }) => `${platform} ${support} ${layout}`)).toEqual([
    'wecom-windows basic-only recognised',
    'wecom-windows basic-only recognised',
    'dingtalk-windows basic-only recognised',
    'feishu-windows basic-only recognised',
    'dingtalk-windows-files detect-only recognised',
    'feishu-windows basic-only recognised',
  ]);
  expect(view.accounts.map(({ folder }) => folder)).toEqual(['123_v2']);
});
