import type { Platform } from './platform.ts';
import { nothing } from './no-data-root.ts';

/** WeCom for Windows, rows E-01 and E-02: measured, never cleaned. */
export const wecomWindows = {
  ...nothing,
  id: 'wecom-windows',
  product: 'wecom',
  line: '',
  system: 'windows',
  packaging: 'native',
  support: 'detect-only',
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
      paths: ['Log/**', 'MEMORY.DMP', 'WXWorkCapture_*.jpg'],
      category: 'logs',
      level: 'never',
      recoverability: 'auto',
      confidence: 'B',
    },
    {
      id: 'E-02.cache',
      in: 'root',
      paths: ['Data/*/Cache/{File,Image}/**'],
      category: 'cache',
      level: 'never',
      recoverability: 'none',
      confidence: 'B',
    },
  ],
  processes: [
    { name: 'WXWork.exe', folders: ['WXWork'], role: 'main' },
    { name: 'WXWorkWeb.exe', folders: ['WXWork'], role: 'helper' },
  ],
} as const satisfies Platform;

/** WeCom for macOS, rows E-03 and E-04: measured, never cleaned. */
export const wecomMacos = {
  ...nothing,
  id: 'wecom-macos',
  product: 'wecom',
  line: '',
  system: 'macos',
  packaging: 'native',
  support: 'detect-only',
  data: {
    ...nothing.data,
    rules: [{ rule: 'E-03', by: 'folder', base: 'library', path: 'Containers/com.tencent.WeWorkMac/Data' }],
    shape: { folder: 'Documents/Profiles' },
  },
  state: [],
  locations: [
    {
      id: 'E-03',
      in: 'root',
      paths: ['Documents/Profiles/*/Caches/{Images,Videos,Emotions,Voices,wwsecurity}/**'],
      category: 'media',
      level: 'never',
      recoverability: 'redownload',
      confidence: 'A',
    },
    {
      id: 'E-03.cache',
      in: 'root',
      paths: ['Documents/Profiles/*/Caches/{Emotion_Thumbnail,Video_Thumbnail,Link_Thumbnail}/**'],
      category: 'cache',
      level: 'never',
      recoverability: 'auto',
      confidence: 'A',
    },
    {
      id: 'E-03.files',
      in: 'root',
      paths: ['Documents/Profiles/*/Caches/Files/**'],
      category: 'received',
      level: 'never',
      recoverability: 'none',
      confidence: 'A',
    },
    {
      id: 'E-03.messages',
      in: 'root',
      paths: ['Documents/Profiles/*/Messages1/**', 'Documents/Profiles/*/**/local_storage_index.db'],
      category: 'database',
      level: 'never',
      recoverability: 'none',
      confidence: 'A',
    },
    {
      id: 'E-04',
      in: 'root',
      paths: [
        'Library/Application Support/WXWork/Temp/{ScreenCapture,FtnLocalCache,Voip}/**',
        'Library/Application Support/WXWork/Temp/wetype/realPic/**',
        'tmp/**',
        'Documents/Profiles/*/SecSdk/tmp/**',
        'Documents/Profiles/*/sqlite_temp_dir/**',
      ],
      category: 'cache',
      level: 'never',
      recoverability: 'auto',
      confidence: 'B',
    },
    {
      id: 'E-04.logs',
      in: 'root',
      paths: ['Documents/{log,GYLog,GYOssLog}/**'],
      category: 'logs',
      level: 'never',
      recoverability: 'auto',
      confidence: 'B',
    },
  ],
  processes: [{ name: '企业微信', folders: ['企业微信.app/Contents/MacOS'], role: 'main' }],
} as const satisfies Platform;

/** DingTalk for Windows, row E-05: measured, never cleaned. */
export const dingtalkWindows = {
  ...nothing,
  id: 'dingtalk-windows',
  product: 'dingtalk',
  line: '',
  system: 'windows',
  packaging: 'native',
  support: 'detect-only',
  data: {
    ...nothing.data,
    rules: [{ rule: 'E-05', by: 'folder', base: 'roaming', path: 'DingTalk' }],
    shape: { any: [{ folder: 'globalStorage' }, { file: '*_{v2,v3}/DBFiles/dingtalk.db' }] },
  },
  state: [],
  locations: [
    {
      id: 'E-05',
      in: 'root',
      paths: ['*_{v2,v3}/DBFiles/**'],
      category: 'database',
      level: 'never',
      recoverability: 'none',
      confidence: 'A',
    },
    {
      id: 'E-05.cache',
      in: 'root',
      paths: ['*_{v2,v3}/resource_cache/**'],
      category: 'cache',
      level: 'never',
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
  processes: [{ name: 'DingTalk.exe', folders: [], role: 'main' }],
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

/** Feishu and Lark for Windows, row E-06: measured, never cleaned. */
export const feishuWindows = {
  ...nothing,
  id: 'feishu-windows',
  product: 'feishu',
  line: '',
  system: 'windows',
  packaging: 'native',
  support: 'detect-only',
  data: {
    ...nothing.data,
    rules: [{ rule: 'E-06', by: 'folder', base: 'roaming', path: 'LarkShell' }],
    shape: { folder: 'sdk_storage' },
  },
  state: [],
  locations: [
    {
      id: 'E-06.logs',
      in: 'root',
      paths: ['sdk_storage/log/**'],
      category: 'logs',
      level: 'never',
      recoverability: 'auto',
      confidence: 'A',
    },
    {
      id: 'E-06.images',
      in: 'root',
      paths: ['sdk_storage/*/resources/images/**', 'OptimizeImage/**'],
      category: 'cache',
      level: 'never',
      recoverability: 'redownload',
      confidence: 'A',
    },
    {
      id: 'E-06',
      in: 'root',
      paths: ['sdk_storage/**'],
      category: 'database',
      level: 'never',
      recoverability: 'none',
      confidence: 'A',
    },
  ],
  processes: [
    { name: 'Feishu.exe', folders: [], role: 'main' },
    { name: 'Lark.exe', folders: [], role: 'main' },
  ],
} as const satisfies Platform;

/** Feishu and Lark for macOS, row E-06: measured, never cleaned. */
export const feishuMacos = {
  ...nothing,
  id: 'feishu-macos',
  product: 'feishu',
  line: '',
  system: 'macos',
  packaging: 'native',
  support: 'detect-only',
  data: {
    ...nothing.data,
    rules: [
      { rule: 'E-06', by: 'folder', base: 'library', path: 'Application Support/LarkShell' },
      {
        rule: 'E-06',
        by: 'folder',
        base: 'library',
        path: 'Containers/com.bytedance.macos.feishu/Data/Library/Application Support/LarkShell',
      },
    ],
    shape: { folder: 'sdk_storage' },
  },
  state: [],
  locations: [
    {
      id: 'E-06.logs',
      in: 'root',
      paths: ['sdk_storage/log/**'],
      category: 'logs',
      level: 'never',
      recoverability: 'auto',
      confidence: 'A',
    },
    {
      id: 'E-06.images',
      in: 'root',
      paths: ['sdk_storage/*/resources/images/**', 'OptimizeImage/**'],
      category: 'cache',
      level: 'never',
      recoverability: 'redownload',
      confidence: 'A',
    },
    {
      id: 'E-06',
      in: 'root',
      paths: ['sdk_storage/**'],
      category: 'database',
      level: 'never',
      recoverability: 'none',
      confidence: 'A',
    },
  ],
  processes: [
    { name: 'Feishu', folders: ['Feishu.app/Contents/MacOS', 'Lark.app/Contents/MacOS'], role: 'main' },
  ],
} as const satisfies Platform;
