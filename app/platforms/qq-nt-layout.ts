import type { Location, Platform } from './platform.ts';

/** Rows N-02 to N-10 below the folder that holds nt_db and nt_data (knowledge §6); misspelt names are real. */
const account: readonly Location[] = [
  {
    id: 'N-05',
    in: 'account',
    paths: ['nt_data/**/{OriTemp,ThumbTemp}/**', 'nt_temp/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'N-02',
    in: 'account',
    paths: ['nt_db/**'],
    category: 'database',
    level: 'deep',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'N-03',
    in: 'account',
    paths: ['nt_data/Pic/<month>/Thumb/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'N-04',
    in: 'account',
    paths: [
      'nt_data/Pic/<month>/Ori/**',
      'nt_data/Video/<month>/{Ori,Thumb}/**',
      'nt_data/Ptt/<month>/Ori/**',
    ],
    category: 'media',
    level: 'basic',
    optIn: 'media',
    recoverability: 'redownload',
    confidence: 'A',
  },
  {
    id: 'N-06.thumb',
    in: 'account',
    paths: ['nt_data/File/Thumb/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'N-06',
    in: 'account',
    paths: ['nt_data/File/{Ori,file_assistant}/**'],
    category: 'received',
    level: 'basic',
    optIn: 'received',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'N-07',
    in: 'account',
    paths: ['nt_data/Emoji/emoji-recv/*/Thumb*/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'redownload',
    confidence: 'A',
  },
  {
    id: 'N-07.personal',
    in: 'account',
    paths: [
      'nt_data/Emoji/{personal_emoji,marketface,BaseEmojiSyastems,EmojiSystermResource,emoji-related}/**',
    ],
    category: 'media',
    level: 'deep',
    recoverability: 'redownload',
    confidence: 'A',
  },
  {
    id: 'N-08',
    in: 'account',
    paths: ['nt_data/avatar/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'N-09',
    in: 'account',
    paths: ['nt_data/log/**/*.qqxlog', 'nt_data/log-cache/**'],
    category: 'logs',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'N-10',
    in: 'account',
    paths: ['nt_data/{mmkv,msf,OnlineStatus,UnitedConfig}/**'],
    category: 'config',
    level: 'deep',
    recoverability: 'auto',
    confidence: 'B',
  },
];

/** Rows N-11 and N-12 in both places where builds for Linux and macOS keep the shared folder (rows N-17, N-20). */
const hashedShared: readonly Location[] = [
  {
    id: 'N-11',
    in: 'root',
    paths: [
      'global/nt_db/login.db',
      'global/nt_db/login.db-wal',
      'global/nt_db/login.db-shm',
      'global/nt_db/sign.db',
      'global/nt_db/sign.db-wal',
      'global/nt_db/sign.db-shm',
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
    paths: ['global/nt_db/Registry.db', 'nt_qq/global/nt_db/Registry.db'],
    category: 'database',
    level: 'deep',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'N-12',
    in: 'root',
    paths: [
      'global/nt_data/Login/.{1,2,3,4,5,6,7,8,9}*',
      'global/nt_data/mmkv/mmkv.default',
      'nt_qq/global/nt_data/Login/.{1,2,3,4,5,6,7,8,9}*',
      'nt_qq/global/nt_data/mmkv/mmkv.default',
    ],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'B',
  },
];

/** What the shell of QQ NT, an Electron program, keeps: beside the data on Windows, in the data root elsewhere. */
export const shellCaches = [
  '{Cache,Code Cache,DawnCache,GPUCache,blob_storage}/**',
] as const satisfies Location['paths'];

const shellLogs = ['{log,crash_files,Crashpad}/**'] as const satisfies Location['paths'];

export const shellSessions = [
  '{Partitions,Local Storage,Session Storage}/**',
  'Cookies',
  'Network/Cookies',
] as const satisfies Location['paths'];

/** Journals hold the same cookies, and their names are on the protected list. */
export const shellJournals = [
  'Cookies-journal',
  'Network/Cookies-journal',
] as const satisfies Location['paths'];

/** Rows N-24 and N-25 below the data root; on macOS only memory knows them, so there they are measured. */
function shellRows(confidence: 'B' | 'C'): readonly Location[] {
  const isKnown = confidence === 'B';
  const session = {
    in: 'root',
    category: 'credentials',
    level: isKnown ? 'system' : 'never',
    recoverability: 'login',
    confidence,
  } as const;
  const rebuilt = {
    in: 'root',
    level: isKnown ? 'basic' : 'never',
    recoverability: 'auto',
    confidence,
  } as const;
  return [
    { ...session, id: 'N-24.auth', paths: ['auth/**'] },
    { ...session, id: 'N-24', paths: shellSessions },
    {
      ...session,
      id: 'N-24.journal',
      paths: shellJournals,
      ...(isKnown ? { overridesProtection: true } : {}),
    },
    { ...rebuilt, id: 'N-25', paths: shellCaches, category: 'cache' },
    { ...rebuilt, id: 'N-25.logs', paths: shellLogs, category: 'logs' },
  ];
}

/** Account folders are `nt_qq_<hash>`; the number is known only from the markers of N-12. */
export const qqNtHashedData = {
  shape: { any: [{ folder: 'global/nt_db' }, { folder: 'nt_qq/global' }] },
  accounts: 'nt_qq_*',
  accountShape: { file: 'nt_db/*.db' },
  remains: {
    folders: ['nt_db'],
    shapes: [
      {
        names: 'nt_qq_<hex32>',
        shape: {
          any: [
            { folder: 'nt_db' },
            { folder: 'nt_data/{Pic,Video,Ptt}/<month>' },
            { folder: 'nt_data/File/*' },
          ],
        },
      },
      // `nt_qq_mine` may be a user's own copy, so without a hash the folder must hold more of the layout
      { names: 'nt_qq_*', shape: { all: [{ folder: 'nt_db' }, { folder: 'nt_data/*' }] } },
    ],
  },
  notAccounts: ['global', 'nt_qq', 'nt_data', 'nt_db', 'nt_temp', 'versions'],
  accountKey: 'folder',
  accountMarkers: '{global,nt_qq}/**/nt_data/Login/.{1,2,3,4,5,6,7,8,9}*',
} as const satisfies Omit<Platform['data'], 'rules'>;

/** The rows where account folders are named by a hash. */
export const qqNtLinuxLocations: readonly Location[] = [...account, ...hashedShared, ...shellRows('B')];
export const qqNtMacosLocations: readonly Location[] = [...account, ...hashedShared, ...shellRows('C')];

/** `N-24.auth` is an encrypted sign-in: other programs delete it to force a new scan. */
export const qqNtHashedSignIn = {
  autoLogin: ['N-11', 'N-24.auth'],
  remembered: ['N-11', 'N-12'],
} as const satisfies Platform['signIn'];

/** The same rows in an account folder of Windows, where they lie below `nt_qq`. */
export const qqNtWindowsAccountLocations: readonly Location[] = account.map((row) => ({
  ...row,
  paths: row.paths.map((path) => `nt_qq/${path}`),
}));
