import { copySuffix } from './copy-names.ts';
import type { Location, Platform } from './platform.ts';
import { nothing } from './no-data-root.ts';
import { wechat4Data, wechat4Locations } from './wechat-4-layout.ts';

/** Rows M-09 to M-13: what differs from the inner layout of 4.x on other systems (knowledge §3). */
const own: readonly Location[] = [
  {
    // the name is that of W4-16, which some builds keep in the account
    id: 'M-09.key',
    in: 'account',
    paths: ['login/key_info.db', 'login/key_info.db-wal', 'login/key_info.db-shm'],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
    overridesProtection: true,
  },
  {
    id: 'M-09',
    in: 'account',
    paths: ['login/**', 'head_imgs/**'],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
  },
  {
    id: 'M-10',
    in: 'state',
    paths: ['log/**'],
    category: 'logs',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'M-11',
    in: 'state',
    paths: ['lock/lock.ini'],
    category: 'config',
    level: 'never',
    recoverability: 'auto',
    confidence: 'B',
  },
  {
    id: 'M-12',
    in: 'state',
    paths: ['radium/Applet/packages/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    // web state of the account: looks like a cache and is none
    id: 'M-13',
    in: 'state',
    paths: ['radium/users/*/**'],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'B',
  },
];

/** Processes of every build (knowledge §8): `Weixin` is the beta's name. */
const macosApps = ['{WeChat,Weixin}.app', `{WeChat,Weixin,微信}${copySuffix}.app`, '微信.app'];
const macosFolders = macosApps.map((app) => `${app}/Contents/MacOS`);

export const wechatMacosProcesses: Platform['processes'] = [
  { name: 'WeChat', folders: macosFolders, role: 'main' },
  { name: 'Weixin', folders: macosFolders, role: 'main' },
  { name: `{WeChat,Weixin}${copySuffix}`, folders: macosFolders, role: 'main' },
  // helpers, and copies whose program has another name
  { name: '*', folders: macosApps, role: 'helper' },
];

/** WeChat 4.x for macOS, knowledge §3; its container is known under two names. */
export const wechatMacos4 = {
  id: 'wechat-macos-4',
  product: 'wechat',
  line: '4.x',
  system: 'macos',
  packaging: 'native',
  support: 'clean',
  data: {
    ...wechat4Data,
    rules: [
      {
        rule: 'M-07',
        by: 'folder',
        base: 'library',
        path: 'Containers/{com.tencent.xinWeChat,com.tencent.xWeChat}/Data/Documents/xwechat_files',
      },
    ],
  },
  state: [
    {
      base: 'library',
      path: 'Containers/{com.tencent.xinWeChat,com.tencent.xWeChat}/Data/Documents/app_data',
    },
  ],
  locations: [...wechat4Locations, ...own],
  signIn: { autoLogin: ['W4-15'], remembered: ['W4-16', 'W4-17', 'M-09.key', 'M-09'] },
  processes: wechatMacosProcesses,
} as const satisfies Platform;

/** Row M-08: a build outside the sandbox, seen by one source only. Measured, never cleaned. */
export const wechatMacos4Unsandboxed = {
  ...nothing,
  id: 'wechat-macos-4-unsandboxed',
  product: 'wechat',
  line: '4.x',
  system: 'macos',
  packaging: 'native',
  support: 'detect-only',
  data: {
    ...wechat4Data,
    rules: [{ rule: 'M-08', by: 'folder', base: 'documents', path: 'xwechat_files' }],
  },
  state: [],
  locations: wechat4Locations,
} as const satisfies Platform;

/** The other half of row M-12: mini-programs in the container's own hidden folder. */
export const wechatMacos4Applets = {
  ...nothing,
  id: 'wechat-macos-4-applets',
  product: 'wechat',
  line: '4.x',
  system: 'macos',
  packaging: 'native',
  support: 'clean',
  state: [{ base: 'library', path: 'Containers/{com.tencent.xinWeChat,com.tencent.xWeChat}/Data/.wxapplet' }],
  locations: [
    {
      id: 'M-12.hidden',
      in: 'state',
      paths: ['{WMPF,packages,cache,xlog}/**'],
      category: 'cache',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'A',
    },
  ],
} as const satisfies Platform;
