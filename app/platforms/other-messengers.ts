import type { Location, Platform } from './platform.ts';
import { nothing } from './no-data-root.ts';

/** The first character of an id that is a number longer than a QQ number. */
const digit = '{1,2,3,4,5,6,7,8,9}';

/** WeCom for Windows, rows E-01 and E-02. `Cache/File` holds received files, so it is no cache. */
export const wecomWindows = {
  ...nothing,
  id: 'wecom-windows',
  product: 'wecom',
  line: '',
  system: 'windows',
  packaging: 'native',
  support: 'basic-only',
  data: {
    ...nothing.data,
    rules: [
      { rule: 'E-01', by: 'folder', base: 'documents', path: 'WXWork' },
      { rule: 'E-01', by: 'folder', base: 'publicDocuments', path: 'WXWork' },
      { rule: 'E-01', by: 'folder', base: 'roaming', path: 'Tencent/WXWork' },
    ],
    shape: {
      any: [{ file: 'Global/Config.cfg' }, { folder: 'Global' }, { folder: 'Profiles' }, { folder: 'Log' }],
    },
    accounts: `${digit}*`,
    accountShape: {
      any: [{ folder: 'Cache/{File,Image,Video,Voice}' }, { file: 'Data/*.db' }, { folder: 'WeDrive' }],
    },
  },
  state: [],
  locations: [
    {
      id: 'E-01',
      in: 'root',
      paths: ['Global/**'],
      category: 'config',
      level: 'never',
      recoverability: 'login',
      confidence: 'A',
    },
    {
      id: 'E-02',
      in: 'root',
      paths: ['Log/**', 'MEMORY.DMP'],
      category: 'logs',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'B',
    },
    {
      id: 'E-02.captures',
      in: 'root',
      paths: ['WXWorkCapture_*.jpg'],
      category: 'cache',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'B',
    },
    {
      id: 'E-02.files',
      in: 'root',
      paths: ['Data/*/Cache/File/**'],
      category: 'received',
      level: 'never',
      recoverability: 'none',
      confidence: 'B',
    },
    {
      id: 'E-02.images',
      in: 'root',
      paths: ['Data/*/Cache/Image/**'],
      category: 'media',
      level: 'never',
      recoverability: 'none',
      confidence: 'B',
    },
    {
      id: 'E-01.files',
      in: 'account',
      paths: ['Cache/File/**', 'WeDrive/**'],
      category: 'received',
      level: 'never',
      recoverability: 'none',
      confidence: 'A',
    },
    {
      id: 'E-01.media',
      in: 'account',
      paths: ['Cache/{Image,Video,Voice}/**'],
      category: 'media',
      level: 'never',
      recoverability: 'none',
      confidence: 'A',
    },
    {
      id: 'E-01.data',
      in: 'account',
      paths: ['Data/**'],
      category: 'database',
      level: 'never',
      recoverability: 'none',
      confidence: 'A',
    },
  ],
  processes: [
    { name: 'WXWork.exe', folders: ['WXWork'], role: 'main' },
    // a copy or helper can have any name, but it loads its libraries from the install folder
    { name: '*.exe', folders: ['{Program Files,Program Files (x86)}/WXWork'], role: 'helper' },
  ],
} as const satisfies Platform;

const wecomMacosApps = ['企业微信*.app', 'WeCom*.app', 'WeWork*.app'];
const wecomMacosFolders = wecomMacosApps.map((app) => `${app}/Contents/MacOS`);

/** WeCom for macOS, row E-03 and what row E-04 has in an account. */
export const wecomMacos = {
  ...nothing,
  id: 'wecom-macos',
  product: 'wecom',
  line: '',
  system: 'macos',
  packaging: 'native',
  support: 'basic-only',
  data: {
    ...nothing.data,
    rules: [
      {
        rule: 'E-03',
        by: 'folder',
        base: 'library',
        path: 'Containers/com.tencent.WeWorkMac/Data/Documents/Profiles',
      },
    ],
    accounts: '<hex32>',
    accountShape: { any: [{ folder: 'Caches' }, { folder: 'Messages1' }] },
  },
  state: [],
  locations: [
    {
      id: 'E-03',
      in: 'account',
      paths: ['Caches/{Images,Videos,Emotions,Voices,wwsecurity}/**'],
      category: 'media',
      level: 'never',
      recoverability: 'redownload',
      confidence: 'A',
    },
    {
      id: 'E-03.cache',
      in: 'account',
      paths: ['Caches/{Emotion_Thumbnail,Video_Thumbnail,Link_Thumbnail}/**'],
      category: 'cache',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'A',
    },
    {
      id: 'E-03.files',
      in: 'account',
      paths: ['Caches/Files/**'],
      category: 'received',
      level: 'never',
      recoverability: 'none',
      confidence: 'A',
    },
    {
      id: 'E-03.messages',
      in: 'account',
      paths: ['Messages1/**', '**/local_storage_index.db'],
      category: 'database',
      level: 'never',
      recoverability: 'none',
      confidence: 'A',
    },
    {
      id: 'E-04.account',
      in: 'account',
      paths: ['SecSdk/tmp/**', 'sqlite_temp_dir/**'],
      category: 'cache',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'B',
    },
  ],
  processes: [
    { name: '企业微信', folders: wecomMacosFolders, role: 'main' },
    { name: '{WeCom,WeWork,WXWork}', folders: wecomMacosFolders, role: 'main' },
    { name: '*', folders: wecomMacosApps, role: 'helper' },
  ],
} as const satisfies Platform;

/** The rest of row E-04: temporary files and logs of the container, which belong to no account. */
export const wecomMacosContainer = {
  ...nothing,
  id: 'wecom-macos-container',
  accountsOf: wecomMacos.id,
  product: 'wecom',
  line: '',
  system: 'macos',
  packaging: 'native',
  support: 'basic-only',
  state: [{ base: 'library', path: 'Containers/com.tencent.WeWorkMac/Data' }],
  locations: [
    {
      id: 'E-04',
      in: 'state',
      paths: [
        'Library/Application Support/WXWork/Temp/{ScreenCapture,FtnLocalCache,Voip}/**',
        'Library/Application Support/WXWork/Temp/wetype/realPic/**',
        'tmp/**',
      ],
      category: 'cache',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'B',
    },
    {
      id: 'E-04.logs',
      in: 'state',
      paths: ['Documents/{log,GYLog,GYOssLog}/**'],
      category: 'logs',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;

/** What DingTalk keeps below its own folder, row E-05. */
const dingtalkData = {
  ...nothing.data,
  shape: { folder: 'globalStorage' },
  accounts: '*_{v2,v3}',
  accountShape: { file: 'DBFiles/dingtalk.db' },
} as const satisfies Omit<Platform['data'], 'rules'>;

const dingtalkDatabases = {
  id: 'E-05',
  in: 'account',
  paths: ['DBFiles/**'],
  category: 'database',
  level: 'never',
  recoverability: 'none',
  confidence: 'A',
} as const satisfies Location;

/** DingTalk for Windows, row E-05. */
export const dingtalkWindows = {
  ...nothing,
  id: 'dingtalk-windows',
  product: 'dingtalk',
  line: '',
  system: 'windows',
  packaging: 'native',
  support: 'basic-only',
  data: { ...dingtalkData, rules: [{ rule: 'E-05', by: 'folder', base: 'roaming', path: 'DingTalk' }] },
  state: [],
  locations: [
    dingtalkDatabases,
    {
      id: 'E-05.cache',
      in: 'account',
      paths: ['resource_cache/**'],
      category: 'cache',
      level: 'basic',
      recoverability: 'redownload',
      confidence: 'A',
    },
    {
      id: 'E-05.session',
      in: 'root',
      paths: ['globalStorage/**'],
      category: 'credentials',
      level: 'never',
      recoverability: 'login',
      confidence: 'A',
    },
  ],
  processes: [
    {
      name: 'DingTalk.exe',
      folders: ['{DingTalk,DingDing}', '{DingTalk,DingDing}/main/{current,current_new}', 'Programs/DingTalk'],
      role: 'main',
    },
    { name: '*.exe', folders: ['{DingTalk,DingDing}/main'], role: 'helper' },
  ],
} as const satisfies Platform;

/** Row E-05 on systems where only its databases have a source. */
const dingtalkMeasured = {
  ...nothing,
  product: 'dingtalk',
  line: '',
  packaging: 'native',
  support: 'detect-only',
  state: [],
  locations: [{ ...dingtalkDatabases, confidence: 'B' }],
} as const satisfies Partial<Platform>;

export const dingtalkMacos = {
  ...dingtalkMeasured,
  id: 'dingtalk-macos',
  system: 'macos',
  data: {
    ...dingtalkData,
    rules: [
      { rule: 'E-05', by: 'folder', base: 'library', path: 'Application Support/DingTalkMac' },
      {
        rule: 'E-05',
        by: 'folder',
        base: 'library',
        path: 'Containers/5ZSL2CJU2T.com.dingtalk.mac/Data/Library/Application Support/DingTalkMac',
      },
    ],
  },
} as const satisfies Platform;

export const dingtalkLinux = {
  ...dingtalkMeasured,
  id: 'dingtalk-linux',
  system: 'linux',
  data: { ...dingtalkData, rules: [{ rule: 'E-05', by: 'folder', base: 'xdgConfig', path: 'DingTalk' }] },
} as const satisfies Platform;

/** Received files of DingTalk, known from memory only. */
export const dingtalkWindowsFiles = {
  ...nothing,
  id: 'dingtalk-windows-files',
  product: 'dingtalk',
  line: '',
  system: 'windows',
  packaging: 'native',
  support: 'detect-only',
  state: [{ base: 'documents', path: 'DingTalk Files' }],
  locations: [
    {
      id: 'E-05.files',
      in: 'state',
      paths: ['**'],
      category: 'received',
      level: 'never',
      recoverability: 'none',
      confidence: 'C',
    },
  ],
} as const satisfies Platform;

/** What Feishu and Lark keep below their own folder on every system, row E-06. */
const feishu = {
  ...nothing,
  product: 'feishu',
  line: '',
  packaging: 'native',
  support: 'basic-only',
  locations: [
    {
      id: 'E-06.logs',
      in: 'root',
      paths: ['log/**'],
      category: 'logs',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'A',
    },
    {
      // pictures of chats, which are no cache: other programs link to them
      id: 'E-06.images',
      in: 'account',
      paths: ['resources/images/**'],
      category: 'media',
      level: 'never',
      recoverability: 'redownload',
      confidence: 'A',
    },
    {
      id: 'E-06.files',
      in: 'account',
      paths: ['resources/files/**'],
      category: 'received',
      level: 'never',
      recoverability: 'none',
      confidence: 'B',
    },
    {
      id: 'E-06',
      in: 'account',
      paths: ['**'],
      category: 'database',
      level: 'never',
      recoverability: 'none',
      confidence: 'A',
    },
    {
      id: 'E-06.optimised',
      in: 'state',
      paths: ['OptimizeImage/**'],
      category: 'cache',
      level: 'basic',
      recoverability: 'redownload',
      confidence: 'A',
    },
  ],
} as const satisfies Partial<Platform>;

const feishuData = {
  ...nothing.data,
  shape: { folder: 'log' },
  accounts: '<hex32>',
  accountShape: { any: [{ file: '*.db' }, { folder: 'resources' }] },
} as const satisfies Omit<Platform['data'], 'rules'>;

/** Feishu and Lark for Windows, row E-06. */
export const feishuWindows = {
  ...feishu,
  id: 'feishu-windows',
  system: 'windows',
  data: {
    ...feishuData,
    rules: [{ rule: 'E-06', by: 'folder', base: 'roaming', path: 'LarkShell/sdk_storage' }],
  },
  state: [{ base: 'roaming', path: 'LarkShell' }],
  processes: [
    { name: 'Feishu.exe', folders: ['Feishu', 'Feishu/app'], role: 'main' },
    { name: 'Lark.exe', folders: ['Lark', 'Lark/app'], role: 'main' },
    { name: '*.exe', folders: ['Feishu/app', 'Lark/app'], role: 'helper' },
  ],
} as const satisfies Platform;

const feishuMacosApps = ['{Feishu,Lark,LarkSuite,飞书}*.app'];
const feishuMacosFolders = feishuMacosApps.map((app) => `${app}/Contents/MacOS`);
const feishuContainers = 'Containers/{com.bytedance.macos.feishu,com.larksuite.macos.lark}/Data/Library';

/** Feishu and Lark for macOS, row E-06. */
export const feishuMacos = {
  ...feishu,
  id: 'feishu-macos',
  system: 'macos',
  data: {
    ...feishuData,
    rules: [
      { rule: 'E-06', by: 'folder', base: 'library', path: 'Application Support/LarkShell/sdk_storage' },
      {
        rule: 'E-06',
        by: 'folder',
        base: 'library',
        path: `${feishuContainers}/Application Support/LarkShell/sdk_storage`,
      },
    ],
  },
  state: [
    { base: 'library', path: 'Application Support/LarkShell' },
    { base: 'library', path: `${feishuContainers}/Application Support/LarkShell` },
  ],
  processes: [
    { name: '{Feishu,Lark,LarkSuite,飞书}', folders: feishuMacosFolders, role: 'main' },
    { name: '*', folders: feishuMacosApps, role: 'helper' },
  ],
} as const satisfies Platform;

/** Feishu and Lark for Linux: only the rows of accounts have a source there, so it is measured. */
export const feishuLinux = {
  ...feishu,
  ...{ id: 'feishu-linux', system: 'linux', support: 'detect-only' },
  data: {
    ...feishuData,
    rules: [{ rule: 'E-06', by: 'folder', base: 'xdgConfig', path: 'LarkShell/sdk_storage' }],
  },
  state: [],
  locations: feishu.locations.filter((row) => row.in === 'account'),
} as const satisfies Platform;
