import type { Location, Platform } from './platform.ts';
import { nothing } from './no-data-root.ts';
import { appIds, copiedContainers, ownContainers, wechatMacosProcesses } from './wechat-macos-4.ts';

/** Rows M-02 to M-06 (knowledge §3). */
const locations: readonly Location[] = [
  {
    id: 'M-02',
    in: 'account',
    paths: ['Message/*.db*', '{Contact,Session,Group}/**', '*.db*'],
    category: 'database',
    level: 'deep',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'M-03',
    in: 'account',
    paths: ['Message/MessageTemp/*/{Image,Video,Audio}/**'],
    category: 'media',
    level: 'basic',
    optIn: 'media',
    recoverability: 'phone',
    confidence: 'B',
  },
  {
    id: 'M-04',
    in: 'account',
    paths: ['Message/MessageTemp/*/File/**'],
    category: 'received',
    level: 'basic',
    optIn: 'received',
    recoverability: 'none',
    confidence: 'B',
  },
  {
    id: 'M-05',
    in: 'account',
    paths: ['Avatar/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'M-05.stickers',
    in: 'account',
    paths: ['Stickers/**'],
    category: 'media',
    level: 'deep',
    recoverability: 'redownload',
    confidence: 'A',
  },
  {
    id: 'M-06',
    in: 'root',
    paths: ['Backup/**'],
    category: 'backup',
    level: 'deep',
    optIn: 'phone-backups',
    recoverability: 'none',
    confidence: 'B',
  },
];

/** Such as `2.0b4.0.9`. */
const dataVersion = '{1,2,3,4,5,6,7,8,9}*';

/** WeChat 3.x for macOS: a folder per data version, in it one folder per account named by a hash. No row tells its sign-in. */
export const wechatMacos3 = {
  id: 'wechat-macos-3',
  product: 'wechat',
  line: '3.x',
  system: 'macos',
  packaging: 'native',
  support: 'clean',
  data: {
    rules: [
      {
        rule: 'M-01',
        by: 'folder',
        base: 'library',
        path: `${ownContainers}/Library/Application Support/com.tencent.xinWeChat/${dataVersion}`,
      },
      ...copiedContainers.map(
        (container) =>
          ({
            rule: 'M-17',
            by: 'folder',
            base: 'library',
            path: `${container}/Library/Application Support/${appIds}/${dataVersion}`,
          }) as const,
      ),
    ],
    shape: { any: [] },
    accounts: '<hex32>',
    accountShape: { any: [{ file: 'Message/*.db' }, { file: 'Contact/*.db' }] },
    remains: {
      folders: ['Message', 'Contact'],
      shapes: [{ names: '<hex32>', shape: { any: [{ folder: 'Message' }, { folder: 'Contact' }] } }],
    },
    notAccounts: ['Backup'],
    accountKey: 'folder',
  },
  state: [],
  locations,
  signIn: { autoLogin: [], remembered: [] },
  processes: wechatMacosProcesses,
} as const satisfies Platform;

/** Row M-14: the container's own Library, which both lines share. */
export const wechatMacosLibrary = {
  ...nothing,
  id: 'wechat-macos-library',
  product: 'wechat',
  line: '',
  system: 'macos',
  packaging: 'native',
  support: 'clean',
  state: [ownContainers, ...copiedContainers].map((path) => ({
    base: 'library',
    path: `${path}/Library`,
  })),
  locations: [
    {
      id: 'M-14',
      in: 'state',
      paths: [`Caches/${appIds}/**`, 'Caches/Matrix/AppReboot/**'],
      category: 'cache',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'B',
    },
    {
      id: 'M-14.config',
      in: 'state',
      paths: [`Preferences/${appIds}.plist`, `HTTPStorages/${appIds}/**`],
      category: 'config',
      level: 'deep',
      recoverability: 'auto',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;

/** Row M-15: caches of builds and copies outside the sandbox. */
export const wechatMacosCaches = {
  ...nothing,
  id: 'wechat-macos-caches',
  product: 'wechat',
  line: '',
  system: 'macos',
  packaging: 'native',
  support: 'clean',
  state: [{ base: 'library', path: 'Caches/com.tencent.{xinWeChat,xWeChat}*' }],
  locations: [
    {
      id: 'M-15',
      in: 'state',
      paths: ['**'],
      category: 'cache',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'A',
    },
  ],
} as const satisfies Platform;

/** Row M-16: what an uninstaller takes besides the main container, so only with every account. Plain files in folders of the system are not here. */
export const wechatMacosRest = {
  ...nothing,
  id: 'wechat-macos-rest',
  product: 'wechat',
  line: '',
  system: 'macos',
  packaging: 'native',
  support: 'clean',
  state: [
    { base: 'library', path: 'Application Scripts/com.tencent.xinWeChat*' },
    {
      base: 'library',
      path: 'Containers/com.tencent.xinWeChat*.{MiniProgram,WeChatMacShare,IPCHelper,WeChatFileProviderExtension}',
    },
    { base: 'library', path: 'Group Containers/*.com.tencent.xinWeChat' },
    { base: 'library', path: 'Saved Application State/com.tencent.xinWeChat.savedState' },
  ],
  locations: [
    {
      id: 'M-16',
      in: 'state',
      paths: ['**'],
      category: 'other',
      level: 'deep',
      recoverability: 'none',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;
