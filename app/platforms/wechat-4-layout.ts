import type { Location, Platform, Shape } from './platform.ts';

/** What a removal that stopped among the databases leaves of them. */
const databaseLeft = {
  any: [{ file: 'db_storage/*.db*' }, { file: 'db_storage/*/*.db*' }, { file: 'db_storage/MMKV/*' }],
} as const satisfies Shape;

/** Folders that only an account of 4.x has. */
const ownFolders = [
  { folder: 'msg/{file,video}/<month>' },
  { folder: 'msg/attach/*/<month>' },
  { folder: 'cache/<month>' },
  { folder: 'business/{emoticon,favorite,xweb}' },
  { folder: 'apm_record' },
] as const satisfies readonly Shape[];

/** How the 4.x data root and its accounts look on every system (knowledge §2.1 V1, V2, X1). */
export const wechat4Data = {
  shape: { folder: 'all_users' },
  accounts: '*',
  accountShape: { any: [{ file: 'db_storage/*/*.db' }, { file: 'db_storage/*.db' }] },
  remains: {
    folders: ['db_storage', 'msg'],
    shapes: [
      { names: '{<wxid>,*_<hex4>}', shape: { folder: 'db_storage' } },
      // any other name could be a user's own copy, so the folder must hold more of the layout
      {
        names: '*',
        shape: {
          all: [{ folder: 'db_storage' }, { any: [databaseLeft, { folder: 'msg' }, { any: ownFolders }] }],
        },
      },
      // `photos_2024` looks like an alias and its suffix, so without databases only this name counts
      { names: '<wxid>_<hex4>', shape: { any: ownFolders } },
    ],
  },
  notAccounts: ['all_users', 'All Users', 'Backup', 'old_backup', 'WMPF', 'Applet', 'Plugins'],
  accountKey: 'without-suffix',
} as const satisfies Omit<Platform['data'], 'rules'>;

const account = [
  {
    id: 'W4-01',
    in: 'account',
    paths: ['cache/<month>/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'redownload',
    confidence: 'A',
  },
  {
    id: 'W4-02',
    in: 'account',
    paths: ['temp/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'W4-03',
    in: 'account',
    paths: ['apm_record/**'],
    category: 'logs',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    id: 'W4-04',
    in: 'account',
    paths: ['business/InputTemp/**', 'business/emoticon/{Temp,Thumb}/**'],
    category: 'cache',
    level: 'basic',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    // web storage of the account: removing it signs out of opened pages, so it is no plain cache
    id: 'W4-05',
    in: 'account',
    paths: ['business/xweb/**'],
    category: 'cache',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
  },
  {
    id: 'W4-06',
    in: 'account',
    paths: ['business/emoticon/persist/**'],
    category: 'media',
    level: 'deep',
    recoverability: 'redownload',
    confidence: 'B',
  },
  {
    id: 'W4-07',
    in: 'account',
    paths: ['business/favorite/**'],
    category: 'received',
    level: 'deep',
    recoverability: 'phone',
    confidence: 'A',
  },
  {
    id: 'W4-08',
    in: 'account',
    paths: ['msg/attach/*/<month>/**'],
    category: 'media',
    level: 'basic',
    optIn: 'media',
    recoverability: 'phone',
    confidence: 'A',
  },
  {
    id: 'W4-09',
    in: 'account',
    paths: ['msg/video/<month>/**'],
    category: 'media',
    level: 'basic',
    optIn: 'media',
    recoverability: 'phone',
    confidence: 'A',
  },
  {
    id: 'W4-10',
    in: 'account',
    paths: ['msg/file/<month>/**'],
    category: 'received',
    level: 'basic',
    optIn: 'received',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'W4-11',
    in: 'account',
    paths: ['msg/migrate/**', 'business/migrate/**'],
    category: 'media',
    level: 'deep',
    recoverability: 'phone',
    confidence: 'B',
  },
  {
    id: 'W4-12',
    in: 'account',
    paths: ['db_storage/**'],
    category: 'database',
    level: 'deep',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'W4-13',
    in: 'account',
    paths: ['config/**', 'resource/**'],
    category: 'config',
    level: 'deep',
    recoverability: 'auto',
    confidence: 'B',
  },
] as const satisfies readonly Location[];

const root = [
  {
    id: 'W4-14',
    in: 'root',
    paths: ['Backup/**', 'old_backup/**'],
    category: 'backup',
    level: 'deep',
    optIn: 'phone-backups',
    recoverability: 'none',
    confidence: 'A',
  },
  {
    id: 'W4-15',
    in: 'root',
    paths: ['all_users/config/global_config', 'all_users/config/global_config.crc'],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
  },
  {
    id: 'W4-16',
    in: 'root',
    paths: [
      'all_users/login/<account>/key_info.db',
      'all_users/login/<account>/key_info.db-wal',
      'all_users/login/<account>/key_info.db-shm',
    ],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
    overridesProtection: true,
  },
  {
    // avatars that the sign-in screen shows: no credential by itself, but it names who used this computer
    id: 'W4-17',
    in: 'root',
    paths: ['all_users/head_imgs/**'],
    category: 'credentials',
    level: 'system',
    recoverability: 'auto',
    confidence: 'A',
  },
  {
    // after W4-15: a second client under a changed name keeps its own sign-in under a name with one letter changed
    id: 'W4-19.second',
    in: 'root',
    paths: [
      'all_users/config/{global_conf?g,global_confi?}',
      'all_users/config/{global_conf?g,global_confi?}.crc',
    ],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
  },
  {
    // after both: their own files are no copies
    id: 'W4-19',
    in: 'root',
    paths: [
      'all_users/plugin_save_config/<account>/{global_conf?g,global_confi?,logo.png}',
      'all_users/plugin_save_config/<account>/{global_conf?g,global_confi?}.crc',
      'all_users/config/*{global_conf?g,global_confi?}*',
    ],
    category: 'credentials',
    level: 'system',
    recoverability: 'login',
    confidence: 'A',
    leftBySwitcher: true,
  },
  {
    id: 'W4-18',
    in: 'root',
    paths: ['all_users/sqlite/**', 'all_users/config/**'],
    category: 'config',
    level: 'deep',
    recoverability: 'auto',
    confidence: 'B',
  },
] as const satisfies readonly Location[];

/** Rows that sign in by themselves at the next start, of the first client and of a second one. */
export const wechat4AutoLogin = ['W4-15', 'W4-19.second'] as const;

/** Rows W4-01 to W4-19: the inner layout that Windows, Linux and macOS share (knowledge §2.2). */
export const wechat4Locations: readonly Location[] = [...account, ...root];

/** What the browser inside WeChat 4.x keeps below the state folder, the same on every system. */
export const browserCaches = [
  'radium/{cache,crashpad}/**',
  'radium/web/profiles/*/{Cache,Code Cache,GPUCache,DawnCache,DawnGraphiteCache,DawnWebGPUCache}/**',
  'radium/web/profiles/*/{GrShaderCache,ShaderCache,blob_storage}/**',
  'radium/web/profiles_to_delete/**',
] as const satisfies Location['paths'];

export const appletPackages = [
  'radium/Applet/packages/**',
  'radium/users/*/applet/packages/**',
] as const satisfies Location['paths'];

/** What is left of a profile without its caches: cookies, page storage, and a history with keys in its addresses. */
export const browserSessions = ['radium/web/profiles/*/**'] as const satisfies Location['paths'];

/** Journals of a profile hold the same cookies and addresses, and their names are on the protected list. */
export const browserJournals = [
  'radium/web/profiles/*/Cookies-journal',
  'radium/web/profiles/*/Network/Cookies-journal',
  'radium/web/profiles/*/History-journal',
] as const satisfies Location['paths'];

/** Pages' and mini-programs' state of one user, without the packages above. */
export const browserUsers = ['radium/users/*/**'] as const satisfies Location['paths'];
