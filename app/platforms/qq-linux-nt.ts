import { copyNumber } from './copy-names.ts';
import type { Platform } from './platform.ts';
import { qqNtHashedData, qqNtHashedSignIn, qqNtLinuxLocations } from './qq-nt-layout.ts';

const installFolders = [
  'opt/{QQ,linuxqq}',
  '{share,lib}/{QQ,linuxqq}',
  'app/extra/QQ',
  'extra/QQ',
  'opt/apps/com.qq.QQ/files',
];

const common = {
  product: 'qq',
  line: 'NT',
  system: 'linux',
  support: 'clean',
  state: [],
  locations: qqNtLinuxLocations,
  signIn: qqNtHashedSignIn,
  processes: [
    { name: 'qq', folders: installFolders, role: 'main' },
    { name: `qq${copyNumber}`, folders: installFolders, role: 'main' },
    { name: '*', folders: installFolders, role: 'helper' },
  ],
} as const satisfies Partial<Platform>;

/** QQ NT for Linux from a package, row N-20. */
export const qqLinuxNt = {
  ...common,
  id: 'qq-linux-nt',
  packaging: 'native',
  data: {
    ...qqNtHashedData,
    rules: [
      { rule: 'N-20', by: 'folder', base: 'xdgConfig', path: 'QQ' },
      // homes that a sandbox gives QQ, as row L-08 for WeChat
      { rule: 'N-20', by: 'folder', base: 'xdgData', path: '*{QQ,qq}*/{.config,config}/QQ' },
      { rule: 'N-20', by: 'folder', base: 'xdgData', path: '*{QQ,qq}*/home/.config/QQ' },
    ],
  },
} as const satisfies Platform;

/** QQ NT as a Flatpak, row N-21. */
export const qqLinuxFlatpakNt = {
  ...common,
  id: 'qq-linux-flatpak-nt',
  packaging: 'flatpak',
  data: {
    ...qqNtHashedData,
    rules: [{ rule: 'N-21', by: 'folder', base: 'flatpak', path: 'com.qq.QQ/config/QQ' }],
  },
} as const satisfies Platform;
