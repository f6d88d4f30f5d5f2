import { copyNumber } from './copy-names.ts';
import type { Location, Platform } from './platform.ts';
import { nothing } from './no-data-root.ts';
import { wechat4Data, wechat4Locations } from './wechat-4-layout.ts';
import { wechat3Data, wechat3Locations } from './wechat-windows-3.ts';

/** Rows L-03 to L-06, below ~/.xwechat (knowledge §4). */
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
    paths: [
      'radium/Applet/packages/**',
      'radium/web/profiles/*/{Cache,Code Cache,GPUCache,DawnCache,GrShaderCache,ShaderCache}/**',
    ],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    // known only by analogy with W4-20
    id: 'L-06',
    in: 'state',
    paths: ['login/<account>/**'],
    category: 'credentials',
    level: 'never',
    recoverability: 'login',
    confidence: 'C',
  },
];

const installFolders = ['opt/wechat', 'opt/wechat-beta', 'app/extra/wechat', 'extra/wechat'];
const helperFolders = [...installFolders, '.xwechat/xplugin'];

/** Processes of every Linux build (knowledge §8). */
export const wechatLinuxProcesses: Platform['processes'] = [
  { name: 'wechat', folders: installFolders, role: 'main' },
  { name: `wechat${copyNumber}`, folders: installFolders, role: 'main' },
  // a copy can have any name, but it loads its libraries from the install folder
  { name: '*', folders: installFolders, role: 'helper' },
  { name: 'WeChatAppEx', folders: helperFolders, role: 'helper' },
  { name: 'crashpad_handler', folders: helperFolders, role: 'helper' },
];

/** What is left of a sign-in in the 4.x layout on Linux; L-06 is not proven, so it only names accounts. */
export const wechatLinuxSignIn: Platform['signIn'] = {
  autoLogin: ['W4-15'],
  remembered: ['W4-16', 'W4-17', 'L-06'],
};

/** WeChat 4.x for Linux from a package or the AUR's sandbox, knowledge §4. */
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
      { rule: 'L-08', by: 'folder', base: 'wechatDataDir', path: 'xwechat_files' },
      // a link to its sibling: resolves to the root above and is never counted twice
      { rule: 'L-08', by: 'folder', base: 'wechatDataDir', path: 'home/xwechat_files' },
    ],
  },
  state: [
    { base: 'home', path: '.xwechat' },
    { base: 'wechatDataDir', path: 'home/.xwechat' },
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

/** Row L-09: WeChat 3.x in deepin's Wine. No source, so measured and never cleaned. */
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
    rules: [
      {
        rule: 'L-09',
        by: 'folder',
        base: 'home',
        path: '.deepinwine/*/drive_c/users/*/{Documents,My Documents}/WeChat Files',
      },
    ],
  },
  state: [],
  locations: wechat3Locations,
} as const satisfies Platform;
