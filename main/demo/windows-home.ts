import { qqWindowsShell } from '../../app/platforms/qq-windows-beside.ts';
import { qqWindows } from '../../app/platforms/qq-windows.ts';
import {
  wechatWindows3,
  wechatWindows3Browsing,
  wechatWindows3SharedLogs,
} from '../../app/platforms/wechat-windows-3.ts';
import { wechatWindows4, wechatWindows4Temp } from '../../app/platforms/wechat-windows-4.ts';
import { bulk, fixed, size, written } from './tree-rules.ts';
import type { Branch } from './tree-rules.ts';
import { ownerBranch } from './owner-files.ts';
import * as qq from './qq-nt-tree.ts';
import * as v3 from './wechat-3-tree.ts';
import * as v4 from './wechat-4-tree.ts';

const { kb, mb } = size;

const rows: v4.StateRows = {
  login: 'W4-20',
  logs: 'W4-21',
  crashFolder: 'reports',
  applets: 'W4-23',
  webCaches: 'W4-22',
  sessions: 'W4-24',
};

const wechat4 = wechatWindows4.id;
const wechat3 = wechatWindows3.id;
const qqNt = qqWindows.id;
const roaming = 'AppData/Roaming/Tencent';

/** `D:\文档` in a Chinese Windows code page, as older installs wrote it; the folder no longer exists. */
const staleGbk = new Uint8Array([0x44, 0x3a, 0x5c, 0xce, 0xc4, 0xb5, 0xb5]);

function weixin(): Branch[] {
  const shared = { platform: wechat4, account: null, lastUsedDaysAgo: 0 };
  return [
    ...v4.ownData(wechat4, 0.14),
    {
      ...shared,
      base: `${roaming}/xwechat`,
      share: 0.06,
      fixed: [
        written('W4-27', 'config/<hex32>.ini', 'MyDocument:'),
        written('W4-27', 'config/<hex32>.ini', staleGbk),
        ...v4.stateFixed(rows, v4.ownKeys),
        ...fixed('W4-25', '{net/route.conf,ilink/state.bin,update/update.ini}', 2 * kb),
        ...fixed('W4-26', 'xplugin/plugins/{WeChatOcr,WeChatPlayer,XEditor}/8011/extracted/app.dll', 9 * mb),
      ],
      bulk: v4.stateBulk(rows),
    },
    {
      ...shared,
      platform: wechatWindows4Temp.id,
      base: 'AppData/Local/Temp/WeChat Files',
      share: 0.01,
      fixed: [],
      bulk: [bulk('W4-28', '<hex16>.{jpg,pdf}', 1, 200 * kb)],
    },
  ];
}

function wechat3x(): Branch[] {
  const shared = { platform: wechat3, account: null, lastUsedDaysAgo: 90 };
  return [
    ...v3.ownData(wechat3),
    {
      ...shared,
      base: `${roaming}/WeChat`,
      share: 0.02,
      fixed: [
        written(null, 'All Users/config/3ebffe94.ini', 'MyDocument:'),
        ...fixed('W3-25', '{psk.key,cloud_account.txt}', 200),
        ...fixed('W3-22', 'radium/web/profiles/web/{Cookies,Local Storage/leveldb/000003.log}', 48 * kb),
        ...fixed('W3-23', 'XPlugin/Plugins/{WeChatOCR,WeChatUtility}/7079/extracted/app.dll', 8 * mb),
      ],
      bulk: [
        bulk('W3-19', '{log,bak}/WeChat_<seq>.xlog', 2, 400 * kb),
        bulk('W3-21', 'radium/web/profiles/web/Cache/Cache_Data/f_<hex8>', 4, 28 * kb, 1.3),
      ],
    },
    {
      ...shared,
      platform: wechatWindows3Browsing.id,
      base: 'AppData/Local/Tencent/BrowsingService',
      share: 0,
      fixed: fixed('W3-24', '{TGB_Market,wechat,unkwown}/browsing.log', 60 * kb),
      bulk: [],
    },
    {
      ...shared,
      platform: wechatWindows3SharedLogs.id,
      base: `${roaming}/Logs`,
      share: 0,
      fixed: fixed('W3-20', 'tencent.log', 90 * kb),
      bulk: [],
    },
  ];
}

function tencentFiles(): Branch[] {
  const uin = '2841073956';
  const files = 'Documents/Tencent Files';
  const shared = { platform: qqNt, account: null, lastUsedDaysAgo: 2 };
  return [
    {
      base: `${files}/${uin}/nt_qq`,
      platform: qqNt,
      account: uin,
      share: 0.17,
      lastUsedDaysAgo: 2,
      fixed: qq.accountFixed(0.6),
      bulk: qq.accountBulk,
    },
    {
      base: `${files}/${uin}`,
      platform: qqNt,
      account: uin,
      share: 0,
      lastUsedDaysAgo: 500,
      fixed: qq.classicLeftovers(),
      bulk: [],
    },
    { ...shared, base: `${files}/nt_qq/global`, share: 0, fixed: qq.globalFixed([uin]), bulk: [] },
    { ...shared, base: files, share: 0, fixed: fixed('Q-06', 'All Users/QQ/History.db', 40 * kb), bulk: [] },
    {
      ...shared,
      platform: qqWindowsShell.id,
      base: 'AppData/Roaming/QQ',
      share: 0.04,
      fixed: [
        ...fixed('N-14', '{Local Storage/leveldb/000003.log,Network/Cookies}', 40 * kb),
        ...fixed('N-15', 'versions/9.9.30-48762/resources/app.dll', 40 * mb),
      ],
      bulk: qq.shellBulk,
    },
    {
      ...shared,
      platform: null,
      base: 'Public/Documents/Tencent/QQ',
      share: 0,
      fixed: [written(null, 'UserDataInfo.ini', '[UserDataSet]\r\nUserDataSavePathType=1\r\n')],
      bulk: [],
    },
  ];
}

/** The home of a Windows user. Contains `Public`, so that a demo never touches the real one. */
export function windowsHome(): Branch[] {
  return [...weixin(), ...wechat3x(), ...tencentFiles(), ownerBranch];
}
