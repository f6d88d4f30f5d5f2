import { chmod, symlink } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../app/platforms/catalogue.ts';
import type { SignInView } from '../../../app/contract/sign-in.ts';
import { asNobody } from '../../testing/as-nobody.ts';
import { makeSmallHome, wechat3, wechat4 } from '../../testing/small-home.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { checkSignIn } from './check-sign-in.ts';

const quiet = { list: () => Promise.resolve({ kind: 'known', processes: [] } as const) };

async function check(discovery: Discovery): Promise<SignInView> {
  return checkSignIn({ processes: quiet, clock: { now: () => 5 } }, discovery);
}

/** The state of one account by its folder's name. */
function of(
  view: SignInView,
  discovery: Discovery,
  folder: string,
): SignInView['accounts'][number] | undefined {
  const accounts = discovery.roots.flatMap((root) => root.accounts);
  return view.accounts.find(
    ({ accountId }) => accountId === accounts.find((one) => one.folder === folder)?.id,
  );
}

const root = 'Documents/xwechat_files';

test('4.x: shared state counts for every account, key data for its own, and copies are listed separately', async () => {
  const home = await makeSmallHome();
  await home.put(wechat4(root, 'wxid_a_1111', 'wxid_b_2222'));
  await home.put([`${root}/all_users/config/global_config.crc`]);
  await home.put([
    `${root}/all_users/login/wxid_a/key_info.db`,
    `${root}/all_users/login/wxid_a/key_info.db-wal`,
    `${root}/all_users/login/wxid_gone/key_info.db`,
    `${root}/all_users/config/global_config.bak`,
    `${root}/all_users/plugin_save_config/wxid_b/global_config`,
    `${root}/all_users/plugin_save_config/wxid_b/global_config.crc`,
  ]);
  const found = await home.discoverLinux();
  const view = await check(found);
  expect(of(view, found, 'wxid_a_1111')).toMatchObject({
    autoLogin: 'yes',
    remembered: 'yes',
    credentials: [
      { location: 'W4-15', files: 2, shared: true },
      { location: 'W4-16', files: 2, shared: false },
    ],
  });
  expect(of(view, found, 'wxid_b_2222')).toMatchObject({
    autoLogin: 'yes',
    remembered: 'no',
    credentials: [{ location: 'W4-15', files: 2, shared: true }],
  });
  expect(view.switcherCopies).toEqual([{ rootId: found.roots[0]?.id, location: 'W4-19', files: 3 }]);
  expect(view.products).toEqual([{ product: 'wechat', running: 'no', processes: [] }]);
  expect(view.at).toBe(5);
});

test('key data in the Linux state folder counts for its own account', async () => {
  const home = await makeSmallHome();
  await home.put([`${root}/wxid_a_1111/db_storage/a/a.db`, `${root}/wxid_b_2222/db_storage/a/a.db`]);
  await home.put(['.xwechat/login/wxid_a/key_info.dat']);
  const found = await home.discoverLinux();
  const view = await check(found);
  expect(of(view, found, 'wxid_a_1111')?.credentials).toEqual([
    { location: 'L-06', files: 1, shared: false, removedBy: 'system', recoverability: 'login' },
  ]);
  expect(of(view, found, 'wxid_b_2222')?.credentials).toEqual([]);
});

test.each(['global_conf2g', 'global_conf2g.crc', 'global_confi2', 'global_confi2.crc'])(
  '4.x: the sign-in of a second client in %s counts for every account, and is no switcher copy',
  async (name) => {
    const home = await makeSmallHome();
    await home.put([`${root}/all_users/config/${name}`, `${root}/wxid_a_1111/db_storage/session/session.db`]);
    const found = await home.discoverLinux();
    expect(await check(found)).toMatchObject({
      accounts: [
        {
          autoLogin: 'yes',
          credentials: [{ location: 'W4-19.second', files: 1, shared: true, removedBy: 'system' }],
        },
      ],
      switcherCopies: [],
    });
  },
);

test('4.x: the sign-in of a named instance, which has no accounts of its own, counts for the accounts it shares', async () => {
  const home = await makeSmallHome();
  const sandbox = 'Documents/WeChat_Data';
  const instance = `${sandbox}/home/.multi_xwechat_instance/0123456789abcdef0123456789abcdef`;
  await home.put([`${sandbox}/xwechat_files/wxid_a_1111/db_storage/session/session.db`]);
  await home.put([`${instance}/xwechat_files/all_users/config/global_config`]);
  const found = await home.discoverLinux();
  expect(of(await check(found), found, 'wxid_a_1111')).toMatchObject({
    autoLogin: 'yes',
    credentials: [{ location: 'W4-15', files: 1, shared: true }],
  });
});

test('4.x: another data folder with accounts of its own does not count', async () => {
  const home = await makeSmallHome();
  await home.put([`${root}/all_users/config/`, `${root}/wxid_a_1111/db_storage/session/session.db`]);
  await home.put(wechat4('xwechat_files', 'wxid_b_2222'));
  const found = await home.discoverLinux();
  expect(of(await check(found), found, 'wxid_a_1111')?.autoLogin).toBe('no');
  expect(of(await check(found), found, 'wxid_b_2222')?.autoLogin).toBe('yes');
});

test('4.x: reports no sign-in after signing out and removing its files', async () => {
  const home = await makeSmallHome();
  await home.put([`${root}/all_users/config/`, `${root}/wxid_a_1111/db_storage/session/session.db`]);
  const found = await home.discoverLinux();
  expect(await check(found)).toMatchObject({
    accounts: [{ autoLogin: 'no', remembered: 'no', credentials: [] }],
    switcherCopies: [],
  });
});

describe('a link, which is never followed,', () => {
  const account = `${root}/wxid_a_1111/db_storage/session/session.db`;
  const outside = 'elsewhere/config/global_config';

  test('in place of the sign-in file gives could-not-tell, and the row is listed', async () => {
    const home = await makeSmallHome();
    await home.put([`${root}/all_users/config/`, account, outside]);
    await symlink(home.at(outside), home.at(root, 'all_users/config/global_config'));
    const found = await home.discoverLinux();
    expect((await check(found)).accounts).toMatchObject([
      { autoLogin: 'could-not-tell', credentials: [{ location: 'W4-15', files: 1 }] },
    ]);
  });

  test.each([
    ['all_users', 'elsewhere'],
    ['all_users/config', 'elsewhere/config'],
  ])('at %s on the way to the sign-in file gives could-not-tell', async (link, target) => {
    const home = await makeSmallHome();
    await home.put([account, outside, ...(link === 'all_users' ? [] : [`${root}/all_users/login/`])]);
    await symlink(home.at(target), home.at(root, link));
    const found = await home.discoverLinux();
    expect((await check(found)).accounts).toMatchObject([{ autoLogin: 'could-not-tell', credentials: [] }]);
  });

  test('named after one account gives could-not-tell for that account only', async () => {
    const home = await makeSmallHome();
    await home.put([`${root}/all_users/config/`, account, `${root}/wxid_b_2222/db_storage/a/a.db`]);
    await home.put([`${root}/all_users/login/`, 'elsewhere/key_info.db']);
    await symlink(home.at('elsewhere'), home.at(root, 'all_users/login/wxid_a'));
    const found = await home.discoverLinux();
    const view = await check(found);
    expect(of(view, found, 'wxid_a_1111')?.remembered).toBe('could-not-tell');
    expect(of(view, found, 'wxid_b_2222')?.remembered).toBe('no');
  });

  test('beside a real sign-in file does not hide it', async () => {
    const home = await makeSmallHome();
    await home.put([account, `${root}/all_users/config/global_config`]);
    await symlink('/nowhere', home.at(root, 'all_users/config/global_config.crc'));
    const found = await home.discoverLinux();
    expect((await check(found)).accounts).toMatchObject([{ autoLogin: 'yes' }]);
  });
});

test('key data in the Windows state folder counts for its own account', async () => {
  const home = await makeSmallHome();
  await home.put(wechat4(root, 'wxid_a_1111', 'wxid_b_2222'));
  await home.put(['AppData/Roaming/Tencent/xwechat/login/WXID_A/key_info.dat']);
  const found = await home.discoverWindows();
  const view = await check(found);
  expect(of(view, found, 'wxid_a_1111')?.credentials).toContainEqual({
    location: 'W4-20',
    files: 1,
    shared: false,
    removedBy: 'system',
    recoverability: 'login',
  });
  expect(of(view, found, 'wxid_b_2222')?.remembered).toBe('no');
});

test('3.x: the original does not count as a switcher copy, and AccInfo.dat counts for its account', async () => {
  const home = await makeSmallHome();
  await home.put(wechat3('Documents/WeChat Files', 'wxid_a', 'wxid_b'));
  await home.put([
    'Documents/WeChat Files/wxid_a/config/AccInfo.dat',
    'Documents/WeChat Files/All Users/config/wxid_a.data',
  ]);
  const found = await home.discoverLinux();
  const view = await check(found);
  expect(of(view, found, 'wxid_a')).toMatchObject({ autoLogin: 'yes', remembered: 'yes' });
  expect(of(view, found, 'wxid_b')).toMatchObject({
    remembered: 'no',
    credentials: [{ location: 'W3-15', files: 1, shared: true }],
  });
  expect(view.switcherCopies).toMatchObject([{ location: 'W3-16', files: 1 }]);
});

test('autoLoginAmong is the number of accounts that share the sign-in file', async () => {
  const home = await makeSmallHome();
  await home.put(wechat3('Documents/WeChat Files', 'wxid_a', 'wxid_b'));
  const shared = await check(await home.discoverLinux());
  expect(shared.accounts.map(({ autoLogin, autoLoginAmong }) => [autoLogin, autoLoginAmong])).toEqual([
    ['yes', 2],
    ['yes', 2],
  ]);
  const alone = await makeSmallHome();
  await alone.put(wechat3('Documents/WeChat Files', 'wxid_a'));
  expect((await check(await alone.discoverLinux())).accounts).toMatchObject([{ autoLoginAmong: 1 }]);
});

test('QQ: the quick-login list gives autoLogin and remembered', async () => {
  const home = await makeSmallHome();
  await home.put(['.config/QQ/nt_qq_0f/nt_db/nt_msg.db', '.config/QQ/global/nt_db/login.db']);
  const found = await home.discoverLinux();
  expect((await check(found)).accounts).toMatchObject([{ autoLogin: 'yes', remembered: 'yes' }]);
});

test('an unreadable folder gives could-not-tell, never no', async () => {
  const home = await makeSmallHome();
  await home.put([`${root}/all_users/config/`, `${root}/wxid_a_1111/db_storage/session/session.db`]);
  await chmod(home.at(root, 'all_users/config'), 0);
  const view = await asNobody(home.path, async () => check(await home.discoverLinux()));
  await chmod(home.at(root, 'all_users/config'), 0o700);
  expect(view.accounts).toMatchObject([{ autoLogin: 'could-not-tell', remembered: 'no' }]);
});

test('checks all cleanable products when no data was found', async () => {
  const home = await makeSmallHome();
  const view = await checkSignIn(
    { processes: quiet, clock: { now: () => 5 }, platforms: catalogue },
    await home.discoverLinux(),
  );
  expect(view.products.map(({ product }) => product)).toEqual(['wechat', 'qq', 'tim']);
  expect(view.accounts).toEqual([]);
});

test('checks a measured-only messenger when its data was found', async () => {
  const home = await makeSmallHome();
  await home.put([
    'AppData/Roaming/DingTalk/globalStorage/a',
    'AppData/Roaming/DingTalk/1_v2/DBFiles/dingtalk.db',
  ]);
  const view = await checkSignIn(
    { processes: quiet, clock: { now: () => 5 }, platforms: catalogue },
    await home.discoverWindows(),
  );
  expect(view.products.map(({ product }) => product)).toEqual(['wechat', 'qq', 'tim', 'dingtalk']);
});

describe('QQ, TIM and QQ NT in one root on Windows', () => {
  const files = 'Documents/Tencent Files';

  test('NT: the quick-login list counts for all accounts, a marker for its own; level system removes both', async () => {
    const home = await makeSmallHome();
    await home.put([`${files}/10001/nt_qq/nt_db/nt_msg.db`, `${files}/10002/nt_qq/nt_db/nt_msg.db`]);
    await home.put([`${files}/nt_qq/global/nt_db/login.db`, `${files}/nt_qq/global/nt_data/Login/.10001`]);
    const found = await home.discoverWindows();
    const view = await check(found);
    const cost = { removedBy: 'system', recoverability: 'login' };
    expect(of(view, found, '10001')).toMatchObject({
      autoLogin: 'yes',
      remembered: 'yes',
      credentials: [
        { location: 'N-11', files: 1, shared: true, ...cost },
        { location: 'N-12', files: 1, shared: false, ...cost },
      ],
    });
    expect(of(view, found, '10002')?.credentials.map(({ location }) => location)).toEqual(['N-11']);
  });

  test('classic: the history gives remembered, which level deep removes, and autoLogin is could-not-tell', async () => {
    const home = await makeSmallHome();
    await home.put([`${files}/10001/Msg3.0.db`, `${files}/All Users/QQ/History.db`]);
    await home.put([`${files}/nt_qq/global/nt_db/login.db`]);
    const found = await home.discoverWindows();
    expect((await check(found)).accounts).toMatchObject([
      {
        autoLogin: 'could-not-tell',
        remembered: 'yes',
        credentials: [
          { location: 'Q-06', files: 1, shared: true, removedBy: 'deep', recoverability: 'login' },
        ],
      },
    ]);
  });
});

test.each([
  [
    'W3-16',
    'Documents/WeChat Files/All Users/config/wxid_a.data',
    wechat3('Documents/WeChat Files', 'wxid_a'),
  ],
  ['W4-19', `${root}/all_users/plugin_save_config/wxid_a/global_config`, wechat4(root, 'wxid_a_1111')],
  ['W4-19', `${root}/all_users/config/global_config_wxid_a`, wechat4(root, 'wxid_a_1111')],
])('lists a switcher copy on Windows: %s %s', async (row, copy, tree) => {
  const home = await makeSmallHome();
  await home.put(tree);
  expect((await check(await home.discoverWindows())).switcherCopies).toEqual([]);
  await home.put([copy]);
  expect((await check(await home.discoverWindows())).switcherCopies).toMatchObject([
    { location: row, files: 1 },
  ]);
});

test('a platform without sign-in rows gives could-not-tell, never no', async () => {
  const home = await makeSmallHome();
  await home.put(['.local/share/weixin/data/db_storage/session/session.db']);
  expect((await check(await home.discoverLinux())).accounts).toMatchObject([
    { autoLogin: 'could-not-tell', remembered: 'could-not-tell', credentials: [] },
  ]);
});

describe('the sign-in of the QQ NT shell', () => {
  const files = 'Documents/Tencent Files';

  test('beside the data on Windows counts for accounts of NT, and not for classic ones', async () => {
    const home = await makeSmallHome();
    await home.put([
      `${files}/10001/nt_qq/nt_db/nt_msg.db`,
      `${files}/10002/Msg3.0.db`,
      `${files}/All Users/QQ/`,
    ]);
    await home.put(['AppData/Roaming/QQ/auth/login.enc']);
    const found = await home.discoverWindows();
    const view = await check(found);
    expect(of(view, found, '10001')).toMatchObject({
      autoLogin: 'yes',
      credentials: [{ location: 'N-23', files: 1, shared: true, removedBy: 'system' }],
    });
    expect(of(view, found, '10002')).toMatchObject({ autoLogin: 'could-not-tell', credentials: [] });
  });

  test('in the data folder on Linux counts', async () => {
    const home = await makeSmallHome();
    await home.put([
      '.config/QQ/nt_qq_0f3c/nt_db/nt_msg.db',
      '.config/QQ/global/nt_db/',
      '.config/QQ/auth/login.enc',
    ]);
    const found = await home.discoverLinux();
    expect(of(await check(found), found, 'nt_qq_0f3c')).toMatchObject({
      autoLogin: 'yes',
      credentials: [{ location: 'N-24.auth', files: 1, removedBy: 'system' }],
    });
  });

  test('on macOS, where only memory knows it, is reported as never removed', async () => {
    const home = await makeSmallHome();
    const qq = 'Library/Containers/com.tencent.qq/Data/Library/Application Support/QQ';
    await home.put([`${qq}/nt_qq_0f3c/nt_db/nt_msg.db`, `${qq}/auth/login.enc`]);
    const found = await home.discoverMacos();
    expect(of(await check(found), found, 'nt_qq_0f3c')).toMatchObject({
      autoLogin: 'yes',
      credentials: [{ location: 'N-24.auth', removedBy: 'never' }],
    });
  });
});
