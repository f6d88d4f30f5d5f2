import { qqLinuxNt } from '../../app/platforms/qq-linux-nt.ts';
import { wechatLinux4 } from '../../app/platforms/wechat-linux-4.ts';
import { wechatLinuxFlatpak4 } from '../../app/platforms/wechat-linux-flatpak-4.ts';
import { wechatWindows3 } from '../../app/platforms/wechat-windows-3.ts';
import { fixed, size, written } from './tree-rules.ts';
import type { Branch } from './tree-rules.ts';
import { ownerBranch } from './owner-files.ts';
import * as qq from './qq-nt-tree.ts';
import * as v3 from './wechat-3-tree.ts';
import * as v4 from './wechat-4-tree.ts';

const rows: v4.StateRows = {
  login: 'L-06',
  logs: 'L-04',
  crashFolder: 'completed',
  applets: 'L-05',
  webCaches: 'L-05',
  // documented on Windows only; no row describes it here, so it must stay
  sessions: null,
};

const native = wechatLinux4.id;
const flatpak = wechatLinuxFlatpak4.id;
const windows3 = wechatWindows3.id;
const qqNt = qqLinuxNt.id;

function wechatNative(home: string): Branch[] {
  const shared = { platform: native, account: null, lastUsedDaysAgo: 0 };
  return [
    ...v4.ownData(native, 0.13),
    {
      ...shared,
      base: '.xwechat',
      share: 0.06,
      fixed: [
        written('L-03', 'config/<hex32>.ini', `${home}/Documents\n`),
        // a stale pointer in the other possible encoding
        written('L-03', 'config/<hex32>.ini', Buffer.from('\ufeff/media/旧电脑/文档', 'utf16le')),
        ...v4.stateFixed(rows, v4.ownKeys),
      ],
      bulk: v4.stateBulk(rows),
    },
  ];
}

function wechatFlatpak(): Branch[] {
  const keys = ['wxid_p0t6w8n4s5rz12'];
  const base = '.var/app/com.tencent.WeChat';
  const folder = 'wxid_p0t6w8n4s5rz12_41ce';
  const shared = { platform: flatpak, account: null, lastUsedDaysAgo: 20 };
  return [
    {
      base: `${base}/xwechat_files/${folder}`,
      platform: flatpak,
      account: folder,
      share: 0.07,
      lastUsedDaysAgo: 20,
      fixed: v4.accountFixed(0.12),
      bulk: v4.accountBulk,
    },
    {
      ...shared,
      base: `${base}/xwechat_files`,
      share: 0,
      fixed: v4.rootFixed({ keys, signedIn: keys[0] ?? '', switcherCopies: [], phoneBackup: false }),
      bulk: [],
    },
    {
      ...shared,
      base: `${base}/.xwechat`,
      share: 0.015,
      fixed: [written('L-03', 'config/<hex32>.ini', 'Appdata:.xwechat'), ...v4.stateFixed(rows, keys)],
      bulk: v4.stateBulk(rows),
    },
  ];
}

function qqLinux(): Branch[] {
  const account = 'nt_qq_5d1c0b7e94a3f26880e5b2d7c41a9f36';
  const shared = { platform: qqNt, account: null, lastUsedDaysAgo: 2, bulk: [] };
  return [
    {
      base: `.config/QQ/${account}`,
      platform: qqNt,
      account,
      share: 0.165,
      lastUsedDaysAgo: 2,
      fixed: qq.accountFixed(0.6),
      bulk: qq.accountBulk,
    },
    { ...shared, base: '.config/QQ/global', share: 0, fixed: qq.globalFixed(['2841073956']) },
    {
      ...shared,
      base: '.config/QQ/versions',
      share: 0,
      fixed: [written(null, 'config.json', '{"curVersion":"3.2.19-39038","buildId":"39038"}\n')],
    },
  ];
}

const userDirs = ['DOCUMENTS', 'PICTURES', 'DESKTOP', 'DOWNLOAD']
  .map(
    (name, at) => `XDG_${name}_DIR="$HOME/${['Documents', 'Pictures', 'Desktop', 'Downloads'][at] ?? ''}"\n`,
  )
  .join('');

/** The home of a Linux user with every layout: native, Flatpak, copied from Windows, and QQ. */
export function linuxHome(home: string): Branch[] {
  return [
    ...wechatNative(home),
    ...wechatFlatpak(),
    ...v3.ownData(windows3),
    ...qqLinux(),
    ownerBranch,
    {
      base: '.config',
      platform: null,
      account: null,
      share: 0,
      lastUsedDaysAgo: 400,
      fixed: [written(null, 'user-dirs.dirs', userDirs), ...fixed(null, 'fontconfig/fonts.conf', size.kb)],
      bulk: [],
    },
  ];
}
