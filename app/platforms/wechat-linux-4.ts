import { copyNumber } from './copy-names.ts';
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
import { wechat3Data, wechat3Locations } from './wechat-windows-3.ts';

/** Rows L-03 to L-06 and L-10, below ~/.xwechat (knowledge §4). */
export const wechatLinuxState: readonly Location[] = [
  {
    // may go only after every root it names is gone, which no level does: others' data would be lost from sight
    id: 'L-03',
    in: 'state',
    paths: ['config/*.ini'],
    category: 'config',
    level: 'never',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'L-04',
    in: 'state',
    paths: ['log/**', 'crashinfo/{attachments,completed}/**'],
    category: 'logs',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'B',
  },
  {
    id: 'L-05',
    in: 'state',
    paths: [...appletPackages, ...browserCaches],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'L-06',
    in: 'state',
    paths: ['login/<account>/**'],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
  },
  {
    id: 'L-10',
    in: 'state',
    paths: browserSessions,
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
  },
  {
    id: 'L-10.users',
    in: 'state',
    paths: browserUsers,
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'B',
  },
  {
    id: 'L-10.journal',
    in: 'state',
    paths: browserJournals,
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
    overridesProtection: true,
  },
];

const installFolders = [
  'opt/wechat',
  'opt/wechat-{beta,universal,uos,bin}',
  'opt/apps/com.tencent.{wechat,weixin}/files',
  'opt/apps/com.tencent.{wechat,weixin}/files/bin',
  'app/extra/wechat',
  'extra/wechat',
];
const helperFolders = [...installFolders, '.xwechat/xplugin'];

/** Processes of every Linux build (knowledge §8). */
export const wechatLinuxProcesses: Platform['processes'] = [
  { name: 'wechat', folders: installFolders, role: 'main' },
  { name: 'weixin', folders: installFolders, role: 'main' },
  { name: `wechat${copyNumber}`, folders: installFolders, role: 'main' },
  // a copy can have any name, but it loads its libraries from the install folder
  { name: '*', folders: installFolders, role: 'helper' },
  { name: 'WeChatAppEx', folders: helperFolders, role: 'helper' },
  { name: 'crashpad_handler', folders: helperFolders, role: 'helper' },
];

/** What is left of a sign-in in the 4.x layout on Linux. L-06 is not known to sign in alone, so it only names accounts. */
export const wechatLinuxSignIn: Platform['signIn'] = {
  autoLogin: wechat4AutoLogin,
  remembered: ['W4-16', 'W4-17', 'L-06'],
};

/** What a packaging calls the folder that WeChat takes for its home. */
const sandboxName = '*{wechat,WeChat,Wechat,weixin,Weixin}*';

/** A second sign-in that the sandbox of the AUR keeps apart, beside shared chats. */
const namedInstance = '.multi_xwechat_instance/<hex32>';

/**
 * Row L-08: homes that packagings and start scripts give WeChat. Neither in the home itself nor below the documents,
 * where a folder of this shape is more likely a backup that the person made.
 */
const sandboxHomes = [
  { base: 'wechatDataDir', home: '' },
  { base: 'wechatDataDir', home: 'home' },
  { base: 'wechatDataDir', home: `home/${namedInstance}` },
  { base: 'xdgConfig', home: sandboxName },
  { base: 'xdgConfig', home: `${sandboxName}/*` },
  { base: 'xdgConfig', home: `${sandboxName}/home/${namedInstance}` },
  { base: 'xdgData', home: sandboxName },
  { base: 'xdgData', home: `${sandboxName}/*` },
  { base: 'xdgData', home: `${sandboxName}/home/${namedInstance}` },
  { base: 'xdgData', home: 'wxctl/instances/*' },
] as const;

/** What start scripts append to both folders for a further account, in the order that people count. */
const secondNumbers = ['2', '3', '4', '5'] as const;

/** In a home the data folder lies as it would without a sandbox; `home/xwechat_files` may be a link to its sibling. */
const dataInHome = ['xwechat_files', '{Documents,文档}/xwechat_files'] as const;

function below(home: string, path: string): string {
  return home === '' ? path : `${home}/${path}`;
}

/** WeChat 4.x for Linux from a package or in a sandbox, knowledge §4. */
export const wechatLinux4 = {
  id: 'wechat-linux-4',
  product: 'wechat',
  line: '4.x',
  system: 'linux',
  packaging: 'native',
  support: 'clean',
  data: {
    ...wechat4Data,
    rules: [
      {
        rule: 'L-03',
        by: 'pointer-file',
        base: 'home',
        file: '.xwechat/config/*.ini',
        child: 'xwechat_files',
        format: 'bare',
      },
      { rule: 'L-01', by: 'folder', base: 'documents', path: 'xwechat_files' },
      { rule: 'L-01', by: 'folder', base: 'home', path: 'xwechat_files' },
      ...secondNumbers.flatMap((number) =>
        (['documents', 'home'] as const).map(
          (base) => ({ rule: 'L-01', by: 'folder', base, path: `xwechat_files${number}` }) as const,
        ),
      ),
      ...sandboxHomes.flatMap(({ base, home }) =>
        dataInHome.map((path) => ({ rule: 'L-08', by: 'folder', base, path: below(home, path) }) as const),
      ),
      ...sandboxHomes.map(
        ({ base, home }) =>
          ({
            rule: 'L-08',
            by: 'pointer-file',
            base,
            file: below(home, '.xwechat/config/*.ini'),
            child: 'xwechat_files',
            format: 'bare',
            sandboxHome: home,
          }) as const,
      ),
    ],
  },
  state: [
    ...['', ...secondNumbers].map((number) => ({ base: 'home', path: `.xwechat${number}` }) as const),
    ...sandboxHomes.map(({ base, home }) => ({ base, path: below(home, '.xwechat') })),
  ],
  locations: [...wechat4Locations, ...wechatLinuxState],
  signIn: wechatLinuxSignIn,
  processes: wechatLinuxProcesses,
} as const satisfies Platform;

/** Row L-02, the early Linux build: one source only and no account folders, so measured and never cleaned. */
export const wechatLinuxEarly = {
  ...nothing,
  id: 'wechat-linux-early',
  product: 'wechat',
  line: '4.x',
  system: 'linux',
  packaging: 'native',
  support: 'detect-only',
  data: {
    ...wechat4Data,
    rules: [{ rule: 'L-02', by: 'folder', base: 'xdgData', path: 'weixin' }],
    shape: { folder: 'data/db_storage' },
    accounts: 'data',
    accountKey: 'folder',
  },
  state: [],
  locations: [
    {
      id: 'L-02',
      in: 'account',
      paths: ['db_storage/**'],
      category: 'database',
      level: 'deep',
      recoverability: 'none',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;

/** Where Wine and its front ends keep a user's documents. `My Documents` is often a link, which is not entered. */
const wineDocuments = 'drive_c/users/*/{Documents,My Documents}';
const winePrefixes = [
  { base: 'home', prefix: '.deepinwine/*' },
  { base: 'home', prefix: '.cxoffice/*' },
  { base: 'home', prefix: '.wine' },
  { base: 'xdgData', prefix: 'wineprefixes/*' },
  { base: 'xdgData', prefix: 'bottles/bottles/*' },
  { base: 'flatpak', prefix: 'com.usebottles.bottles/data/bottles/bottles/*' },
] as const;

/** Row L-09: WeChat 3.x in Wine. No source for what is in there, so measured and never cleaned. */
export const wechatLinuxWine3 = {
  ...nothing,
  id: 'wechat-linux-wine-3',
  product: 'wechat',
  line: '3.x',
  system: 'linux',
  packaging: 'native',
  support: 'detect-only',
  data: {
    ...wechat3Data,
    rules: winePrefixes.map(
      ({ base, prefix }) =>
        ({ rule: 'L-09', by: 'folder', base, path: `${prefix}/${wineDocuments}/WeChat Files` }) as const,
    ),
  },
  state: [],
  locations: wechat3Locations,
} as const satisfies Platform;
