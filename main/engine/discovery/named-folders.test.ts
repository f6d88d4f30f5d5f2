import { chmod, chown, rename, symlink } from 'node:fs/promises';
import { parse } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asNobody, nobody } from '../../testing/as-nobody.ts';
import { foldersOf, makeSmallHome, notesOf, rootsOf, wechat3, wechat4 } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import type { Discovery } from './discovery.ts';
import { toDiscoveryView } from './discovery.ts';
import type { NamedFolder } from './named-folders.ts';

const data = 'disk/xwechat_files';

function named(home: SmallHome, ...paths: readonly string[]): readonly NamedFolder[] {
  return paths.map((path) => ({ path: path.startsWith('/') ? path : home.at(path), by: 'option' }));
}

/** The reasons against named folders, by their path below the home. */
function refusals(found: Discovery, home: SmallHome): readonly (readonly string[])[] {
  return (found.refused ?? []).map(({ path, why, root }) =>
    [path, why, root ?? ''].map((text) => text.replace(`${home.path}/`, '')),
  );
}

function measured(found: Discovery, home: SmallHome): readonly string[] {
  return (found.measuredOnly ?? []).map(({ realPath }) => realPath.slice(home.path.length + 1));
}

const linux = (home: SmallHome, ...paths: readonly string[]): Promise<Discovery> =>
  home.discoverLinux({}, undefined, named(home, ...paths));

describe('a named folder is recognised by shape', () => {
  test.each<[string, string, readonly string[], string]>([
    ['4.x', 'disk/xwechat_files', wechat4('disk/xwechat_files', 'wxid_a_1111'), 'wechat-linux-4'],
    ['4.x, renamed', 'disk/old', wechat4('disk/old', 'wxid_a_1111'), 'wechat-linux-4'],
    [
      '3.x',
      'win/Users/me/Documents/WeChat Files',
      wechat3('win/Users/me/Documents/WeChat Files', 'wxid_a'),
      'wechat-windows-3',
    ],
    [
      'QQ NT',
      'disk/QQ',
      ['disk/QQ/global/nt_db/login.db', 'disk/QQ/nt_qq_0f/nt_db/nt_msg.db'],
      'qq-linux-nt',
    ],
    [
      'what is left of an account in 4.x',
      'disk/xwechat_files',
      ['disk/xwechat_files/wxid_a_1111/msg/file/2024-01/a'],
      'wechat-linux-4',
    ],
  ])('on Linux: %s', async (_, path, files, platform) => {
    const home = await makeSmallHome();
    await home.put(files);
    const found = await linux(home, path);
    expect(rootsOf(found, home)).toEqual([`${platform} ${path}`]);
    expect(foldersOf(found)).toHaveLength(1);
    expect(found.roots[0]?.foundBy).toEqual([{ rule: '--root', by: 'named', from: home.at(path) }]);
    expect([found.notes, found.measuredOnly, found.refused]).toEqual([[], [], []]);
    expect(found.lookedIn).toContain(home.at(path));
  });

  test.each<[string, string, readonly string[], string, string]>([
    ['4.x', 'E/xwechat_files', wechat4('E/xwechat_files', 'wxid_a_1111'), 'wechat-windows-4', 'clean'],
    ['3.x', 'E/WeChat Files', wechat3('E/WeChat Files', 'wxid_a'), 'wechat-windows-3', 'clean'],
    ['QQ', 'E/Tencent Files', ['E/Tencent Files/10001/Msg3.0.db'], 'qq-windows', 'clean'],
    [
      'QQ in its install folder',
      'E/Apps/QQ/Users',
      ['E/Apps/QQ/Users/10001/Msg3.0.db'],
      'qq-windows-installed',
      'detect-only',
    ],
  ])('on Windows: %s', async (_, path, files, platform, support) => {
    const home = await makeSmallHome();
    await home.put(files);
    const found = await home.discoverWindows({}, {}, undefined, named(home, path));
    expect(toDiscoveryView(found).roots).toMatchObject([{ platform, support, path: home.at(path) }]);
  });

  test('on macOS: 4.x on another volume', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4(data, 'wxid_a_1111'));
    expect(rootsOf(await home.discoverMacos(named(home, data)), home)).toEqual([`wechat-macos-4 ${data}`]);
  });

  test('a Wine prefix stays measured only, as where it is found', async () => {
    const home = await makeSmallHome();
    const path = 'disk/.wine/drive_c/users/me/Documents/WeChat Files';
    await home.put(wechat3(path, 'wxid_a'));
    const found = await linux(home, path);
    expect(found.roots.map(({ platform }) => platform.support)).toEqual(['detect-only']);
  });
});

describe('a named folder without a messenger’s shape is measured only', () => {
  test.each<[string, string, readonly string[]]>([
    ['pictures', 'disk/pictures', ['disk/pictures/a.jpg']],
    ['an empty folder with the messenger’s name', data, [`${data}/`]],
    [
      'a shared folder without accounts under another name',
      'disk/x',
      ['disk/x/all_users/config/global_config'],
    ],
    [
      'an account without its shared folder under another name',
      'disk/x',
      ['disk/x/wxid_a_1111/db_storage/a/a.db'],
    ],
    ['the shape of a messenger that is not cleaned', 'disk/x', ['disk/x/log/a', 'disk/x/1/resources/a']],
    ['the parent of a data folder', 'disk', wechat4(data, 'wxid_a_1111')],
    ['one account', `${data}/wxid_a_1111`, wechat4(data, 'wxid_a_1111')],
  ])('%s', async (_, path, files) => {
    const home = await makeSmallHome();
    await home.put(files);
    const found = await linux(home, path);
    expect([found.roots, found.refused]).toEqual([[], []]);
    expect(measured(found, home)).toEqual([path]);
    expect(found.notes).toEqual([{ kind: 'named-not-recognised', path: home.at(path), detail: null }]);
    expect(toDiscoveryView(found).measuredOnly).toMatchObject([{ path: home.at(path) }]);
  });
});

describe('a named folder appears once', () => {
  test('when it is named twice, with another spelling and by a link', async () => {
    const home = await makeSmallHome();
    await home.put([...wechat4(data, 'wxid_a_1111'), 'disk/pictures/a']);
    await symlink(home.at('disk/pictures'), home.at('link'));
    const spellings = [data, data, `disk/../${data}/`, 'disk/pictures', 'link'];
    const found = await linux(home, ...spellings.map((path) => `${home.path}/${path}`));
    expect(rootsOf(found, home)).toEqual([`wechat-linux-4 ${data}`]);
    expect(measured(found, home)).toEqual(['disk/pictures']);
    expect(found.refused).toEqual([]);
  });

  test('when a rule finds it anyway, and stays what the rule says', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4('Documents/xwechat_files', 'wxid_a_1111'));
    const before = await linux(home);
    const found = await linux(home, 'Documents/xwechat_files');
    expect(rootsOf(found, home)).toEqual(['wechat-linux-4 Documents/xwechat_files']);
    expect(found.roots[0]?.id).toBe(before.roots[0]?.id);
    expect(found.roots[0]?.foundBy.map(({ rule }) => rule)).toEqual(['L-01', '--root']);
    const onMac = await home.discoverMacos(named(home, 'Documents/xwechat_files'));
    expect(onMac.roots.map(({ platform }) => platform.support)).toEqual(['detect-only']);
  });

  test('when it is a state folder', async () => {
    const home = await makeSmallHome();
    await home.put(['.xwechat/log/a']);
    const found = await linux(home, '.xwechat');
    expect(found.roots.map(({ kind }) => kind)).toEqual(['state']);
    expect([found.measuredOnly, found.refused]).toEqual([[], []]);
  });
});

describe('a named folder is refused', () => {
  test.each<[string, string, string]>([
    ['that is missing', 'gone/xwechat_files', 'missing'],
    ['that is a file', 'file', 'not-a-folder'],
    ['whose link leads nowhere', 'broken', 'missing'],
    ['whose link leads to the home', 'to-home', 'too-wide'],
    ['that is the home', '', 'too-wide'],
    ['that is the documents', 'Documents', 'too-wide'],
    ['that holds the settings of all programs', '.config', 'too-wide'],
    ['that is the whole disk', '/', 'too-wide'],
    ['above the home', parse('/tmp/x').dir, 'too-wide'],
  ])('%s', async (_, path, why) => {
    const home = await makeSmallHome();
    await home.put(['file', 'Documents/a', '.config/a']);
    await symlink(home.at('gone'), home.at('broken'));
    await symlink(home.path, home.at('to-home'));
    const found = await linux(home, path === '' ? home.path : path);
    expect(found.refused).toMatchObject([{ why }]);
    expect([found.roots, found.measuredOnly]).toEqual([[], []]);
    expect(notesOf(found, 'named-refused')).toHaveLength(1);
    expect(found.lookedIn).not.toContain(home.at(path));
  });

  test('with a relative path', async () => {
    const home = await makeSmallHome();
    const found = await home.discoverLinux({}, undefined, [{ path: 'disk', by: 'setting' }]);
    expect(found.refused).toMatchObject([{ path: 'disk', why: 'relative', by: 'setting' }]);
  });

  test('that is, holds or lies in the assistant’s own folder', async () => {
    const home = await makeSmallHome();
    await home.put(['state/signoff/plans/a', 'state/other/a']);
    const all = ['state/signoff', 'state/signoff/plans', 'state'];
    const found = await home.discoverLinux({}, home.at('state/signoff'), named(home, ...all, 'state/other'));
    expect(refusals(found, home)).toEqual(all.map((path) => [path, 'own-folder', '']));
    expect(measured(found, home)).toEqual(['state/other']);
  });

  test('that lies in another data folder or contains one, found or named', async () => {
    const home = await makeSmallHome();
    const root = 'x/Documents/xwechat_files';
    await home.put([
      ...wechat4(root, 'wxid_a_1111'),
      ...wechat4(data, 'wxid_b_2222'),
      'disk/pictures/2024/a',
    ]);
    const found = await home.discoverLinux(
      { WECHAT_DATA_DIR: home.at('x') },
      undefined,
      named(home, `${root}/wxid_a_1111`, 'x', data, 'disk', 'disk/pictures', 'disk/pictures/2024'),
    );
    expect(refusals(found, home)).toEqual([
      [`${root}/wxid_a_1111`, 'inside-root', root],
      ['x', 'contains-root', root],
      ['disk', 'contains-root', data],
      ['disk/pictures/2024', 'inside-root', 'disk/pictures'],
    ]);
    expect(rootsOf(found, home)).toEqual([`wechat-linux-4 ${root}`, `wechat-linux-4 ${data}`]);
    expect(measured(found, home)).toEqual(['disk/pictures']);
  });

  test.skipIf(process.geteuid?.() !== 0)('that belongs to another user than the home', async () => {
    const home = await makeSmallHome();
    await home.put([...wechat4(data, 'wxid_a_1111'), 'disk/pictures/a']);
    for (const path of [data, 'disk/pictures']) {
      await chown(home.at(path), nobody, nobody);
      expect(refusals(await linux(home, path), home)).toEqual([[path, 'other-user', '']]);
    }
  });

  test('in another user’s profile of Windows', async () => {
    const home = await makeSmallHome();
    await home.put([...wechat4('Users/other/xwechat_files', 'wxid_a_1111'), 'Users/me/a']);
    const places = { home: ['Users/me'], documents: ['Users/me/Documents'] };
    const found = await home.discoverWindows({}, places, undefined, named(home, 'Users/other/xwechat_files'));
    expect(refusals(found, home)).toEqual([['Users/other/xwechat_files', 'other-user', '']]);
    expect(found.roots).toEqual([]);
  });

  test('that may not be read, and then counts as unread for every plan', async () => {
    const home = await makeSmallHome();
    await home.put(wechat4(data, 'wxid_a_1111'));
    await chmod(home.at(data), 0);
    if (process.geteuid?.() === 0) await chown(home.at(data), nobody, nobody);
    const found = await asNobody(home.path, () => linux(home, data));
    expect(refusals(found, home)).toEqual([[data, 'no-permission', '']]);
    expect((found.unread ?? []).map(({ path }) => path)).toContain(home.at(data));
  });
});

test('a named link is followed to its real folder, and a note says so', async () => {
  const home = await makeSmallHome();
  await home.put(wechat4(data, 'wxid_a_1111'));
  await symlink(home.at(data), home.at('link'));
  const found = await linux(home, 'link');
  expect(found.roots).toMatchObject([{ path: home.at(data), realPath: home.at(data) }]);
  expect(found.notes).toEqual([{ kind: 'root-is-link', path: home.at('link'), detail: home.at(data) }]);
});

test('an account of another user in a named folder is no account', async () => {
  if (process.geteuid?.() !== 0) return;
  const home = await makeSmallHome();
  await home.put(wechat4(data, 'wxid_a_1111', 'wxid_b_2222'));
  await chown(home.at(data, 'wxid_b_2222'), nobody, nobody);
  const found = await linux(home, data);
  expect(foldersOf(found)).toEqual(['wxid_a_1111']);
  expect(notesOf(found, 'other-user')).toEqual([home.at(data, 'wxid_b_2222')]);
});

test('a kept folder that is gone later is noted, and the others are still found', async () => {
  const home = await makeSmallHome();
  await home.put([...wechat4(data, 'wxid_a_1111'), ...wechat4('two/xwechat_files', 'wxid_b_2222')]);
  await rename(home.at(data), home.at('elsewhere'));
  const found = await linux(home, data, 'two/xwechat_files');
  expect(foldersOf(found)).toEqual(['wxid_b_2222']);
  expect(found.notes).toEqual([{ kind: 'named-refused', path: home.at(data), detail: 'missing' }]);
});
