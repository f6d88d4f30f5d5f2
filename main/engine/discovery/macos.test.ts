import { chmod, symlink } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { asNobody } from '../../testing/as-nobody.ts';
import { foldersOf, makeSmallHome, notesOf, rootsOf, wechat4 } from '../../testing/small-home.ts';
import { toDiscoveryView } from './discovery.ts';

const container = 'Library/Containers/com.tencent.xinWeChat/Data';
const hash = '0123456789abcdef0123456789abcdef';

test('finds WeChat 4.x in both containers, with its state folders', async () => {
  const home = await makeSmallHome();
  const second = 'Library/Containers/com.tencent.xWeChat/Data';
  await home.put(wechat4(`${container}/Documents/xwechat_files`, 'wxid_a_1111'));
  await home.put(wechat4(`${second}/Documents/xwechat_files`, 'wxid_b_2222'));
  await home.put([`${container}/Documents/app_data/log/a`, `${container}/.wxapplet/WMPF/a`]);
  const found = await home.discoverMacos();
  expect(rootsOf(found, home).toSorted()).toEqual([
    `wechat-macos-4 ${second}/Documents/xwechat_files`,
    `wechat-macos-4 ${container}/Documents/app_data`,
    `wechat-macos-4 ${container}/Documents/xwechat_files`,
    `wechat-macos-4-applets ${container}/.wxapplet`,
  ]);
  expect(foldersOf(found).toSorted()).toEqual(['wxid_a_1111', 'wxid_b_2222']);
  expect(found.roots[0]?.foundBy[0]).toMatchObject({ rule: 'M-07', by: 'folder' });
  expect(found.notes).toEqual([]);
});

test('a build outside the sandbox is measured only', async () => {
  const home = await makeSmallHome();
  await home.put(wechat4('Documents/xwechat_files', 'wxid_a_1111'));
  expect(toDiscoveryView(await home.discoverMacos()).roots).toMatchObject([
    { platform: 'wechat-macos-4-unsandboxed', support: 'detect-only', layout: 'recognised' },
  ]);
});

test('finds WeChat 3.x accounts as hashed folders with chats, in any data version', async () => {
  const home = await makeSmallHome();
  const data = `${container}/Library/Application Support/com.tencent.xinWeChat/2.0b4.0.9`;
  await home.put([`${data}/${hash}/Message/msg_0.db`, `${data}/Backup/a`, `${data}/KeyValue/a`]);
  await home.put([`${data}/${hash.replace('0', 'f')}/Avatar/a`]);
  const found = await home.discoverMacos();
  expect(rootsOf(found, home)).toEqual([
    `wechat-macos-3 ${data}`,
    `wechat-macos-library ${container}/Library`,
  ]);
  expect(toDiscoveryView(found).accounts).toMatchObject([
    { product: 'wechat', line: '3.x', folder: hash, displayName: null },
  ]);
  expect(notesOf(found, 'not-an-account')).toEqual([home.at(data, hash.replace('0', 'f'))]);
});

test('finds QQ NT by hashed folders, its number by the only marker, and the media of older versions', async () => {
  const home = await makeSmallHome();
  const qq = 'Library/Containers/com.tencent.qq/Data/Library';
  await home.put([
    `${qq}/Application Support/QQ/nt_qq_0f3c/nt_db/nt_msg.db`,
    `${qq}/Application Support/QQ/nt_qq/global/nt_db/login.db`,
    `${qq}/Application Support/QQ/nt_qq/global/nt_data/Login/.10001`,
    `${qq}/Caches/Files/a.pdf`,
    'Library/Group Containers/FN2V63AD2J.com.tencent.qq/a',
  ]);
  const found = await home.discoverMacos();
  expect(rootsOf(found, home)).toEqual([
    `qq-macos-nt ${qq}/Application Support/QQ`,
    `qq-macos-old ${qq}/Caches`,
    'qq-macos-groups Library/Group Containers/FN2V63AD2J.com.tencent.qq',
  ]);
  expect(toDiscoveryView(found).accounts).toMatchObject([{ line: 'NT', displayName: '10001' }]);
});

test('finds WeChat’s other Library folders, and no folders of other programs', async () => {
  const home = await makeSmallHome();
  const places = [
    'Library/Application Scripts/com.tencent.xinWeChat.WeChatMacShare',
    'Library/Containers/com.tencent.xinWeChat.MiniProgram',
    'Library/Group Containers/5A4RE8SF68.com.tencent.xinWeChat',
    'Library/Saved Application State/com.tencent.xinWeChat.savedState',
  ];
  await home.put(places.map((place) => `${place}/a`));
  await home.put(['Library/Group Containers/group.com.apple.notes/a', 'Library/Preferences/a.plist']);
  expect(rootsOf(await home.discoverMacos(), home).toSorted()).toEqual(
    places.map((place) => `wechat-macos-rest ${place}`).toSorted(),
  );
});

test('WeCom and Feishu are found and supported at level basic only', async () => {
  const home = await makeSmallHome();
  await home.put([
    `Library/Containers/com.tencent.WeWorkMac/Data/Documents/Profiles/${hash}/Caches/Images/2024-01/a`,
    'Library/Application Support/LarkShell/sdk_storage/log/a',
  ]);
  const view = toDiscoveryView(await home.discoverMacos());
  expect(view.roots.map(({ platform, support, layout }) => `${platform} ${support} ${layout}`)).toEqual([
    'wecom-macos basic-only recognised',
    'feishu-macos basic-only recognised',
    'wecom-macos-container basic-only recognised',
    'feishu-macos basic-only recognised',
  ]);
});

test('a data folder that was moved and linked back is one root at its real path', async () => {
  const home = await makeSmallHome();
  await home.put([...wechat4('Volume/xwechat_files', 'wxid_a_1111'), `${container}/Documents/`]);
  await symlink(home.at('Volume/xwechat_files'), home.at(container, 'Documents/xwechat_files'));
  const found = await home.discoverMacos();
  expect(found.roots.map(({ realPath }) => realPath)).toEqual([home.at('Volume/xwechat_files')]);
  expect(notesOf(found, 'root-is-link')).toEqual([home.at(container, 'Documents/xwechat_files')]);
});

test('an unreadable container is noted as privacy-guard, never taken for empty', async () => {
  const home = await makeSmallHome();
  await home.put(wechat4(`${container}/Documents/xwechat_files`, 'wxid_a_1111'));
  await home.put(['Library/Application Support/LarkShell/']);
  const shut = [container, 'Library/Application Support/LarkShell'];
  for (const path of shut) await chmod(home.at(path), 0);
  const found = await asNobody(home.path, () => home.discoverMacos());
  for (const path of shut) await chmod(home.at(path), 0o700);
  expect(notesOf(found, 'privacy-guard')).toEqual([home.at(container)]);
  expect(notesOf(found, 'no-permission')).toEqual([home.at('Library/Application Support/LarkShell')]);
});
