import { describe, expect, test } from 'vitest';
import type { Extra, Level } from '../../../app/cleanup/levels.ts';
import { makeSmallHome } from '../../testing/small-home.ts';
import type { SmallHome } from '../../testing/small-home.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { freeControl, inline } from './testing/sample-root.ts';
import { pathsBelow } from './testing/plan-content.ts';
import { selectionOf } from './testing/wechat-root.ts';
import { createPlan } from './create-plan.ts';

interface Asked {
  readonly level: Level;
  /** account folders; default all */
  readonly folders?: readonly string[];
  readonly include?: readonly Extra[];
}

/** Paths below the home that a plan takes. The discovery uses real folders. */
async function plannedPaths(home: SmallHome, discovery: Discovery, asked: Asked): Promise<readonly string[]> {
  const { level, folders, include = [] } = asked;
  const ids = discovery.roots.flatMap((root) =>
    root.accounts.filter(({ folder }) => folders?.includes(folder) === true).map(({ id }) => id),
  );
  const accounts = folders === undefined ? 'all' : ids;
  const selection = selectionOf({ level, accounts, include });
  const frozen = await createPlan(inline(), discovery, selection, 'p-1', freeControl());
  return pathsBelow(home.path, frozen);
}

const files = 'Documents/Tencent Files';
const both = `${files}/10001`;
const classic = `${files}/10002`;
const shared = `${files}/nt_qq/global`;

const caches = [`${both}/nt_qq/nt_data/Pic/2024-01/Thumb/a`, `${both}/nt_qq/nt_temp/a`];
const signIn = [
  `${shared}/nt_data/Login/.10001`,
  `${shared}/nt_data/mmkv/mmkv.default`,
  `${shared}/nt_db/login.db`,
];
/** Pages opened in QQ NT. Their account is unknown, as with the quick login. */
const sessions = ['AppData/Roaming/QQ/Network/Cookies'];
const kept = [
  `${both}/FileRecv/letter.pdf`,
  `${both}/Image/C2C/a.jpg`,
  `${both}/Msg3.0.db`,
  `${both}/nt_qq/nt_data/File/Ori/a.pdf`,
  `${both}/nt_qq/nt_db/nt_msg.db`,
  `${both}/nt_qq/nt_db/nt_msg.db-wal`,
];

/** A home with one account of both layouts, one of the older alone, and their shared data. */
async function tencentFiles(): Promise<[SmallHome, Discovery]> {
  const home = await makeSmallHome();
  await home.put([...caches, ...signIn, ...kept]);
  await home.put([`${classic}/Msg3.0.db`, `${classic}/FileRecv/b.pdf`, `${shared}/nt_data/Login/.10002`]);
  await home.put([`${shared}/nt_db/other.db`, `${files}/All Users/QQ/History.db`]);
  await home.put(['ProgramData/Tencent Files/QQ/Misc/a', ...sessions]);
  return [home, await home.discoverWindows()];
}

describe('Tencent Files on Windows', () => {
  test('basic takes caches only: no chat, no received file, nothing of the other layout', async () => {
    const [home, discovery] = await tencentFiles();
    expect(await plannedPaths(home, discovery, { level: 'basic' })).toEqual(caches);
  });

  test('received files and media of both layouts are taken only when selected', async () => {
    const [home, discovery] = await tencentFiles();
    const asked: Asked = { level: 'basic', folders: ['10001'], include: ['media', 'received'] };
    expect(await plannedPaths(home, discovery, asked)).toEqual([
      `${both}/FileRecv/letter.pdf`,
      `${both}/Image/C2C/a.jpg`,
      `${both}/nt_qq/nt_data/File/Ori/a.pdf`,
      ...caches,
    ]);
  });

  test("system takes all shared sign-ins and the account's own marker, but no other marker or database", async () => {
    const [home, discovery] = await tencentFiles();
    await home.put(['AppData/Roaming/QQ/Cache/a']);
    expect(await plannedPaths(home, discovery, { level: 'system', folders: ['10001'] })).toEqual(
      [...sessions, ...caches, ...signIn].toSorted(),
    );
  });

  test('system for all accounts takes all markers and the shared caches; the history is protected', async () => {
    const [home, discovery] = await tencentFiles();
    await home.put(['AppData/Roaming/QQ/Cache/a']);
    expect(await plannedPaths(home, discovery, { level: 'system' })).toEqual(
      [
        'AppData/Roaming/QQ/Cache/a',
        ...sessions,
        `${shared}/nt_data/Login/.10002`,
        ...caches,
        ...signIn,
      ].toSorted(),
    );
  });

  test('deep takes both layouts of the account, the history, and nothing of the other account', async () => {
    const [home, discovery] = await tencentFiles();
    expect(await plannedPaths(home, discovery, { level: 'deep', folders: ['10001'] })).toEqual(
      [`${files}/All Users/QQ/History.db`, ...sessions, ...caches, ...kept, ...signIn].toSorted(),
    );
  });
});

describe('macOS', () => {
  const container = 'Library/Containers/com.tencent.xinWeChat/Data';
  const hash = '0123456789abcdef0123456789abcdef';
  const old = `${container}/Library/Application Support/com.tencent.xinWeChat/2.0b4.0.9`;

  test('with WeChat 3.x and 4.x side by side each level takes what its rows list', async () => {
    const home = await makeSmallHome();
    const data = `${container}/Documents/xwechat_files`;
    await home.put([
      `${old}/${hash}/Message/msg_0.db`,
      `${old}/${hash}/Message/MessageTemp/0f/File/a.pdf`,
      `${old}/${hash}/Avatar/a`,
      `${old}/Backup/a`,
      `${data}/wxid_a_1111/db_storage/session/session.db`,
      `${data}/wxid_a_1111/temp/a`,
      `${data}/wxid_a_1111/login/key_info.db`,
      `${data}/wxid_a_1111/login/other.db`,
      `${data}/all_users/config/global_config`,
      `${container}/Documents/app_data/radium/users/0f/mmkv/a`,
      `${container}/Documents/app_data/lock/lock.ini`,
      'Library/Group Containers/X.com.tencent.xinWeChat/a',
    ]);
    const discovery = await home.discoverMacos();
    const basic = [`${data}/wxid_a_1111/temp/a`, `${old}/${hash}/Avatar/a`];
    const system = [
      ...basic,
      `${data}/wxid_a_1111/login/key_info.db`,
      `${data}/all_users/config/global_config`,
      `${container}/Documents/app_data/radium/users/0f/mmkv/a`,
    ];
    expect(await plannedPaths(home, discovery, { level: 'basic' })).toEqual(basic.toSorted());
    expect(await plannedPaths(home, discovery, { level: 'system' })).toEqual(system.toSorted());
    expect(await plannedPaths(home, discovery, { level: 'deep', folders: [hash] })).toEqual([
      `${old}/${hash}/Avatar/a`,
      `${old}/${hash}/Message/MessageTemp/0f/File/a.pdf`,
      `${old}/${hash}/Message/msg_0.db`,
    ]);
    const all = await plannedPaths(home, discovery, { level: 'deep', folders: [hash, 'wxid_a_1111'] });
    expect(all).toContain('Library/Group Containers/X.com.tencent.xinWeChat/a');
    expect(all).not.toContain(`${old}/Backup/a`);
    expect(all).not.toContain(`${container}/Documents/app_data/lock/lock.ini`);
  });
});

describe('Linux', () => {
  const data = 'Documents/xwechat_files';
  const web = '.xwechat/radium/web/profiles/multitab_1';
  const instance = 'Documents/WeChat_Data/home/.multi_xwechat_instance/0123456789abcdef0123456789abcdef';
  const caches = [
    '.config/QQ/Code Cache/js/a',
    '.config/QQ/crash_files/a',
    '.config/QQ/log/a',
    '.xwechat/radium/users/0f/applet/packages/wx1/a',
    `${web}/Cache/a`,
  ];
  const signIns = [
    '.config/QQ/Cookies',
    '.config/QQ/Cookies-journal',
    '.config/QQ/Local Storage/leveldb/1.ldb',
    '.config/QQ/Partitions/qqnt_10001/Cookies',
    '.config/QQ/auth/login.enc',
    '.xwechat/login/wxid_a/key_info.dat',
    '.xwechat/radium/users/0f/mmkv/a',
    `${web}/Cookies`,
    `${web}/Cookies-journal`,
    `${web}/History`,
    `${data}/all_users/config/global_conf2g`,
    `${data}/all_users/config/global_conf2g.crc`,
    `${data}/all_users/config/global_confi2.bak`,
    `${instance}/xwechat_files/all_users/config/global_config`,
  ];
  const databases = [
    '.config/QQ/nt_qq_0f3c/nt_db/nt_msg.db',
    '.xwechat/radium/users/0f/storage.db',
    `${data}/wxid_a_1111/db_storage/session/session.db`,
    `${web}/heavy_ad_intervention_opt_out.db`,
  ];

  async function found(): Promise<[SmallHome, Discovery]> {
    const home = await makeSmallHome();
    await home.put([
      ...caches,
      ...signIns,
      ...databases,
      '.config/QQ/global/nt_db/',
      '.config/QQ/versions/a',
    ]);
    return [home, await home.discoverLinux()];
  }

  test('basic takes the caches of web profiles and of the QQ shell, and no session', async () => {
    const [home, discovery] = await found();
    expect(await plannedPaths(home, discovery, { level: 'basic' })).toEqual(caches.toSorted());
  });

  test('system takes every session and every copy of a sign-in, and no database', async () => {
    const [home, discovery] = await found();
    expect(await plannedPaths(home, discovery, { level: 'system' })).toEqual(
      [...caches, ...signIns].toSorted(),
    );
  });
});

/** Per system: what a deep clean with every extra takes of WeCom, DingTalk and Feishu, and what it must leave. */
const others = {
  windows: {
    taken: [
      'AppData/Roaming/DingTalk/1_v2/resource_cache/ab/a.jpg',
      'AppData/Roaming/LarkShell/OptimizeImage/a',
      'AppData/Roaming/LarkShell/sdk_storage/log/a.log',
      'AppData/Roaming/Tencent/WXWork/Log/a.log',
      'AppData/Roaming/Tencent/WXWork/WXWorkCapture_1.jpg',
    ],
    left: [
      'AppData/Roaming/DingTalk/1_v2/DBFiles/dingtalk.db',
      'AppData/Roaming/DingTalk/1_v2/resource_cache/index.db',
      'AppData/Roaming/DingTalk/1_v2/unknown/a',
      'AppData/Roaming/DingTalk/globalStorage/a',
      `AppData/Roaming/LarkShell/sdk_storage/${'0f'.repeat(16)}/messages.db`,
      `AppData/Roaming/LarkShell/sdk_storage/${'0f'.repeat(16)}/resources/files/a.pdf`,
      `AppData/Roaming/LarkShell/sdk_storage/${'0f'.repeat(16)}/resources/images/a.jpg`,
      'AppData/Roaming/LarkShell/sdk_storage/log/a.db',
      'AppData/Roaming/Tencent/WXWork/Data/1/Cache/File/a.pdf',
      'AppData/Roaming/Tencent/WXWork/Data/1/Cache/Image/a.jpg',
      'Documents/DingTalk Files/a.pdf',
      'Documents/WXWork/1688850000000001/Cache/File/2024-01/a.pdf',
      'Documents/WXWork/1688850000000001/Cache/Image/2024-01/a.jpg',
      'Documents/WXWork/1688850000000001/Data/message.db',
      'Documents/WXWork/1688850000000001/WeDrive/a.xlsx',
      'Documents/WXWork/Global/Config.cfg',
    ],
    accounts: ['0f'.repeat(16), '1688850000000001', '1_v2'],
  },
  macos: {
    taken: [
      'Library/Application Support/LarkShell/OptimizeImage/a',
      'Library/Application Support/LarkShell/sdk_storage/log/a.log',
      'Library/Containers/com.tencent.WeWorkMac/Data/Documents/GYLog/a.log',
      `Library/Containers/com.tencent.WeWorkMac/Data/Documents/Profiles/${'0F'.repeat(16)}/Caches/Link_Thumbnail/a`,
      `Library/Containers/com.tencent.WeWorkMac/Data/Documents/Profiles/${'0F'.repeat(16)}/SecSdk/tmp/a`,
      'Library/Containers/com.tencent.WeWorkMac/Data/tmp/a',
    ],
    left: [
      'Library/Application Support/DingTalkMac/1_v2/DBFiles/dingtalk.db',
      'Library/Application Support/DingTalkMac/1_v2/resource_cache/a',
      `Library/Application Support/LarkShell/sdk_storage/${'0f'.repeat(16)}/messages.db`,
      'Library/Containers/com.tencent.WeWorkMac/Data/Library/a',
      `Library/Containers/com.tencent.WeWorkMac/Data/Documents/Profiles/${'0F'.repeat(16)}/Caches/Files/2024-01/a.pdf`,
      `Library/Containers/com.tencent.WeWorkMac/Data/Documents/Profiles/${'0F'.repeat(16)}/Caches/Images/2024-01/a.jpg`,
      `Library/Containers/com.tencent.WeWorkMac/Data/Documents/Profiles/${'0F'.repeat(16)}/Messages1/Info.db`,
      `Library/Containers/com.tencent.WeWorkMac/Data/Documents/Profiles/${'0F'.repeat(16)}/sqlite_temp_dir/a.db`,
    ],
    accounts: ['0F'.repeat(16), '0f'.repeat(16), '1_v2'],
  },
  linux: {
    taken: [],
    left: [
      '.config/DingTalk/1_v2/DBFiles/dingtalk.db',
      `.config/LarkShell/sdk_storage/${'0f'.repeat(16)}/messages.db`,
      '.config/LarkShell/sdk_storage/log/a.log',
    ],
    accounts: ['0f'.repeat(16), '1_v2'],
  },
} as const;

describe.each(['windows', 'macos', 'linux'] as const)('WeCom, DingTalk and Feishu on %s', (system) => {
  const { taken, left, accounts } = others[system];

  async function found(): Promise<[SmallHome, Discovery]> {
    const home = await makeSmallHome();
    await home.put([...taken, ...left]);
    if (system === 'windows') return [home, await home.discoverWindows()];
    return [home, await (system === 'macos' ? home.discoverMacos() : home.discoverLinux())];
  }

  test('are found with their accounts', async () => {
    const [, discovery] = await found();
    const folders = discovery.roots.flatMap((root) => root.accounts.map(({ folder }) => folder));
    expect(folders.toSorted()).toEqual([...accounts].toSorted());
  });

  test.each(['basic', 'system', 'deep'] as const)(
    'level %s with every extra takes caches and logs, and leaves databases, received files and sign-ins',
    async (level) => {
      const [home, discovery] = await found();
      const include = ['media', 'received', 'phone-backups'] as const;
      expect(await plannedPaths(home, discovery, { level, include })).toEqual([...taken].toSorted());
      const asked = { level, include, folders: accounts };
      expect(await plannedPaths(home, discovery, asked)).toEqual([...taken].toSorted());
    },
  );
});
