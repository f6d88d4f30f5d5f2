import { copySuffix } from './copy-names.ts';
import type { Platform } from './platform.ts';
import { nothing } from './no-data-root.ts';
import { qqNtHashedData, qqNtHashedSignIn, qqNtMacosLocations } from './qq-nt-layout.ts';

/** QQ NT for macOS, row N-17. */
export const qqMacosNt = {
  id: 'qq-macos-nt',
  product: 'qq',
  line: 'NT',
  system: 'macos',
  packaging: 'native',
  support: 'clean',
  data: {
    ...qqNtHashedData,
    rules: [
      {
        rule: 'N-17',
        by: 'folder',
        base: 'library',
        path: 'Containers/com.tencent.qq/Data/Library/Application Support/QQ',
      },
    ],
  },
  state: [],
  locations: qqNtMacosLocations,
  signIn: qqNtHashedSignIn,
  processes: [
    { name: 'QQ', folders: ['QQ.app/Contents/MacOS', `QQ${copySuffix}.app/Contents/MacOS`], role: 'main' },
    {
      name: `QQ${copySuffix}`,
      folders: ['QQ.app/Contents/MacOS', `QQ${copySuffix}.app/Contents/MacOS`],
      role: 'main',
    },
    { name: '*', folders: ['QQ.app', `QQ${copySuffix}.app`], role: 'helper' },
  ],
} as const satisfies Platform;

/** Row N-18: media and received files of QQ before NT, in the container's caches although they are none. */
export const qqMacosOld = {
  ...nothing,
  id: 'qq-macos-old',
  product: 'qq',
  line: '',
  system: 'macos',
  packaging: 'native',
  support: 'clean',
  state: [{ base: 'library', path: 'Containers/com.tencent.qq/Data/Library/Caches' }],
  locations: [
    {
      id: 'N-18',
      in: 'state',
      paths: ['{Images,Videos}/**'],
      category: 'media',
      level: 'basic',
      optIn: 'media',
      recoverability: 'redownload',
      confidence: 'B',
    },
    {
      id: 'N-18.files',
      in: 'state',
      paths: ['Files/**'],
      category: 'received',
      level: 'basic',
      optIn: 'received',
      recoverability: 'none',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;

/** Row N-26: chats of QQ before NT, which stay after QQ's own clearing. */
export const qqMacosChats = {
  ...nothing,
  id: 'qq-macos-chats',
  product: 'qq',
  line: '',
  system: 'macos',
  packaging: 'native',
  support: 'clean',
  data: {
    rules: [
      {
        rule: 'N-26',
        by: 'folder',
        base: 'library',
        path: 'Containers/com.tencent.qq/Data/Documents/contents',
      },
    ],
    shape: { any: [] },
    accounts: '<uin>',
    accountShape: { file: 'QQ.db' },
    remains: { folders: [], shapes: [{ names: '<uin>', shape: { file: 'QQ.db*' } }] },
    notAccounts: [],
    accountKey: 'folder',
  },
  state: [],
  locations: [
    {
      id: 'N-26',
      in: 'account',
      paths: ['QQ.db*'],
      category: 'database',
      level: 'deep',
      recoverability: 'none',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;

/** QQ NT whose copy runs without the sandbox, so that its data lies outside the container. Measured, never cleaned. */
export const qqMacosUnsandboxed = {
  ...nothing,
  id: 'qq-macos-nt-unsandboxed',
  product: 'qq',
  line: 'NT',
  system: 'macos',
  packaging: 'native',
  support: 'detect-only',
  data: {
    ...qqNtHashedData,
    rules: [{ rule: 'N-17', by: 'folder', base: 'library', path: 'Application Support/QQ' }],
  },
  state: [],
  locations: qqNtMacosLocations,
} as const satisfies Platform;

/** Row N-19: what an uninstaller takes besides the main container, so only with every account. */
export const qqMacosRest = {
  ...nothing,
  id: 'qq-macos-rest',
  product: 'qq',
  line: '',
  system: 'macos',
  packaging: 'native',
  support: 'clean',
  state: [
    { base: 'library', path: 'Containers/com.tencent.qq.share' },
    { base: 'library', path: 'WebKit/com.tencent.qq' },
    { base: 'library', path: 'Saved Application State/com.tencent.qq.savedState' },
  ],
  locations: [
    {
      id: 'N-19',
      in: 'state',
      paths: ['**'],
      category: 'other',
      level: 'deep',
      recoverability: 'none',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;

/** The rest of row N-19: folders that the maker's other programs may share, so measured and never cleaned. */
export const qqMacosGroups = {
  ...nothing,
  id: 'qq-macos-groups',
  product: 'qq',
  line: '',
  system: 'macos',
  packaging: 'native',
  support: 'detect-only',
  state: [
    { base: 'library', path: 'Containers/FN2V63AD2J.*' },
    { base: 'library', path: 'Group Containers/FN2V63AD2J.com.tencent*' },
  ],
  locations: [
    {
      id: 'N-19.groups',
      in: 'state',
      paths: ['**'],
      category: 'other',
      level: 'never',
      recoverability: 'none',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;
