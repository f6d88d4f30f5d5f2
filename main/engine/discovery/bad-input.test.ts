import { chmod, chown, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { foldersOf, makeSmallHome, notesOf, rootsOf, wechat3, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import type { Discovery } from './discovery.ts';
import { driveOf, driveState } from './rule-hits.ts';

const pointers = {
  '3.x': 'AppData/Roaming/Tencent/WeChat/All Users/config/3ebffe94.ini',
  '4.x': 'AppData/Roaming/Tencent/xwechat/config/a.ini',
  QQ: 'Public/Documents/Tencent/QQ/UserDataInfo.ini',
} as const;

/** A pointer file of the given messenger that names `value`. */
function pointerContent(which: keyof typeof pointers, value: string): string {
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
      ['a relative', 'somewhere/else', 'relative'],
      ['a network', String.raw`\\server\share\WeChat`, 'network'],
      ['a climbing', '/tmp/../home', 'parent'],
    ])('with %s path is noted as unusable and skipped', async (_, value, detail) => {
      const home = await makeSmallHome();
      await home.put({ [path]: pointerContent(which, value) });
      expect(await noteFor(home, path)).toEqual([{ kind: 'unusable-pointer', path: home.at(path), detail }]);
    });

    test('with a NUL byte in its path is noted as not-text', async () => {
      const home = await makeSmallHome();
      await home.put({ [path]: pointerContent(which, `${home.at('a')}\0${home.at('b')}`) });
      expect(await noteFor(home, path)).toEqual([
        { kind: 'unusable-pointer', path: home.at(path), detail: 'not-text' },
      ]);
    });

    test('of one gigabyte is noted as too-large and not read', async () => {
      const home = await makeSmallHome();
      await home.put({ [path]: pointerContent(which, home.at('a')) });
      await truncate(home.at(path), 2 ** 30);
      expect(await noteFor(home, path)).toEqual([
        { kind: 'unusable-pointer', path: home.at(path), detail: 'too-large' },
      ]);
    });

    test('to a disconnected drive is noted as drive-missing', async () => {
      const home = await makeSmallHome();
      const missing = '/media/nobody/signoff-no-such-disk/数据';
      await home.put({ [path]: pointerContent(which, missing) });
      expect(await noteFor(home, path)).toEqual([
        { kind: 'drive-missing', path: home.at(path), detail: missing },
      ]);
    });

    test('to a missing folder is noted as stale-pointer', async () => {
      const home = await makeSmallHome();
      await home.put({ [path]: pointerContent(which, home.at('gone')) });
      expect(await noteFor(home, path)).toEqual([
        { kind: 'stale-pointer', path: home.at(path), detail: home.at('gone') },
      ]);
    });
  },
);

test('the 3.x pointer file leads to the root in its target folder', async () => {
  const home = await makeSmallHome();
  await home.put(wechat3('moved/WeChat Files', 'wxid_a'));
  await home.put({ [pointers['3.x']]: home.at('moved') });
  const found = await home.discoverWindows();
  expect(rootsOf(found, home)[0]).toBe('wechat-windows-3 moved/WeChat Files');
  expect(found.roots[0]?.foundBy).toEqual([
    { rule: 'W3-D2', by: 'pointer-file', from: home.at(pointers['3.x']) },
  ]);
});

test('finds data in a drive root and in redirected documents, and measures the Store edition only', async () => {
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

describe('data of another user', () => {
  test('a root in another user’s profile is skipped and noted', async () => {
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

  describe.each(Object.entries(pointers) as [keyof typeof pointers, string][])(
    'in the pointer file of %s',
    (which, path) => {
      const places = {
        home: ['Users/me'],
        roaming: ['Users/me/AppData/Roaming'],
        publicDocuments: ['Users/me/Public/Documents'],
      };
      const child = { '3.x': 'WeChat Files', '4.x': 'xwechat_files', QQ: 'Tencent Files' }[which];

      async function follow(home: SmallHome, target: string): Promise<Discovery['notes']> {
        await home.put({ [`Users/me/${path}`]: pointerContent(which, home.at(target)) });
        return (await home.discoverWindows({}, places)).notes;
      }

      test('a missing folder in another profile is a stale pointer, not another user’s data', async () => {
        const home = await makeSmallHome();
        expect(await follow(home, 'Users/张三/文档')).toEqual([
          { kind: 'stale-pointer', path: home.at('Users/me', path), detail: home.at('Users/张三/文档') },
        ]);
      });

      test('an own folder with a Chinese name in UTF-8 gives no note', async () => {
        const home = await makeSmallHome();
        await home.put([`Users/me/数据/${child}/`]);
        const notes = await follow(home, 'Users/me/数据');
        expect(notes.filter(({ kind }) => kind !== 'unknown-layout')).toEqual([]);
      });

      test('an existing folder with a Chinese name in another profile is another user’s data', async () => {
        const home = await makeSmallHome();
        await home.put([`Users/张三/文档/${child}/`]);
        expect(await follow(home, 'Users/张三/文档')).toEqual([
          { kind: 'other-user', path: home.at('Users/张三/文档', child), detail: null },
        ]);
      });

      test('an unreadable folder in another profile is another user’s data', async () => {
        const home = await makeSmallHome();
        await home.put([`Users/other/${child}/`]);
        await home.put({ [`Users/me/${path}`]: pointerContent(which, home.at('Users/other')) });
        await chmod(home.at('Users/other'), 0);
        const found = await asNobody(home.path, () => home.discoverWindows({}, places));
        await chmod(home.at('Users/other'), 0o700);
        expect(notesOf(found, 'other-user')).toContain(home.at('Users/other', child));
      });
    },
  );

  test('a root in the public documents is not another user’s', async () => {
    const home = await makeSmallHome();
    await home.put(['Users/Public/Documents/WXWork/Global/Config.cfg', 'Users/me/']);
    const places = { home: ['Users/me'], publicDocuments: ['Users/Public/Documents'] };
    expect(rootsOf(await home.discoverWindows({}, places), home)).toEqual([
      'wecom-windows Users/Public/Documents/WXWork',
    ]);
  });

  test('an account folder with another owner is skipped', async (ctx) => {
    ctx.skip(process.geteuid?.() !== 0, 'only root may give a folder away');
    const home = await makeSmallHome();
    await home.put(wechat4('Documents/xwechat_files', 'wxid_mine_1111', 'wxid_theirs_2222'));
    await chown(home.at('Documents/xwechat_files/wxid_theirs_2222'), 12345, 12345);
    const found = await home.discoverLinux();
    expect(foldersOf(found)).toEqual(['wxid_mine_1111']);
    expect(notesOf(found, 'other-user')).toEqual([home.at('Documents/xwechat_files/wxid_theirs_2222')]);
  });

  test('an unreadable account folder is listed as no-permission and noted', async () => {
    const home = await makeSmallHome();
    const unreadable = 'Documents/Tencent Files/10002';
    await home.put(['Documents/Tencent Files/10001/Msg3.0.db', `${unreadable}/Msg3.0.db`]);
    await chmod(home.at(unreadable), 0);
    const found = await asNobody(home.path, () => home.discoverWindows());
    await chmod(home.at(unreadable), 0o700);
    const accounts = found.roots.flatMap((root) => root.accounts);
    expect(accounts.map(({ folder, access }) => [folder, access]).toSorted()).toEqual([
      ['10001', 'ok'],
      ['10002', 'no-permission'],
    ]);
    expect(notesOf(found, 'no-permission')).toEqual([home.at(unreadable)]);
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
  ])('of %s resolves to %s', (path, drive) => {
    expect(driveOf(path)).toBe(drive);
  });

  test('answers when it is connected, and not otherwise', async () => {
    expect(await driveState('/mnt/signoff-no-such-disk/a')).toBe('away');
    expect(await driveState(dirname('/home/me'))).toBe('there');
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

  test('is noted when none of its data was found, and adds no root', async () => {
    const home = await makeSmallHome();
    const found = await home.discoverWindows({}, {}, listing(weixin));
    expect(found.roots).toEqual([]);
    expect(found.notes).toEqual([{ kind: 'runs-without-data', path: weixin.path, detail: null }]);
  });

  test("is not noted when its data was found, for another user's program or for one in an unknown folder", async () => {
    const home = await makeSmallHome();
    const others = listing({ ...weixin, ownUser: false }, { ...weixin, path: String.raw`D:\x\Weixin.exe` });
    expect((await home.discoverWindows({}, {}, others)).notes).toEqual([]);
    await home.put(wechat4('Documents/xwechat_files', 'wxid_a_1111'));
    expect((await home.discoverWindows({}, {}, listing(weixin))).notes).toEqual([]);
  });

  test('is not noted for TIM when the root it shares with QQ was found', async () => {
    const home = await makeSmallHome();
    await home.put(['Documents/Tencent Files/10001/Msg3.0.db']);
    const path = String.raw`C:\Program Files (x86)\Tencent\TIM\Bin\TIM.exe`;
    const found = await home.discoverWindows({}, {}, listing({ ...weixin, name: 'TIM.exe', path }));
    expect(found.notes).toEqual([]);
  });
});
