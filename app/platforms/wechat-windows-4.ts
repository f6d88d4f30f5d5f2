import { copyPrefix, copySuffix } from './copy-names.ts';
import type { Location, Platform } from './platform.ts';
import { nothing } from './no-data-root.ts';
import {
  appletPackages,
  browserCaches,
  browserJournals,
  browserSessions,
  browserUsers,
  wechat4AutoLogin,
  wechat4Data,
  wechat4Locations,
} from './wechat-4-layout.ts';

/** Rows W4-20 to W4-27, below %APPDATA%\Tencent\xwechat (knowledge §2.2). */
const state: readonly Location[] = [
  {
    id: 'W4-20',
    in: 'state',
    paths: ['login/<account>/key_info.dat'],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
  },
  {
    id: 'W4-21',
    in: 'state',
    paths: ['log/**', 'crashinfo/{attachments,reports}/**'],
    category: 'logs',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'W4-22',
    in: 'state',
    paths: browserCaches,
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'W4-23',
    in: 'state',
    paths: appletPackages,
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'W4-24',
    in: 'state',
    paths: [...browserUsers, ...browserSessions],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
  },
  {
    id: 'W4-24.journal',
    in: 'state',
    paths: browserJournals,
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
    overridesProtection: true,
  },
  {
    id: 'W4-25',
    in: 'state',
    paths: ['net*/**', 'ilink/**', 'update/**'],
    category: 'config',
    level: 'deep',
    recoverability: 'auto',
    confidence: 'B',
  },
  {
    id: 'W4-26',
    in: 'state',
    paths: ['xplugin/plugins/**'],
    category: 'binary',
    level: 'never',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    // may go only after every root it names is gone, which no level does: others' data would be lost from sight
    id: 'W4-27',
    in: 'state',
    paths: ['config/*.ini'],
    category: 'config',
    level: 'never',
    recoverability: 'auto',
    confidence: 'A',
  },
];

const installFolders = ['Tencent/Weixin', 'Tencent/Weixin/*'];
const helperFolders = ['Tencent/Weixin', 'Tencent/xwechat/xplugin', 'Tencent/WeChat'];

/** WeChat 4.x for Windows, knowledge §2. The registry's FileSavePath is the 3.x value and is not asked (D3). */
export const wechatWindows4 = {
  id: 'wechat-windows-4',
  product: 'wechat',
  line: '4.x',
  system: 'windows',
  packaging: 'native',
  support: 'clean',
  data: {
    ...wechat4Data,
    rules: [
      {
        rule: 'W4-D1',
        by: 'pointer-file',
        base: 'roaming',
        file: 'Tencent/xwechat/config/*.ini',
        child: 'xwechat_files',
        format: 'bare',
      },
      { rule: 'W4-D2', by: 'folder', base: 'home', path: 'xwechat_files' },
      { rule: 'W4-D2', by: 'folder', base: 'documents', path: 'xwechat_files' },
      { rule: 'W4-D2', by: 'folder', base: 'documents', path: 'Tencent/xwechat_files' },
      { rule: 'W4-D2', by: 'folder', base: 'documents', path: 'WeChat Files/xwechat_files' },
      { rule: 'W4-D2', by: 'folder', base: 'drives', path: 'xwechat_files' },
      {
        rule: 'W4-D2',
        by: 'folder',
        base: 'drives',
        path: '{WeChat,Weixin,WeChat Files,Tencent,微信}/xwechat_files',
      },
    ],
  },
  state: [{ base: 'roaming', path: 'Tencent/xwechat' }],
  locations: [...wechat4Locations, ...state],
  signIn: { autoLogin: wechat4AutoLogin, remembered: ['W4-16', 'W4-17', 'W4-20'] },
  processes: [
    { name: 'Weixin.exe', folders: installFolders, role: 'main' },
    // copies that multi-open tools patch, and copies that a person made
    { name: 'Weixi?.exe', folders: installFolders, role: 'main' },
    { name: 'Weixin?.exe', folders: installFolders, role: 'main' },
    { name: `Weixin${copySuffix}.exe`, folders: installFolders, role: 'main' },
    { name: `${copyPrefix}Weixin.exe`, folders: installFolders, role: 'main' },
    // a copy can have any name, but it loads its libraries from the install folder
    { name: '*.exe', folders: ['Tencent/Weixin'], role: 'helper' },
    { name: 'WeChatAppEx.exe', folders: helperFolders, role: 'helper' },
    { name: 'weixinext.exe', folders: helperFolders, role: 'helper' },
    { name: 'weixinupdate.exe', folders: helperFolders, role: 'helper' },
    { name: 'wechatocr.exe', folders: helperFolders, role: 'helper' },
    { name: 'wechatplayer.exe', folders: helperFolders, role: 'helper' },
    { name: 'wechatutility.exe', folders: helperFolders, role: 'helper' },
    { name: 'crashpad_handler.exe', folders: helperFolders, role: 'helper' },
  ],
} as const satisfies Platform;

/** Row W4-28: previews of opened files, in a folder of its own so that its pattern can never reach another one. */
export const wechatWindows4Temp = {
  ...nothing,
  id: 'wechat-windows-4-temp',
  product: 'wechat',
  line: '4.x',
  system: 'windows',
  packaging: 'native',
  support: 'clean',
  state: [{ base: 'local', path: 'Temp/WeChat Files' }],
  locations: [
    {
      id: 'W4-28',
      in: 'state',
      paths: ['**'],
      category: 'cache',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;
