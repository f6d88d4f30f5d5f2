import { copyPrefix, copySuffix } from './copy-names.ts';
import type { Location, Platform } from './platform.ts';
import { nothing } from './no-data-root.ts';

/** How the 3.x data root and its accounts look (knowledge §1.1 V1, V2, X1). */
export const wechat3Data = {
  shape: { file: 'All Users/config/config.data' },
  accounts: '*',
  accountShape: {
    all: [{ folder: 'Msg' }, { any: [{ folder: 'FileStorage' }, { file: 'config/AccInfo.dat' }] }],
  },
  remains: {
    folders: ['Msg/Multi', 'FileStorage'],
    shapes: [
      // received files may be a user's own copy under any other name
      {
        names: '<wxid>',
        shape: {
          any: [
            { folder: 'Msg/Multi' },
            { file: 'Msg/*.db*' },
            { folder: 'FileStorage/{Cache,File,Image,Video}/<month>' },
            { folder: 'FileStorage/MsgAttach/*' },
          ],
        },
      },
    ],
  },
  notAccounts: [
    'All Users',
    'all_users',
    'Applet',
    'Plugins',
    'WMPF',
    'Msg',
    'Backup',
    'BackupFiles',
    'desktop.ini',
  ],
  accountKey: 'folder',
} as const satisfies Omit<Platform['data'], 'rules'>;

const account: readonly Location[] = [
  {
    id: 'W3-01',
    in: 'account',
    paths: ['FileStorage/Cache/<month>/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'redownload',
    confidence: 'A',
  },
  {
    id: 'W3-02',
    in: 'account',
    paths: ['FileStorage/{Temp,TempFromPhone}/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'B',
  },
  {
    id: 'W3-03',
    in: 'account',
    paths: ['FileStorage/Sns/Cache/<month>/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'redownload',
    confidence: 'A',
  },
  {
    id: 'W3-04',
    in: 'account',
    paths: ['FileStorage/{General,MPPageFastLoad,PAG}/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'B',
  },
  {
    id: 'W3-05',
    in: 'account',
    paths: ['FileStorage/Image/<month>/**/*.dat'],
    category: 'media',
    level: 'basic',
    optIn: 'media',
    recoverability: 'phone',
    confidence: 'A',
  },
  {
    id: 'W3-06',
    in: 'account',
    paths: ['FileStorage/Video/<month>/**'],
    category: 'media',
    level: 'basic',
    optIn: 'media',
    recoverability: 'phone',
    confidence: 'A',
  },
  {
    id: 'W3-07.thumb',
    in: 'account',
    paths: ['FileStorage/MsgAttach/*/Thumb/<month>/**'],
    category: 'media',
    level: 'basic',
    optIn: 'media',
    recoverability: 'phone',
    confidence: 'A',
  },
  {
    // pictures and received files mixed by conversation: never cleaned as media
    id: 'W3-07',
    in: 'account',
    paths: ['FileStorage/MsgAttach/**'],
    category: 'received',
    level: 'deep',
    recoverability: 'phone',
    confidence: 'A',
  },
  {
    id: 'W3-08',
    in: 'account',
    paths: ['FileStorage/File/<month>/**'],
    category: 'received',
    level: 'basic',
    optIn: 'received',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'W3-09',
    in: 'account',
    paths: ['FileStorage/CustomEmotion/**'],
    category: 'media',
    level: 'deep',
    recoverability: 'redownload',
    confidence: 'B',
  },
  {
    id: 'W3-10',
    in: 'account',
    paths: ['FileStorage/Fav/**'],
    category: 'received',
    level: 'deep',
    recoverability: 'phone',
    confidence: 'B',
  },
  {
    id: 'W3-11.media',
    in: 'account',
    paths: ['Image/Image/**', 'Video/**'],
    category: 'media',
    level: 'basic',
    optIn: 'media',
    recoverability: 'phone',
    confidence: 'B',
  },
  {
    id: 'W3-11',
    in: 'account',
    paths: ['{Attachment,Files,Data}/**'],
    category: 'received',
    level: 'deep',
    recoverability: 'phone',
    confidence: 'B',
  },
  {
    id: 'W3-12',
    in: 'account',
    paths: ['Msg/**'],
    category: 'database',
    level: 'deep',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'W3-13',
    in: 'account',
    paths: ['{BackupFiles,Backup}/**'],
    category: 'backup',
    level: 'deep',
    optIn: 'phone-backups',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'W3-14',
    in: 'account',
    paths: ['config/AccInfo.dat'],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
  },
  {
    id: 'W3-17',
    in: 'account',
    paths: ['Applet/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'W3-18',
    in: 'account',
    paths: ['ResUpdateV2/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'B',
  },
];

const root: readonly Location[] = [
  {
    id: 'W3-13.shared',
    in: 'root',
    paths: ['{BackupFiles,Backup}/**'],
    category: 'backup',
    level: 'deep',
    optIn: 'phone-backups',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'W3-15',
    in: 'root',
    paths: ['All Users/config/config.data'],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
  },
  {
    // after W3-15: config.data is no copy
    id: 'W3-16',
    in: 'root',
    paths: ['All Users/config/<account>.data'],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
    leftBySwitcher: true,
  },
  {
    id: 'W3-17.shared',
    in: 'root',
    paths: ['{Applet,WMPF}/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
];

const state: readonly Location[] = [
  {
    id: 'W3-19',
    in: 'state',
    paths: ['log/**', 'bak/*'],
    category: 'logs',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'B',
  },
  {
    id: 'W3-21',
    in: 'state',
    paths: [
      'radium/web/profiles/*/{Cache,Code Cache,GPUCache,DawnCache,GrShaderCache,ShaderCache}/**',
      'XPlugin/**/Cache/**',
    ],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'B',
  },
  {
    id: 'W3-22',
    in: 'state',
    paths: ['radium/web/profiles/**'],
    category: 'credentials',
    level: 'never',
    recoverability: 'login',
    confidence: 'C',
  },
  {
    id: 'W3-23',
    in: 'state',
    paths: ['XPlugin/Plugins/**', 'All Users/**'],
    category: 'binary',
    level: 'never',
    recoverability: 'auto',
    confidence: 'B',
  },
  {
    id: 'W3-25',
    in: 'state',
    paths: ['psk.key', 'cloud_account.txt'],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'B',
  },
];

/** Rows W3-01 to W3-18: what lies in an account and in the data root (knowledge §1.2). */
export const wechat3Locations: readonly Location[] = [...account, ...root];

const helperFolders = ['Tencent/WeChat'];
const installFolders = ['Tencent/WeChat', 'Tencent/WeChat/*'];

/** WeChat 3.x for Windows, knowledge §1. W3-26 is a registry key and no file, so it is not here. */
export const wechatWindows3 = {
  id: 'wechat-windows-3',
  product: 'wechat',
  line: '3.x',
  system: 'windows',
  alsoFoundOn: ['linux'],
  packaging: 'native',
  support: 'clean',
  data: {
    ...wechat3Data,
    rules: [
      {
        rule: 'W3-D1',
        by: 'registry',
        key: String.raw`HKCU\Software\Tencent\WeChat`,
        value: 'FileSavePath',
        child: 'WeChat Files',
      },
      {
        rule: 'W3-D2',
        by: 'pointer-file',
        base: 'roaming',
        file: 'Tencent/WeChat/All Users/config/3ebffe94.ini',
        child: 'WeChat Files',
        format: 'bare',
      },
      { rule: 'W3-D3', by: 'folder', base: 'documents', path: 'WeChat Files' },
      { rule: 'W3-D3', by: 'folder', base: 'documents', path: 'Tencent/WeChat Files' },
      { rule: 'W3-D3', by: 'folder', base: 'home', path: 'WeChat Files' },
      { rule: 'W3-D3', by: 'folder', base: 'home', path: 'OneDrive/Documents/WeChat Files' },
      { rule: 'W3-D3', by: 'folder', base: 'drives', path: 'WeChat Files' },
      { rule: 'W3-D3', by: 'folder', base: 'drives', path: 'WeChat/WeChat Files' },
    ],
  },
  state: [{ base: 'roaming', path: 'Tencent/WeChat' }],
  locations: [...wechat3Locations, ...state],
  signIn: { autoLogin: ['W3-15'], remembered: ['W3-14', 'W3-25'] },
  processes: [
    { name: 'WeChat.exe', folders: installFolders, role: 'main' },
    // copies that multi-open tools patch, and copies that a person made
    { name: 'WeCha?.exe', folders: installFolders, role: 'main' },
    { name: 'WeChat?.exe', folders: installFolders, role: 'main' },
    { name: `WeChat${copySuffix}.exe`, folders: installFolders, role: 'main' },
    { name: `${copyPrefix}WeChat.exe`, folders: installFolders, role: 'main' },
    { name: '微信.exe', folders: installFolders, role: 'main' },
    // a copy can have any name, but it loads its libraries from the install folder
    { name: '*.exe', folders: helperFolders, role: 'helper' },
    { name: 'WeChatAppEx.exe', folders: helperFolders, role: 'helper' },
    { name: 'WeChatApp.exe', folders: helperFolders, role: 'helper' },
    { name: 'WeChatOCR.exe', folders: helperFolders, role: 'helper' },
    { name: 'WeChatUtility.exe', folders: helperFolders, role: 'helper' },
    { name: 'WeChatPlayer.exe', folders: helperFolders, role: 'helper' },
    { name: 'WeChatBrowser.exe', folders: helperFolders, role: 'helper' },
    { name: 'mmcrashpad_handler64.exe', folders: helperFolders, role: 'helper' },
  ],
} as const satisfies Platform;

/** Row W3-20: logs that all of Tencent's programs share. */
export const wechatWindows3SharedLogs = {
  ...nothing,
  id: 'wechat-windows-3-shared-logs',
  product: 'wechat',
  line: '3.x',
  system: 'windows',
  packaging: 'native',
  support: 'clean',
  state: [{ base: 'roaming', path: 'Tencent/Logs' }],
  locations: [
    {
      id: 'W3-20',
      in: 'state',
      paths: ['*'],
      category: 'logs',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;

/** Row W3-24: logs of the browsing service; `unkwown` is really spelled so. */
export const wechatWindows3Browsing = {
  ...nothing,
  id: 'wechat-windows-3-browsing',
  product: 'wechat',
  line: '3.x',
  system: 'windows',
  packaging: 'native',
  support: 'clean',
  state: [{ base: 'local', path: 'Tencent/BrowsingService' }],
  locations: [
    {
      id: 'W3-24',
      in: 'state',
      paths: ['{TGB_Market,wechat,unkwown}/*.log'],
      category: 'logs',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;

/** The old Store editions (D4): measured, never cleaned. */
export const wechatWindows3Store = {
  ...nothing,
  id: 'wechat-windows-3-store',
  product: 'wechat',
  line: '3.x',
  system: 'windows',
  packaging: 'store',
  support: 'detect-only',
  data: {
    ...wechat3Data,
    rules: [
      {
        rule: 'W3-D4',
        by: 'folder',
        base: 'local',
        path: 'Packages/TencentWeChatLimited.forWindows10_sdtnhv12zgd7a/LocalCache/Roaming/Tencent/WeChatAppStore/WeChatAppStore Files',
      },
      {
        rule: 'W3-D4',
        by: 'folder',
        base: 'local',
        path: 'Packages/TencentWeChatLimited.WeChatUWP_sdtnhv12zgd7a/LocalCache/Roaming/Tencent/WeChatAppStore/WeChatAppStore Files',
      },
    ],
  },
  state: [],
  locations: wechat3Locations,
} as const satisfies Platform;
