import type { Location, Platform } from './platform.ts';
import { qqNtAccountLocations } from './qq-nt-layout.ts';

/** Rows N-11 and N-12 in both places where Linux builds keep the shared folder (row N-20). */
const shared: readonly Location[] = [
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
    // named with N-11 but not among the exact-name exceptions of the protected list
    id: 'N-11.registry',
    in: 'root',
    paths: ['global/nt_db/Registry.db', 'nt_qq/global/nt_db/Registry.db'],
    category: 'credentials',
    level: 'never',
    recoverability: 'login',
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

/** Account folders are `nt_qq_<hash>`; the number is known only from the markers of N-12. */
const data = {
  shape: { any: [{ folder: 'global/nt_db' }, { folder: 'nt_qq/global' }] },
  accounts: 'nt_qq_*',
  accountShape: { file: 'nt_db/*.db' },
  notAccounts: ['global', 'nt_qq', 'nt_data', 'nt_db', 'nt_temp', 'versions'],
  accountKey: 'folder',
  accountMarkers: '{global,nt_qq}/**/nt_data/Login/.{1,2,3,4,5,6,7,8,9}*',
} as const satisfies Omit<Platform['data'], 'rules'>;

const common = {
  product: 'qq',
  line: 'NT',
  system: 'linux',
  support: 'clean',
  state: [],
  locations: [...qqNtAccountLocations, ...shared],
  signIn: { autoLogin: ['N-11'], remembered: ['N-11', 'N-12'] },
  processes: [{ name: 'qq', folders: ['opt/QQ', 'app/extra/QQ', 'extra/QQ'], role: 'main' }],
} as const satisfies Partial<Platform>;

/** QQ NT for Linux from a package, row N-20. */
export const qqLinuxNt = {
  ...common,
  id: 'qq-linux-nt',
  packaging: 'native',
  data: { ...data, rules: [{ rule: 'N-20', by: 'folder', base: 'xdgConfig', path: 'QQ' }] },
} as const satisfies Platform;

/** QQ NT as a Flatpak, row N-21. */
export const qqLinuxFlatpakNt = {
  ...common,
  id: 'qq-linux-flatpak-nt',
  packaging: 'flatpak',
  data: { ...data, rules: [{ rule: 'N-21', by: 'folder', base: 'flatpak', path: 'com.qq.QQ/config/QQ' }] },
} as const satisfies Platform;
