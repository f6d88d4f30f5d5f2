import { symlink } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { foldersOf, makeSmallHome, notesOf, rootsOf, wechat3, wechat4 } from '../../testing/small-home.ts';
import { toDiscoveryView } from './discovery.ts';

const hash = '0123456789abcdef0123456789abcdef';

describe('homes that packagings give WeChat on Linux', () => {
  test.each([
    '.config/wechat',
    '.config/wechat/home',
    '.config/com.tencent.WeChat',
    '.local/share/wechat/home',
    '.local/share/WeChat_Data',
    '.local/share/weixin-sandbox',
    '.local/share/wechat-profiles/work',
    '.local/share/wxctl/instances/work',
    'Documents/WeChat_Data',
    'Documents/WeChat_Data/home',
  ])('%s is found with its accounts and its state', async (home) => {
    const small = await makeSmallHome();
    await small.put(wechat4(`${home}/xwechat_files`, 'wxid_a_1111'));
    await small.put(wechat4(`${home}/Documents/xwechat_files`, 'wxid_b_2222'));
    await small.put([`${home}/.xwechat/radium/web/profiles/p/Cookies`]);
    const found = await small.discoverLinux();
    expect(rootsOf(found, small).toSorted()).toEqual([
      `wechat-linux-4 ${home}/.xwechat`,
      `wechat-linux-4 ${home}/Documents/xwechat_files`,
      `wechat-linux-4 ${home}/xwechat_files`,
    ]);
    expect(foldersOf(found).toSorted()).toEqual(['wxid_a_1111', 'wxid_b_2222']);
    expect(found.notes).toEqual([]);
  });

  test.each(['Documents/WeChat_Data', '.local/share/wechat'])(
    'a named instance in %s is found with its sign-in and its state',
    async (sandbox) => {
      const small = await makeSmallHome();
      const instance = `${sandbox}/home/.multi_xwechat_instance/${hash}`;
      await small.put(wechat4(`${sandbox}/xwechat_files`, 'wxid_a_1111'));
      await small.put([`${instance}/xwechat_files/all_users/config/global_config`]);
      await small.put([`${instance}/.xwechat/login/wxid_a/key_info.dat`]);
      expect(rootsOf(await small.discoverLinux(), small)).toEqual(
        expect.arrayContaining([
          `wechat-linux-4 ${instance}/xwechat_files`,
          `wechat-linux-4 ${instance}/.xwechat`,
        ]),
      );
    },
  );

  test('folders with a number, as start scripts for a second account make them, are found', async () => {
    const small = await makeSmallHome();
    await small.put(wechat4('Documents/xwechat_files2', 'wxid_a_1111'));
    await small.put([...wechat4('xwechat_files3', 'wxid_b_2222'), '.xwechat2/log/a']);
    const found = await small.discoverLinux();
    expect(rootsOf(found, small).toSorted()).toEqual([
      'wechat-linux-4 .xwechat2',
      'wechat-linux-4 Documents/xwechat_files2',
      'wechat-linux-4 xwechat_files3',
    ]);
    expect(foldersOf(found).toSorted()).toEqual(['wxid_a_1111', 'wxid_b_2222']);
  });

  test('a link from the home to its sibling adds no second root', async () => {
    const small = await makeSmallHome();
    await small.put([
      ...wechat4('.local/share/wechat/xwechat_files', 'wxid_a_1111'),
      '.local/share/wechat/home/',
    ]);
    await symlink(
      small.at('.local/share/wechat/xwechat_files'),
      small.at('.local/share/wechat/home/xwechat_files'),
    );
    expect(rootsOf(await small.discoverLinux(), small)).toEqual([
      'wechat-linux-4 .local/share/wechat/xwechat_files',
    ]);
  });

  describe.each([
    '.config/wechat',
    '.config/wechat-x',
    '.config/my-weixin/work',
    '.config/com.tencent.WeChat',
    `.config/wechat-x/home/.multi_xwechat_instance/${hash}`,
    '.local/share/wechat/home',
    '.local/share/weixin-sandbox',
    '.local/share/wechat-profiles/work',
    '.local/share/wxctl/instances/work',
    'Documents/WeChat_Data',
    'Documents/WeChat_Data/home',
    `Documents/WeChat_Data/home/.multi_xwechat_instance/${hash}`,
  ])('a pointer in the sandbox home %s', (home) => {
    const pointer = `${home}/.xwechat/config/${hash}.ini`;

    test('to a folder of the home leads to that folder of the sandbox', async () => {
      const small = await makeSmallHome();
      await small.put(wechat4(`${home}/moved/xwechat_files`, 'wxid_a_1111'));
      await small.put({ [pointer]: small.at('moved') });
      const found = await small.discoverLinux();
      expect(rootsOf(found, small)).toContain(`wechat-linux-4 ${home}/moved/xwechat_files`);
      expect(foldersOf(found)).toEqual(['wxid_a_1111']);
      expect(found.notes).toEqual([]);
    });

    test('to a folder that only the real home has leads there', async () => {
      const small = await makeSmallHome();
      await small.put(wechat4('moved/xwechat_files', 'wxid_a_1111'));
      await small.put({ [pointer]: small.at('moved') });
      expect(rootsOf(await small.discoverLinux(), small)).toContain('wechat-linux-4 moved/xwechat_files');
    });
  });

  test('pointers in two sandbox homes lead to their own sandbox each', async () => {
    const small = await makeSmallHome();
    for (const name of ['wechat-a', 'wechat-b']) {
      await small.put(wechat4(`.config/${name}/moved/xwechat_files`, `wxid_${name.slice(-1)}_1111`));
      await small.put({ [`.config/${name}/.xwechat/config/${hash}.ini`]: small.at('moved') });
    }
    expect(foldersOf(await small.discoverLinux()).toSorted()).toEqual(['wxid_a_1111', 'wxid_b_1111']);
  });

  test('a pointer below a folder with another program’s name is not followed', async () => {
    const small = await makeSmallHome();
    await small.put(wechat4('.config/other/moved/xwechat_files', 'wxid_a_1111'));
    await small.put({ [`.config/other/.xwechat/config/${hash}.ini`]: small.at('moved') });
    expect(rootsOf(await small.discoverLinux(), small)).toEqual([]);
  });

  test('a pointer of a sandbox to the whole home adds no root', async () => {
    const small = await makeSmallHome();
    await small.put(['mine.txt']);
    await small.put({ [`.config/wechat-x/.xwechat/config/${hash}.ini`]: small.path });
    expect(rootsOf(await small.discoverLinux(), small)).toEqual(['wechat-linux-4 .config/wechat-x/.xwechat']);
  });

  test('a pointer of a sandbox that names a missing folder is noted', async () => {
    const small = await makeSmallHome();
    const pointer = `.config/wechat-x/.xwechat/config/${hash}.ini`;
    await small.put({ [pointer]: small.at('gone') });
    expect(notesOf(await small.discoverLinux(), 'stale-pointer')).toEqual([small.at(pointer)]);
  });

  test.each([
    'Documents/my wechat backup/xwechat_files',
    'wechat-backup/xwechat_files',
    '.config/other/xwechat_files',
  ])('%s, which may be a backup of the person or another program, is not searched', async (folder) => {
    const small = await makeSmallHome();
    await small.put(wechat4(folder, 'wxid_a_1111'));
    expect(rootsOf(await small.discoverLinux(), small)).toEqual([]);
  });
});

test.each(['.config/QQ', '.local/share/QQ_Data/.config/QQ', '.local/share/qq/home/.config/QQ'])(
  'QQ on Linux is found in %s',
  async (folder) => {
    const small = await makeSmallHome();
    await small.put([`${folder}/global/nt_db/login.db`, `${folder}/nt_qq_0f3c/nt_db/nt_msg.db`]);
    const found = await small.discoverLinux();
    expect(rootsOf(found, small)).toEqual([`qq-linux-nt ${folder}`]);
    expect(foldersOf(found)).toEqual(['nt_qq_0f3c']);
  },
);

test.each(['.deepinwine/Deepin-WeChat', '.wine', '.cxoffice/wechat', '.local/share/bottles/bottles/wechat'])(
  'WeChat 3.x in the Wine prefix %s is measured only',
  async (prefix) => {
    const small = await makeSmallHome();
    await small.put(wechat3(`${prefix}/drive_c/users/me/Documents/WeChat Files`, 'wxid_a'));
    expect(toDiscoveryView(await small.discoverLinux()).roots).toMatchObject([
      { platform: 'wechat-linux-wine-3', support: 'detect-only', layout: 'recognised' },
    ]);
  },
);

describe('copies of WeChat on macOS', () => {
  test.each([
    'com.tencent.xinWeChat2',
    'com.tencent.xinWeChat10',
    'com.tencent.xinWeChat.dual',
    'com.tencent.xinWeChat.clone2',
    'com.tencent.xinWeChat.multi1',
    'com.tencent.WeChatWork',
    'com.tencent.wechat_1700000000',
  ])('%s is found with its accounts and its state', async (id) => {
    const small = await makeSmallHome();
    const container = `Library/Containers/${id}/Data`;
    const old = `${container}/Library/Application Support/com.tencent.xinWeChat/2.0b4.0.9`;
    await small.put(wechat4(`${container}/Documents/xwechat_files`, 'wxid_a_1111'));
    await small.put([`${container}/Documents/app_data/radium/web/profiles/p/Cookies`]);
    await small.put([`${container}/.wxapplet/cache/a`, `${old}/${hash}/Message/msg_0.db`]);
    const found = await small.discoverMacos();
    const roots = rootsOf(found, small);
    for (const root of [
      `wechat-macos-4 ${container}/Documents/xwechat_files`,
      `wechat-macos-4 ${container}/Documents/app_data`,
      `wechat-macos-4-applets ${container}/.wxapplet`,
      `wechat-macos-3 ${old}`,
    ])
      expect(roots).toContain(root);
    expect(foldersOf(found).toSorted()).toEqual([hash, 'wxid_a_1111']);
  });

  test.each(['com.tencent.xinWeChat.bak', 'com.tencent.xinWeChat.old', 'com.tencent.WeChatNew'])(
    '%s, which may be a backup, is measured only',
    async (id) => {
      const small = await makeSmallHome();
      const container = `Library/Containers/${id}/Data`;
      await small.put(wechat4(`${container}/Documents/xwechat_files`, 'wxid_a_1111'));
      await small.put([`${container}/Documents/app_data/log/a`, `${container}/Library/Caches/a`]);
      expect(toDiscoveryView(await small.discoverMacos()).roots).toMatchObject([
        { platform: 'wechat-macos-4-others', support: 'detect-only', layout: 'recognised' },
      ]);
    },
  );

  test('a helper of WeChat with a Library of its own belongs to the rest, not to a copy', async () => {
    const small = await makeSmallHome();
    await small.put(['Library/Containers/com.tencent.xinWeChat.MiniProgram/Data/Library/Caches/a']);
    expect(rootsOf(await small.discoverMacos(), small)).toEqual([
      'wechat-macos-rest Library/Containers/com.tencent.xinWeChat.MiniProgram',
    ]);
  });
});

test('QQ before NT on macOS is found by its numbered folders with a database', async () => {
  const small = await makeSmallHome();
  const contents = 'Library/Containers/com.tencent.qq/Data/Documents/contents';
  await small.put([`${contents}/10001/QQ.db`, `${contents}/10002/other`, `${contents}/notes/QQ.db`]);
  const found = await small.discoverMacos();
  expect(rootsOf(found, small)).toEqual([`qq-macos-chats ${contents}`]);
  expect(foldersOf(found)).toEqual(['10001']);
  expect(notesOf(found, 'not-an-account')).toEqual([small.at(contents, '10002')]);
});

test('QQ outside its sandbox on macOS is measured only', async () => {
  const small = await makeSmallHome();
  await small.put(['Library/Application Support/QQ/nt_qq_0f3c/nt_db/nt_msg.db']);
  expect(toDiscoveryView(await small.discoverMacos()).roots).toMatchObject([
    { platform: 'qq-macos-nt-unsandboxed', support: 'detect-only' },
  ]);
});

test('data of QQ in its install folder is found and measured only, and QQEX is found', async () => {
  const small = await makeSmallHome();
  await small.put([
    'Program Files (x86)/Tencent/QQ/Users/10001/Msg3.0.db',
    'AppData/Roaming/QQEX/miniapp/temps/miniapp_src/1_2/a',
  ]);
  const found = await small.discoverWindows({}, { drives: [''] });
  expect(toDiscoveryView(found).roots).toMatchObject([
    { platform: 'qq-windows-installed', support: 'detect-only', layout: 'recognised' },
    { platform: 'qq-windows-applets', support: 'clean' },
  ]);
  expect(foldersOf(found)).toEqual(['10001']);
});

test.each(['WeChat/xwechat_files', 'WeChat Files/xwechat_files', 'Documents/WeChat Files/xwechat_files'])(
  'WeChat 4.x on Windows is found in %s without a pointer',
  async (folder) => {
    const small = await makeSmallHome();
    await small.put(wechat4(folder, 'wxid_a_1111'));
    const found = await small.discoverWindows({}, { drives: [''] });
    expect(rootsOf(found, small)).toContain(`wechat-windows-4 ${folder}`);
    expect(foldersOf(found)).toEqual(['wxid_a_1111']);
  },
);
