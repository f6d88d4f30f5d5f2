import { copyPrefix, copySuffix } from './copy-names.ts';
import type { Location, Platform } from './platform.ts';
import { qqNtWindowsAccountLocations } from './qq-nt-layout.ts';

/** Rows: classic QQ and TIM in an account folder (knowledge §5.2). Q-01 is N-16 where `nt_qq` lies beside it. */
const classic: readonly Location[] = [
  {
    id: 'Q-01',
    in: 'account',
    paths: ['{Msg3.0,Msg3.0index,Msg2.0,Info}.db*', 'Registry*.db*'],
    category: 'database',
    level: 'deep',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'Q-02',
    in: 'account',
    paths: ['Image/**'],
    category: 'media',
    level: 'basic',
    optIn: 'media',
    recoverability: 'redownload',
    confidence: 'A',
  },
  {
    id: 'Q-03',
    in: 'account',
    paths: ['{Video,Audio}/**'],
    category: 'media',
    level: 'basic',
    optIn: 'media',
    recoverability: 'redownload',
    confidence: 'B',
  },
  {
    id: 'Q-04',
    in: 'account',
    paths: ['{FileRecv,MobileFile}/**'],
    category: 'received',
    level: 'basic',
    optIn: 'received',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'Q-05',
    in: 'account',
    paths: ['CustomFace*/**'],
    category: 'media',
    level: 'never',
    recoverability: 'none',
    confidence: 'C',
  },
];

/** Rows that belong to the whole root. */
const root: readonly Location[] = [
  {
    // a database by its name and no exception of the protected list: it goes at level deep
    id: 'Q-06',
    in: 'root',
    paths: [
      'All Users/{QQ,TIM}/History.db',
      'All Users/{QQ,TIM}/History.db-wal',
      'All Users/{QQ,TIM}/History.db-shm',
    ],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'B',
  },
  {
    id: 'N-11',
    in: 'root',
    paths: [
      'nt_qq/global/nt_db/login.db',
      'nt_qq/global/nt_db/login.db-wal',
      'nt_qq/global/nt_db/login.db-shm',
      'nt_qq/global/nt_db/sign.db',
      'nt_qq/global/nt_db/sign.db-wal',
      'nt_qq/global/nt_db/sign.db-shm',
    ],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
    overridesProtection: true,
  },
  {
    // named with N-11 as a list of accounts; only login.db and sign.db are exact-name exceptions of the protected list
    id: 'N-11.registry',
    in: 'root',
    paths: ['nt_qq/global/nt_db/Registry.db'],
    category: 'database',
    level: 'deep',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'N-12',
    in: 'root',
    paths: ['nt_qq/global/nt_data/Login/.<account>'],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'B',
  },
  {
    id: 'N-12.shared',
    in: 'root',
    paths: ['nt_qq/global/nt_data/mmkv/mmkv.default'],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'B',
  },
];

/** Rows below %APPDATA%\\Tencent\\QQ. */
const state: readonly Location[] = [
  {
    id: 'Q-07',
    in: 'state',
    paths: ['{Temp,Misc}/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'Q-08',
    in: 'state',
    paths: ['{SafeBase,STemp}/**', 'Misc/com.tencent.*/**'],
    category: 'binary',
    level: 'never',
    recoverability: 'auto',
    confidence: 'C',
  },
];

/** Remembered numbers are all that is known of a sign-in to classic QQ and TIM. */
const classicSignIn: Platform['signIn'] = { autoLogin: [], remembered: ['Q-06'] };

const ntSignIn: Platform['signIn'] = {
  autoLogin: ['N-11'],
  remembered: ['N-11', 'N-12', 'N-12.shared'],
};

const mainFolders = ['Tencent/QQNT', 'Tencent/QQ/Bin'];
const helperFolders = ['Tencent/QQNT', 'Tencent/QQ', 'Tencent/TIM'];

/**
 * The one root `Tencent Files` that classic QQ, TIM and QQ NT share on Windows, often in one account folder
 * (knowledge §5, §6): one platform, whose accounts say by what they hold which line they are of.
 */
export const qqWindows = {
  id: 'qq-windows',
  product: 'qq',
  line: '',
  system: 'windows',
  packaging: 'native',
  support: 'clean',
  sharedWith: ['tim'],
  data: {
    rules: [
      {
        rule: 'Q-D1',
        by: 'pointer-file',
        base: 'publicDocuments',
        file: 'Tencent/QQ/UserDataInfo.ini',
        child: 'Tencent Files',
        alsoChildren: ['QQ/Tencent Files'],
        format: 'user-data-info',
      },
      { rule: 'Q-D2', by: 'folder', base: 'documents', path: 'Tencent Files' },
      { rule: 'Q-D2', by: 'folder', base: 'drives', path: 'Tencent Files' },
      { rule: 'Q-D2', by: 'folder', base: 'drives', path: 'Tencent Files/QQ/Tencent Files' },
    ],
    shape: { any: [{ folder: 'nt_qq/global' }, { folder: 'All Users/QQ' }, { folder: 'All Users/TIM' }] },
    accounts: '<uin>',
    accountShape: { any: [{ file: 'Msg3.0.db' }, { folder: 'nt_qq/nt_db' }] },
    remains: {
      folders: ['nt_qq/nt_db', 'FileRecv', 'Image'],
      shapes: [
        {
          // a date is a number too, so one folder of files is not enough
          names: '<uin>',
          shape: {
            any: [
              { all: [{ folder: 'FileRecv' }, { folder: 'Image' }] },
              { folder: 'nt_qq/nt_data/*' },
              { file: '{Msg3.0,Msg3.0index,Msg2.0}.db*' },
            ],
          },
        },
      ],
    },
    notAccounts: [
      'All Users',
      'nt_data',
      'nt_db',
      'nt_qq',
      'nt_temp',
      'Tencent Files',
      'screenshot',
      'poke-face',
    ],
    accountKey: 'folder',
    accountLines: [
      { product: 'qq', line: 'NT', account: { folder: 'nt_qq/{nt_db,nt_data}' }, signIn: ntSignIn },
      { product: 'qq', line: '9.x', root: { folder: 'All Users/QQ' }, signIn: classicSignIn },
      { product: 'tim', line: '', root: { folder: 'All Users/TIM' }, signIn: classicSignIn },
      { product: 'qq', line: '9.x', signIn: classicSignIn },
    ],
  },
  state: [{ base: 'roaming', path: 'Tencent/QQ' }],
  locations: [...qqNtWindowsAccountLocations, ...classic, ...root, ...state],
  signIn: { autoLogin: ['N-11'], remembered: ['N-11', 'N-12', 'N-12.shared', 'Q-06'] },
  processes: [
    { name: 'QQ.exe', folders: mainFolders, role: 'main' },
    { name: `QQ${copySuffix}.exe`, folders: mainFolders, role: 'main' },
    { name: `${copyPrefix}QQ.exe`, folders: mainFolders, role: 'main' },
    // a copy can have any name, but it loads its libraries from the install folder
    { name: '*.exe', folders: mainFolders, role: 'helper' },
    { name: 'QQProtect.exe', folders: ['Tencent/QQProtect', 'Tencent/QQ'], role: 'helper' },
    { name: 'TXPlatform.exe', folders: helperFolders, role: 'helper' },
    { name: 'QQExternal.exe', folders: helperFolders, role: 'helper' },
    { name: 'QQScLauncher.exe', folders: helperFolders, role: 'helper' },
    { name: 'QQApp.exe', folders: helperFolders, role: 'helper' },
    { name: 'QQGuild.exe', folders: helperFolders, role: 'helper' },
    { name: 'qqcrashreport.exe', folders: helperFolders, role: 'helper' },
    { name: 'crashpad_handler.exe', folders: helperFolders, role: 'helper' },
  ],
} as const satisfies Platform;
