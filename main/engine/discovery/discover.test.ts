import { chmod, mkdir, rename, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { foldersOf, makeSmallHome, notesOf, rootsOf, wechat3, wechat4 } from '../../testing/small-home.ts';
import { toDiscoveryView } from './discovery.ts';

const gbkWeChat = Uint8Array.from([0xce, 0xa2, 0xd0, 0xc5]); // 微信

describe('WeChat 4.x on Linux', () => {
  test('finds the default folders with their accounts and state folder', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('Documents/xwechat_files', 'wxid_abc_1a2b', 'myalias_00ff'));
    await home.put(['.xwechat/log/a.log', '.xwechat/login/wxid_abc/key_info.dat']);
    const found = await home.discoverLinux();
    expect(rootsOf(found, home)).toEqual([
      'wechat-linux-4 Documents/xwechat_files',
      'wechat-linux-4 .xwechat',
    ]);
    expect(foldersOf(found).toSorted()).toEqual(['myalias_00ff', 'wxid_abc_1a2b']);
    const [data, state] = found.roots;
    const account = data?.accounts.find(({ key }) => key === 'wxid_abc');
    expect(account?.folder).toBe('wxid_abc_1a2b');
    expect(state).toMatchObject({ kind: 'state', layout: 'recognised', accounts: [] });
    expect(state?.accountIdByKey.get('wxid_abc')).toBe(account?.id);
    expect(found.notes).toEqual([]);
  });

  test('finds a localised documents folder by its name and by user-dirs.dirs', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('文档/xwechat_files', 'wxid_a_1111'));
    await home.put(wechat4('My "Docs"/xwechat_files', 'wxid_b_2222'));
    await home.put({ '.config/user-dirs.dirs': 'XDG_DOCUMENTS_DIR="$HOME/My \\"Docs\\""\n' });
    const found = await home.discoverLinux();
    expect(foldersOf(found).toSorted()).toEqual(['wxid_a_1111', 'wxid_b_2222']);
  });

  test('uses XDG_DOCUMENTS_DIR when it is absolute, and ignores a relative one', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('elsewhere/xwechat_files', 'wxid_a_1111'));
    expect(foldersOf(await home.discoverLinux({ XDG_DOCUMENTS_DIR: home.at('elsewhere') }))).toEqual([
      'wxid_a_1111',
    ]);
    expect(foldersOf(await home.discoverLinux({ XDG_DOCUMENTS_DIR: 'elsewhere' }))).toEqual([]);
  });

  test('finds the Flatpak root and state, and reads its pointer relative to the sandbox', async () => {
    const home = await makeSmallHome();
    const sandbox = '.var/app/com.tencent.WeChat';
    await home.put(wechat4(`${sandbox}/moved/xwechat_files`, 'wxid_a_1111'));
    await home.put({ [`${sandbox}/.xwechat/config/${'0'.repeat(32)}.ini`]: home.at('moved') });
    const found = await home.discoverLinux();
    expect(rootsOf(found, home)).toEqual([
      `wechat-linux-flatpak-4 ${sandbox}/moved/xwechat_files`,
      `wechat-linux-flatpak-4 ${sandbox}/.xwechat`,
    ]);
    expect(toDiscoveryView(found).accounts[0]?.packaging).toBe('flatpak');
  });

  test('resolves Appdata: in the Flatpak to the sandbox, as one root', async () => {
    const home = await makeSmallHome();
    const sandbox = '.var/app/com.tencent.WeChat';
    await home.put({ [`${sandbox}/.xwechat/config/a.ini`]: 'Appdata:.xwechat' });
    expect((await home.discoverLinux()).notes).toEqual([
      {
        kind: 'stale-pointer',
        path: home.at(sandbox, '.xwechat/config/a.ini'),
        detail: home.at(sandbox, '.xwechat'),
      },
    ]);
    await home.put(wechat4(`${sandbox}/.xwechat/xwechat_files`, 'wxid_a_1111'));
    expect(foldersOf(await home.discoverLinux())).toEqual(['wxid_a_1111']);
  });

  test("treats the AUR sandbox' link to its sibling as the same root and notes it", async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('Documents/WeChat_Data/xwechat_files', 'wxid_a_1111'));
    await home.put(['Documents/WeChat_Data/home/.xwechat/log/a']);
    const link = home.at('Documents/WeChat_Data/home/xwechat_files');
    await symlink('../xwechat_files', link);
    const found = await home.discoverLinux();
    expect(rootsOf(found, home)).toEqual([
      'wechat-linux-4 Documents/WeChat_Data/xwechat_files',
      'wechat-linux-4 Documents/WeChat_Data/home/.xwechat',
    ]);
    expect(notesOf(found, 'same-as')).toEqual([link]);
    expect(notesOf(found, 'root-is-link')).toEqual([link]);
  });

  test('finds the AUR sandbox at WECHAT_DATA_DIR', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('data/xwechat_files', 'wxid_a_1111'));
    expect(foldersOf(await home.discoverLinux({ WECHAT_DATA_DIR: home.at('data') }))).toEqual([
      'wxid_a_1111',
    ]);
  });

  test('measures the early build only', async () => {
    const home = await makeSmallHome();
    await home.put(['.local/share/weixin/data/db_storage/session/session.db']);
    const [root] = toDiscoveryView(await home.discoverLinux()).roots;
    expect(root).toMatchObject({
      platform: 'wechat-linux-early',
      support: 'detect-only',
      layout: 'recognised',
    });
  });

  test('lists the searched places when nothing was found', async () => {
    const home = await makeSmallHome();
    const found = await home.discoverLinux();
    expect(found.roots).toEqual([]);
    expect(found.lookedIn).toContain(home.at('Documents/xwechat_files'));
    expect(found.lookedIn).toContain(home.at('.xwechat/config/*.ini'));
    expect(found.lookedIn.some((place) => place.includes('HKCU'))).toBe(false);
    expect(found.notes).toEqual([]);
  });
});

describe('Windows layouts', () => {
  test('a copied 3.x folder is found on Linux, and a copied 4.x folder counts as the Linux platform', async () => {
    const home = await makeSmallHome();
    await home.put(wechat3('Documents/WeChat Files', 'wxid_old', 'custom-id'));
    await home.put(wechat4('Documents/xwechat_files', 'wxid_new_1111'));
    const found = await home.discoverLinux();
    expect(rootsOf(found, home)).toEqual([
      'wechat-linux-4 Documents/xwechat_files',
      'wechat-windows-3 Documents/WeChat Files',
    ]);
    expect(foldersOf(found).toSorted()).toEqual(['custom-id', 'wxid_new_1111', 'wxid_old']);
  });

  test('a copied folder with changed letter case is recognised', async () => {
    const home = await makeSmallHome();
    await home.put(['Documents/wechat files/all users/config/CONFIG.DATA']);
    await home.put([
      'Documents/wechat files/wxid_a/MSG/MicroMsg.db',
      'Documents/wechat files/wxid_a/filestorage/',
    ]);
    expect(foldersOf(await home.discoverLinux())).toEqual(['wxid_a']);
  });

  test('a registry value leads to its root with MyDocument:, without it, and when it names the data folder', async () => {
    const key = String.raw`HKCU\Software\Tencent\WeChat\FileSavePath`;
    const home = await makeSmallHome();
    await home.put(wechat3('moved/WeChat Files', 'wxid_a'));
    await home.put(wechat3('Documents/sub/WeChat Files', 'wxid_b'));
    for (const [value, account] of [
      [home.at('moved'), 'wxid_a'],
      [home.at('moved/WeChat Files'), 'wxid_a'],
      [String.raw`MyDocument:\sub`, 'wxid_b'],
      ['mydocument:sub', 'wxid_b'],
    ] as const) {
      const found = await home.discoverWindows({ [key]: { kind: 'value', value } });
      expect(foldersOf(found), value).toEqual([account]);
      expect(found.roots[0]?.foundBy).toEqual([{ rule: 'W3-D1', by: 'registry', from: key }]);
    }
    const silent = await home.discoverWindows({ [key]: { kind: 'could-not-tell', reason: 'timeout' } });
    expect(silent.notes).toEqual([{ kind: 'unreadable-pointer', path: key, detail: 'timeout' }]);
  });

  test('of several 4.x pointers, valid ones give roots and the others are noted', async () => {
    const home = await makeSmallHome();
    const pointer = (name: string): string => `AppData/Roaming/Tencent/xwechat/config/${name}.ini`;
    await home.put(wechat4('one/xwechat_files', 'wxid_a_1111'));
    await home.put(wechat4('two/微信/xwechat_files', 'wxid_b_2222'));
    await home.put({
      [pointer('a')]: `${home.at('one')}\r\n`,
      [pointer('b')]: Buffer.concat([Buffer.from(home.at('two/')), gbkWeChat]),
      [pointer('c')]: home.at('gone'),
      [pointer('d')]: '../one',
      [pointer('e')]: '//server/share',
      [pointer('f')]: `${home.at('one')}/../two`,
      [pointer('g')]: `${home.at('one')}\0tail`,
      [pointer('h')]: '',
      'AppData/Roaming/Tencent/xwechat/config/hardlink.dat': Buffer.from([0, 1, 2, 3]),
    });
    await truncate(home.at(pointer('h')), 20 * 2 ** 30);
    await symlink(home.at('somewhere'), home.at(pointer('i')));
    const found = await home.discoverWindows();
    expect(foldersOf(found).toSorted()).toEqual(['wxid_a_1111', 'wxid_b_2222']);
    expect(notesOf(found, 'stale-pointer')).toEqual([home.at(pointer('c'))]);
    expect(found.notes.find(({ kind }) => kind === 'stale-pointer')?.detail).toBe(home.at('gone'));
    expect(notesOf(found, 'unusable-pointer').toSorted()).toEqual(
      ['d', 'e', 'f', 'g', 'h', 'i'].map((name) => home.at(pointer(name))),
    );
  });

  test.each([
    ['the UTF-8 place, when both exist', ['ģ', '模'], 'ģ'],
    ['the GBK place, when the UTF-8 place is missing', ['模'], '模'],
  ])('a 4.x pointer in bytes that are UTF-8 and GBK leads to %s', async (_, there, expected) => {
    const home = await makeSmallHome();
    for (const folder of there) await home.put(wechat4(`${folder}/xwechat_files`, 'wxid_a_1111'));
    await home.put({
      'AppData/Roaming/Tencent/xwechat/config/a.ini': Buffer.concat([
        Buffer.from(home.at('/')),
        Buffer.from([0xc4, 0xa3]),
      ]),
    });
    const found = await home.discoverWindows();
    expect(rootsOf(found, home)[0]).toBe(`wechat-windows-4 ${expected}/xwechat_files`);
    expect(found.notes).toEqual([]);
  });

  test.each([
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['UTF-8 with mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16LE', (text: string) => Buffer.from(text, 'utf16le')],
    ['UTF-16LE with mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16BE', (text: string) => Buffer.from(text, 'utf16le').swap16()],
    ['UTF-16BE with mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('a pointer in %s leads to its folder', async (_, encode) => {
    const home = await makeSmallHome();
    await home.put(wechat4('数据/xwechat_files', 'wxid_a_1111'));
    await home.put({ 'AppData/Roaming/Tencent/xwechat/config/a.ini': encode(home.at('数据')) });
    const found = await home.discoverWindows();
    expect(foldersOf(found)).toEqual(['wxid_a_1111']);
    expect(found.roots[0]?.foundBy[0]).toMatchObject({ rule: 'W4-D1', by: 'pointer-file' });
  });

  test('a root that several rules find is listed once with all its rules', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('Documents/xwechat_files', 'wxid_a_1111'));
    await home.put({ 'AppData/Roaming/Tencent/xwechat/config/a.ini': 'MyDocument:' });
    const found = await home.discoverWindows();
    expect(found.roots.filter(({ kind }) => kind === 'data')).toHaveLength(1);
    expect(found.roots[0]?.foundBy.map(({ rule }) => rule)).toEqual(['W4-D1', 'W4-D2']);
  });
});

describe('QQ NT on Linux', () => {
  test('recognises accounts by shape, and names the only account after the only marker', async () => {
    const home = await makeSmallHome();
    await home.put(['.config/QQ/nt_qq_0f3c/nt_db/nt_msg.db', '.config/QQ/nt_qq/global/nt_db/login.db']);
    await home.put(['.config/QQ/nt_qq/global/nt_data/Login/.10001', '.config/QQ/nt_qq_empty/nt_data/']);
    const found = await home.discoverLinux();
    expect(toDiscoveryView(found).accounts).toMatchObject([
      { platform: 'qq-linux-nt', folder: 'nt_qq_0f3c', key: 'nt_qq_0f3c', displayName: '10001' },
    ]);
    expect(notesOf(found, 'not-an-account')).toEqual([home.at('.config/QQ/nt_qq_empty')]);
  });

  test('gives no number when there are two markers', async () => {
    const home = await makeSmallHome();
    await home.put(['.config/QQ/nt_qq_0f3c/nt_db/nt_msg.db']);
    await home.put(['.config/QQ/global/nt_data/Login/.10001', '.config/QQ/global/nt_data/Login/.10002']);
    expect(toDiscoveryView(await home.discoverLinux()).accounts[0]?.displayName).toBeNull();
  });

  test('finds the Flatpak root and the one at XDG_CONFIG_HOME', async () => {
    const home = await makeSmallHome();
    await home.put(['.var/app/com.qq.QQ/config/QQ/nt_qq_1/nt_db/a.db', 'cfg/QQ/nt_qq_2/nt_db/a.db']);
    expect(rootsOf(await home.discoverLinux({ XDG_CONFIG_HOME: home.at('cfg') }), home)).toEqual([
      'qq-linux-nt cfg/QQ',
      'qq-linux-flatpak-nt .var/app/com.qq.QQ/config/QQ',
    ]);
  });
});

describe('folders that are not an account or a root', () => {
  test('rejects look-alikes: by name, without a database, as a file, as a link', async () => {
    const home = await makeSmallHome();
    const root = 'Documents/xwechat_files';
    await home.put(wechat4(root, 'wxid_real_1111'));
    await home.put([`${root}/wxid_fake_2222/msg/file/a`, `${root}/wxid_file_3333`, `${root}/desktop.ini`]);
    await home.put([
      `${root}/Backup/db_storage/a.db`,
      `${root}/old_backup/db_storage/x/a.db`,
      `${root}/WMPF/a`,
    ]);
    await symlink(home.at(root, 'wxid_real_1111'), home.at(root, 'wxid_link_4444'));
    const found = await home.discoverLinux();
    expect(foldersOf(found)).toEqual(['wxid_real_1111']);
    expect(notesOf(found, 'not-an-account').toSorted()).toEqual([
      home.at(root, 'wxid_fake_2222'),
      home.at(root, 'wxid_link_4444'),
    ]);
  });

  test('measures a folder with the right name and the wrong shape, without accounts', async () => {
    const home = await makeSmallHome();
    await home.put(['Documents/xwechat_files/wxid_a_1111/new_layout/a']);
    const found = await home.discoverLinux();
    expect(found.roots).toMatchObject([{ layout: 'unknown', access: 'ok', accounts: [] }]);
    expect(notesOf(found, 'unknown-layout')).toEqual([home.at('Documents/xwechat_files')]);
    expect(notesOf(found, 'not-an-account')).toEqual([]);
  });

  test('resolves a link to a root once, and rejects a link to any other folder', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('disk/moved', 'wxid_a_1111'));
    await home.put(['private/letter.txt', 'stuff/log/mine.log', 'Documents/']);
    await symlink(home.at('disk/moved'), home.at('Documents/xwechat_files'));
    await symlink(home.at('private'), home.at('xwechat_files'));
    await symlink(home.at('stuff'), home.at('.xwechat'));
    const found = await home.discoverLinux();
    expect(found.roots.map(({ path, realPath }) => [path, realPath])).toEqual([
      [home.at('Documents/xwechat_files'), home.at('disk/moved')],
    ]);
    expect(notesOf(found, 'root-is-link')).toHaveLength(3);
    expect(notesOf(found, 'unknown-layout')).toEqual([home.at('xwechat_files'), home.at('.xwechat')]);
  });

  test('follows links in parent folders, as in a moved profile', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('disk/docs/xwechat_files', 'wxid_a_1111'));
    await home.put({ 'disk/.xwechat/config/a.ini': home.at('other') });
    await home.put(wechat4('other/xwechat_files', 'wxid_b_2222'));
    await symlink(home.at('disk/docs'), home.at('Documents'));
    await symlink(home.at('disk/.xwechat'), home.at('.xwechat'));
    const found = await home.discoverLinux();
    expect(foldersOf(found).toSorted()).toEqual(['wxid_a_1111', 'wxid_b_2222']);
    expect(found.roots.find(({ kind }) => kind === 'state')?.realPath).toBe(home.at('disk/.xwechat'));
  });

  test('never makes the home a root when a pointer names it', async () => {
    const home = await makeSmallHome();
    await home.put(['all_users/config/global_config', 'wxid_a_1111/db_storage/session/session.db']);
    await home.put({ '.xwechat/config/a.ini': home.path, '.xwechat/config/b.ini': dirname(home.path) });
    await symlink('..', join(home.path, 'xwechat_files'));
    const found = await home.discoverLinux();
    expect(found.roots.filter(({ kind }) => kind === 'data')).toEqual([]);
  });

  test('resolves Appdata: on Linux to the home', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('.xwechat/xwechat_files', 'wxid_a_1111'));
    await home.put({ '.xwechat/config/a.ini': 'Appdata:.xwechat' });
    expect(foldersOf(await home.discoverLinux())).toEqual(['wxid_a_1111']);
  });

  test('ids are stable across runs and change with the path', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('Documents/xwechat_files', 'wxid_a_1111'));
    const view = toDiscoveryView(await home.discoverLinux());
    expect(toDiscoveryView(await home.discoverLinux())).toEqual(view);
    expect(view.accounts[0]?.id).toMatch(/^[0-9a-f]{12}$/);
    await rename(home.at('Documents'), home.at('文档'));
    expect(toDiscoveryView(await home.discoverLinux()).accounts[0]?.id).not.toBe(view.accounts[0]?.id);
  });

  test('two folders of one wxid: the wxid key maps to neither', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('Documents/xwechat_files', 'wxid_a_1111', 'wxid_a_2222', 'wxid_b_3333'));
    const [root] = (await home.discoverLinux()).roots;
    expect([...(root?.accountIdByKey.keys() ?? [])]).toEqual(['wxid_b']);
  });
});

describe('without permission', () => {
  test('an unreadable root, account, documents folder or pointer is noted, never taken for empty', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('xwechat_files', 'wxid_open_1111', 'wxid_shut_2222'));
    await home.put(wechat3('WeChat Files', 'wxid_c'));
    await home.put(['Documents/xwechat_files/']);
    await mkdir(home.at('.xwechat/config'), { recursive: true });
    await writeFile(home.at('.xwechat/config/a.ini'), home.at('x'), { mode: 0 });
    const shut = ['xwechat_files/wxid_shut_2222', 'WeChat Files', 'Documents'];
    for (const path of shut) await chmod(home.at(path), 0);
    const found = await asNobody(home.path, () => home.discoverLinux());
    for (const path of shut) await chmod(home.at(path), 0o700);

    const view = toDiscoveryView(found);
    expect(view.accounts.map(({ folder, access }) => [folder, access]).toSorted()).toEqual([
      ['wxid_open_1111', 'ok'],
      ['wxid_shut_2222', 'no-permission'],
    ]);
    expect(view.roots.find(({ product, line }) => product === 'wechat' && line === '3.x')).toMatchObject({
      access: 'no-permission',
      layout: 'unknown',
    });
    expect(notesOf(found, 'no-permission')).toEqual(
      expect.arrayContaining(shut.map((path) => home.at(path))),
    );
    expect(notesOf(found, 'unreadable-pointer')).toEqual([home.at('.xwechat/config/a.ini')]);
  });
});

test.each([
  ['home', 'USERPROFILE'],
  ['roaming', 'APPDATA'],
  ['local', 'LOCALAPPDATA'],
] as const)('on Windows discovery without %s throws no-home and names %s', async (folder, variable) => {
  const home = await makeSmallHome();
  await home.put(wechat3('Documents/WeChat Files', 'wxid_a'));
  expect((await home.discoverWindows()).roots).toHaveLength(1);
  await expect(home.discoverWindows({}, { [folder]: [] })).rejects.toMatchObject({
    code: 'no-home',
    params: { variable },
  });
});
