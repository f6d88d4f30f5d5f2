import { copySuffix } from './copy-names.ts';
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

/** The app's own container in ~/Library and that of the test build. */
export const ownContainers = 'Containers/{com.tencent.xinWeChat,com.tencent.xWeChat}/Data';

/** Containers that a copy of WeChat.app gets under an id of its own (row M-17), as multi-open scripts name them. */
export const copiedContainers = [
  'Containers/com.tencent.{xinWeChat,xWeChat,WeChat}{0,1,2,3,4,5,6,7,8,9,_1,_2,-1,-2}*/Data',
  'Containers/com.tencent.{xinWeChat,xWeChat,WeChat}{Work,Dual,.dual,.clone,.copy,.multi,.second,.ATB}*/Data',
] as const;

/** Any other name: a copy under a new one, or a backup such as `com.tencent.xinWeChat.bak`, so measured only. */
const otherContainers = 'Containers/com.tencent.{xinWeChat,xWeChat,WeChat}?*/Data';

/** What the id of the app or of a copy looks like inside a container. */
export const appIds = 'com.tencent.{xinWeChat,xWeChat,WeChat}*';

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
    paths: appletPackages,
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'M-12.web',
    in: 'state',
    paths: browserCaches,
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    // web state of the account: looks like a cache and is none
    id: 'M-13',
    in: 'state',
    paths: [...browserUsers, ...browserSessions],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'B',
  },
  {
    id: 'M-13.journal',
    in: 'state',
    paths: browserJournals,
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'B',
    overridesProtection: true,
  },
];

/** Processes of every build (knowledge §8): `Weixin` is the beta's name. */
const macosApps = ['{WeChat,Weixin}.app', `{WeChat,Weixin,微信}${copySuffix}.app`, '微信.app'];
const macosFolders = macosApps.map((app) => `${app}/Contents/MacOS`);
/** A copy's app may have any name with the program's in it. */
const copyFolders = [...macosFolders, '*{WeChat,Weixin,微信}*.app/Contents/MacOS'];

export const wechatMacosProcesses: Platform['processes'] = [
  { name: 'WeChat', folders: copyFolders, role: 'main' },
  { name: 'Weixin', folders: copyFolders, role: 'main' },
  { name: `{WeChat,Weixin}${copySuffix}`, folders: copyFolders, role: 'main' },
  // helpers, and copies whose program has another name
  { name: '*', folders: macosApps, role: 'helper' },
];

/** WeChat 4.x for macOS, knowledge §3, in the containers of the app, the test build and copies. */
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
        path: `${ownContainers}/Documents/xwechat_files`,
      },
      ...copiedContainers.map(
        (container) =>
          ({
            rule: 'M-17',
            by: 'folder',
            base: 'library',
            path: `${container}/Documents/xwechat_files`,
          }) as const,
      ),
    ],
  },
  state: [ownContainers, ...copiedContainers].map((container) => ({
    base: 'library',
    path: `${container}/Documents/app_data`,
  })),
  locations: [...wechat4Locations, ...own],
  signIn: { autoLogin: wechat4AutoLogin, remembered: ['W4-16', 'W4-17', 'M-09.key', 'M-09'] },
  processes: wechatMacosProcesses,
} as const satisfies Platform;

/** Row M-17 under a name that no script gives: it may be a backup, so it is measured and never cleaned. */
export const wechatMacos4Others = {
  ...nothing,
  id: 'wechat-macos-4-others',
  product: 'wechat',
  line: '4.x',
  system: 'macos',
  packaging: 'native',
  support: 'detect-only',
  data: {
    ...wechat4Data,
    rules: [
      { rule: 'M-17', by: 'folder', base: 'library', path: `${otherContainers}/Documents/xwechat_files` },
    ],
  },
  state: [],
  locations: wechat4Locations,
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
  state: [ownContainers, ...copiedContainers].map((container) => ({
    base: 'library',
    path: `${container}/.wxapplet`,
  })),
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
