import { rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { foldersOf, makeSmallHome, rootsOf } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import type { Discovery } from './discovery.ts';

const hash = '0123456789abcdef0123456789abcdef';
const wechat4 = 'Documents/xwechat_files';
const wechat3 = 'Documents/WeChat Files';
const qq = '.config/QQ';
const tencent = 'Documents/Tencent Files';
const macos = 'Library/Containers/com.tencent.xinWeChat/Data';
const macos3 = `${macos}/Library/Application Support/com.tencent.xinWeChat/2.0b4.0.9`;
const macos4 = `${macos}/Documents/xwechat_files`;

type System = 'linux' | 'windows' | 'macos';

function discoverOn(system: System, home: SmallHome): Promise<Discovery> {
  if (system === 'linux') return home.discoverLinux();
  return system === 'windows' ? home.discoverWindows() : home.discoverMacos();
}

describe('remains of an account are recognised, with their root', () => {
  test.each<[string, System, string, string, readonly string[]]>([
    ['4.x, emptied databases', 'linux', wechat4, 'wxid_a_1a2b', ['db_storage/', 'notes/kept.docx']],
    ['4.x, an alias', 'linux', wechat4, 'chenyu1996_b7d2', ['db_storage/', 'kept.docx']],
    ['4.x, without its suffix', 'linux', wechat4, 'wxid_a', ['db_storage/']],
    ['4.x, another name', 'linux', wechat4, 'wxid_a_1a2b - 副本', ['db_storage/', 'msg/', 'kept.docx']],
    ['4.x, cut off among databases', 'linux', wechat4, 'old', ['db_storage/message/message_0.db-wal']],
    ['4.x, databases removed by hand', 'linux', wechat4, 'wxid_a_1a2b', ['msg/file/2024-05/kept.docx']],
    ['4.x, only chat pictures', 'windows', wechat4, 'wxid_a_1a2b', ['msg/attach/0a1b/2024-05/Img/a.dat']],
    ['4.x, only caches', 'macos', macos4, 'wxid_a_1a2b', ['cache/2024-05/a']],
    ['3.x, emptied', 'windows', wechat3, 'my-id', ['Msg/', 'FileStorage/', 'kept.docx']],
    ['3.x, without files of its own', 'linux', wechat3, 'wxid_a', ['Msg/Multi/', 'kept.docx']],
    ['3.x, without databases', 'linux', wechat3, 'wxid_a', ['FileStorage/File/2024-05/kept.docx']],
    ['QQ NT', 'linux', qq, `nt_qq_${hash}`, ['nt_db/', 'kept.docx']],
    ['QQ NT by another name', 'linux', qq, 'nt_qq_0f3c', ['nt_db/', 'nt_data/File/Ori/kept.docx']],
    ['QQ NT, without databases', 'linux', qq, `nt_qq_${hash}`, ['nt_data/File/Ori/kept.docx']],
    ['QQ NT on Windows', 'windows', tencent, '10001', ['nt_qq/nt_data/File/Ori/kept.docx']],
    ['QQ before NT', 'windows', tencent, '10001', ['Image/', 'FileRecv/kept.docx']],
    ['QQ before NT, cut off', 'windows', tencent, '10001', ['Msg3.0index.db']],
    ['3.x on macOS', 'macos', macos3, hash, ['Message/', 'kept.docx']],
  ])('%s', async (_, system, root, folder, files) => {
    const home = await makeSmallHome();
    await home.put(files.map((file) => `${root}/${folder}/${file}`));
    const found = await discoverOn(system, home);
    expect(foldersOf(found)).toEqual([folder]);
    expect(rootsOf(found, home)[0]?.endsWith(root)).toBe(true);
    expect(found.roots[0]).toMatchObject({ layout: 'recognised', access: 'ok' });
  });

  test('keep the id of the whole account', async () => {
    const home = await makeSmallHome();
    const account = `${wechat4}/wxid_a_1a2b`;
    await home.put([`${account}/db_storage/session.db`, `${account}/msg/file/2024-05/kept.docx`]);
    const [whole] = (await home.discoverLinux()).roots;
    await rm(home.at(account, 'db_storage'), { recursive: true });
    const [remains] = (await home.discoverLinux()).roots;
    expect(remains?.id).toBe(whole?.id);
    expect(remains?.accounts).toEqual(whole?.accounts);
  });
});

describe('folders that only look like remains are not accounts', () => {
  test.each<[string, System, string, string, readonly string[]]>([
    ['folders that messengers share', 'linux', wechat4, 'all_users', ['db_storage/', 'msg/file/2024-05/a']],
    ['a phone backup', 'linux', wechat4, 'Backup', ['db_storage/', 'msg/file/2024-05/a']],
    ['an old backup', 'windows', wechat4, 'OLD_BACKUP', ['db_storage/', 'cache/2024-05/a']],
    ['mini-programs', 'linux', wechat4, 'applet', ['db_storage/', 'msg/']],
    ['a name like an alias', 'linux', wechat4, 'photos_2024', ['cache/2024-05/a.jpg', 'msg/file/2024-05/a']],
    ['an alias by its name alone', 'linux', wechat4, 'chenyu1996_b7d2', ['Img/a.jpg', 'temp/a']],
    ['an account by its name alone', 'linux', wechat4, 'wxid_a_1a2b', ['msg/file/a', 'temp/a', 'config/a']],
    ['a copy of received files', 'linux', wechat4, 'wxid_a_1a2b 备份', ['msg/file/2024-05/a.docx']],
    ['a folder of databases', 'linux', wechat4, 'notes', ['db_storage/readme.txt', 'plans/a']],
    ['a copy of received files, 3.x', 'linux', wechat3, 'wxid_a 备份', ['FileStorage/File/2024-05/a.docx']],
    ['another folder of 3.x', 'windows', wechat3, 'wxid_a', ['msg/file/2024-05/a.docx', 'config/a']],
    ['3.x by custom name', 'linux', wechat3, 'holiday', ['FileStorage/File/2024-05/a', 'config/a']],
    ['QQ by a word', 'linux', qq, 'nt_qq_empty', ['nt_data/File/Ori/a']],
    ['QQ by a word, with databases of its own', 'linux', qq, 'nt_qq_mine', ['nt_db/mine.txt']],
    ['QQ, what accounts share', 'linux', qq, 'nt_qq', ['nt_db/a']],
    ['a date', 'windows', tencent, '20240501', ['FileRecv/a.docx', 'Video/a.mp4']],
    ['a date with pictures', 'windows', tencent, '20240501', ['Image/a.jpg']],
    ['3.x on macOS, an avatar', 'macos', macos3, hash, ['Avatar/a']],
    ['3.x on macOS, another name', 'macos', macos3, 'KeyValue', ['Message/a.db', 'Contact/a.db']],
  ])('%s', async (_, system, root, folder, files) => {
    const home = await makeSmallHome();
    await home.put(files.map((file) => `${root}/${folder}/${file}`));
    await home.put([`${wechat4}/all_users/login/`, `${qq}/global/nt_db/`, `${tencent}/All Users/QQ/`]);
    await home.put([`${wechat3}/All Users/config/config.data`]);
    expect(foldersOf(await discoverOn(system, home))).toEqual([]);
  });

  test('a pointer’s target is a root only with a whole account, never by remains', async () => {
    const home = await makeSmallHome();
    await home.put({ '.xwechat/config/a.ini': home.at('private') });
    await home.put(['private/wxid_a_1a2b/db_storage/', 'private/wxid_a_1a2b/msg/file/2024-05/a']);
    expect(rootsOf(await home.discoverLinux(), home)).toEqual(['wechat-linux-4 .xwechat']);
    await home.put(['private/wxid_b_1a2b/db_storage/session/session.db']);
    expect(foldersOf(await home.discoverLinux()).toSorted()).toEqual(['wxid_a_1a2b', 'wxid_b_1a2b']);
  });
});
