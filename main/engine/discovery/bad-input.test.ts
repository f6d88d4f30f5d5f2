import { chmod, chown, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { foldersOf, makeSmallHome, notesOf, rootsOf, wechat3, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import type { Discovery } from './discovery.ts';
import { driveAnswers, driveOf } from './drive.ts';

const pointers = {
  '3.x': 'AppData/Roaming/Tencent/WeChat/All Users/config/3ebffe94.ini',
  '4.x': 'AppData/Roaming/Tencent/xwechat/config/a.ini',
  QQ: 'Public/Documents/Tencent/QQ/UserDataInfo.ini',
} as const;

/** A pointer file of the given messenger that names `value`. */
function written(which: keyof typeof pointers, value: string): string {
  return which === 'QQ' ? `[UserDataSet]\r\nUserDataSavePathType=2\r\nUserDataSavePath=${value}\r\n` : value;
}

async function noteFor(home: SmallHome, path: string): Promise<Discovery['notes']> {
  const found = await home.discoverWindows();
  expect(found.roots.filter(({ kind }) => kind === 'data')).toEqual([]);
  return found.notes.filter((note) => note.path === home.at(path));
}

describe.each(Object.entries(pointers) as [keyof typeof pointers, string][])(
  'the pointer file of %s',
  (which, path) => {
    test.each([
      ['relative', 'somewhere/else', 'relative'],
      ['a share', String.raw`\\server\share\WeChat`, 'network'],
      ['climbing', '/tmp/../home', 'parent'],
    ])('that is %s is said in one line and skipped', async (_, value, detail) => {
      const home = await makeSmallHome();
      await home.put({ [path]: written(which, value) });
      expect(await noteFor(home, path)).toEqual([{ kind: 'unusable-pointer', path: home.at(path), detail }]);
    });

    test('with a NUL in it', async () => {
      const home = await makeSmallHome();
      await home.put({ [path]: written(which, `${home.at('a')}\0${home.at('b')}`) });
      expect(await noteFor(home, path)).toEqual([
        { kind: 'unusable-pointer', path: home.at(path), detail: 'not-text' },
      ]);
    });

    test('of a gigabyte is never read', async () => {
      const home = await makeSmallHome();
      await home.put({ [path]: written(which, home.at('a')) });
      await truncate(home.at(path), 2 ** 30);
      expect(await noteFor(home, path)).toEqual([
        { kind: 'unusable-pointer', path: home.at(path), detail: 'too-large' },
      ]);
    });

    test('to a place on a drive that is not connected', async () => {
      const home = await makeSmallHome();
      const gone = '/media/nobody/signoff-no-such-disk/数据';
      await home.put({ [path]: written(which, gone) });
      expect(await noteFor(home, path)).toEqual([
        { kind: 'drive-missing', path: home.at(path), detail: gone },
      ]);
    });

    test('to a place that is gone', async () => {
      const home = await makeSmallHome();
      await home.put({ [path]: written(which, home.at('gone')) });
      expect(await noteFor(home, path)).toEqual([
        { kind: 'stale-pointer', path: home.at(path), detail: home.at('gone') },
      ]);
    });
  },
);

test('the pointer of 3.x beside the registry leads to its own root', async () => {
  const home = await makeSmallHome();
  await home.put(wechat3('moved/WeChat Files', 'wxid_a'));
  await home.put({ [pointers['3.x']]: home.at('moved') });
  const found = await home.discoverWindows();
  expect(rootsOf(found, home)[0]).toBe('wechat-windows-3 moved/WeChat Files');
  expect(found.roots[0]?.foundBy).toEqual([
    { rule: 'W3-D2', by: 'pointer-file', from: home.at(pointers['3.x']) },
  ]);
});

test('the Store edition is measured only, a drive root and redirected documents count', async () => {
  const home = await makeSmallHome();
  const store = 'TencentWeChatLimited.forWindows10_sdtnhv12zgd7a';
  const inStore = `AppData/Local/Packages/${store}/LocalCache/Roaming/Tencent/WeChatAppStore/WeChatAppStore Files`;
  await home.put(wechat3(inStore, 'wxid_store'));
  await home.put(wechat4('D/xwechat_files', 'wxid_drive_1111'));
  await home.put(wechat4('OneDrive/文档/xwechat_files', 'wxid_cloud_2222'));
  const found = await home.discoverWindows({}, { documents: ['OneDrive/文档', 'Documents'], drives: ['D'] });
  expect(rootsOf(found, home)).toEqual([
    'wechat-windows-4 OneDrive/文档/xwechat_files',
    'wechat-windows-4 D/xwechat_files',
    `wechat-windows-3-store ${inStore}`,
  ]);
  expect(found.roots.map(({ platform }) => platform.support)).toEqual(['clean', 'clean', 'detect-only']);
});

describe('of another user', () => {
  test('a root in the profile beside this one is left alone, readable or not', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('Users/other/xwechat_files', 'wxid_theirs_1111'));
    await home.put(wechat4('Users/me/xwechat_files', 'wxid_mine_2222'));
    await home.put({ 'Users/me/AppData/Roaming/Tencent/xwechat/config/a.ini': home.at('Users/other') });
    const places = {
      home: ['Users/me'],
      documents: ['Users/me/Documents'],
      roaming: ['Users/me/AppData/Roaming'],
      publicDocuments: ['Users/Public/Documents'],
    };
    const found = await home.discoverWindows({}, places);
    expect(foldersOf(found)).toEqual(['wxid_mine_2222']);
    expect(notesOf(found, 'other-user')).toEqual([home.at('Users/other/xwechat_files')]);
  });

  test('what everybody shares is not somebody else’s', async () => {
    const home = await makeSmallHome();
    await home.put(['Users/Public/Documents/WXWork/Global/Config.cfg', 'Users/me/']);
    const places = { home: ['Users/me'], publicDocuments: ['Users/Public/Documents'] };
    expect(rootsOf(await home.discoverWindows({}, places), home)).toEqual([
      'wecom-windows Users/Public/Documents/WXWork',
    ]);
  });

  test('an account folder that another user owns is left alone', async (ctx) => {
    ctx.skip(process.geteuid?.() !== 0, 'only root may give a folder away');
    const home = await makeSmallHome();
    await home.put(wechat4('Documents/xwechat_files', 'wxid_mine_1111', 'wxid_theirs_2222'));
    await chown(home.at('Documents/xwechat_files/wxid_theirs_2222'), 12345, 12345);
    const found = await home.discoverLinux();
    expect(foldersOf(found)).toEqual(['wxid_mine_1111']);
    expect(notesOf(found, 'other-user')).toEqual([home.at('Documents/xwechat_files/wxid_theirs_2222')]);
  });

  test('an account folder that may not be read is listed without access and said', async () => {
    const home = await makeSmallHome();
    const shut = 'Documents/Tencent Files/10002';
    await home.put(['Documents/Tencent Files/10001/Msg3.0.db', `${shut}/Msg3.0.db`]);
    await chmod(home.at(shut), 0);
    const found = await asNobody(home.path, () => home.discoverWindows());
    await chmod(home.at(shut), 0o700);
    const accounts = found.roots.flatMap((root) => root.accounts);
    expect(accounts.map(({ folder, access }) => [folder, access]).toSorted()).toEqual([
      ['10001', 'ok'],
      ['10002', 'no-permission'],
    ]);
    expect(notesOf(found, 'no-permission')).toEqual([home.at(shut)]);
  });
});

describe('a drive', () => {
  test.each([
    ['/Volumes/My Disk/a', '/Volumes/My Disk'],
    ['/media/me/stick/a/b', '/media/me/stick'],
    ['/run/media/me/stick', '/run/media/me/stick'],
    ['/mnt/d/a', '/mnt/d'],
    ['/home/me/a', null],
    ['/mediax/me/stick', null],
  ])('of %s is %s', (path, drive) => {
    expect(driveOf(path)).toBe(drive);
  });

  test('answers when it is there', async () => {
    expect(await driveAnswers('/mnt/signoff-no-such-disk/a')).toBe(false);
    expect(await driveAnswers(dirname('/home/me'))).toBe(true);
  });
});

describe('a running program as a hint', () => {
  const weixin = {
    pid: 7,
    name: 'Weixin.exe',
    path: String.raw`C:\Program Files\Tencent\Weixin\Weixin.exe`,
    ownUser: true,
  };
  const listing = (...processes: (typeof weixin)[]) => ({
    list: () => Promise.resolve({ kind: 'known', processes } as const),
  });

  test('is said where none of its data was found, and is no root', async () => {
    const home = await makeSmallHome();
    const found = await home.discoverWindows({}, {}, listing(weixin));
    expect(found.roots).toEqual([]);
    expect(found.notes).toEqual([{ kind: 'runs-without-data', path: weixin.path, detail: null }]);
  });

  test("is not said beside its data, nor of another user's program or one at an unknown place", async () => {
    const home = await makeSmallHome();
    const others = listing({ ...weixin, ownUser: false }, { ...weixin, path: String.raw`D:\x\Weixin.exe` });
    expect((await home.discoverWindows({}, {}, others)).notes).toEqual([]);
    await home.put(wechat4('Documents/xwechat_files', 'wxid_a_1111'));
    expect((await home.discoverWindows({}, {}, listing(weixin))).notes).toEqual([]);
  });

  test('TIM with data of QQ in their common root is at home', async () => {
    const home = await makeSmallHome();
    await home.put(['Documents/Tencent Files/10001/Msg3.0.db']);
    const path = String.raw`C:\Program Files (x86)\Tencent\TIM\Bin\TIM.exe`;
    const found = await home.discoverWindows({}, {}, listing({ ...weixin, name: 'TIM.exe', path }));
    expect(found.notes).toEqual([]);
  });
});
