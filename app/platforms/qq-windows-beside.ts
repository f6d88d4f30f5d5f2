import { copyPrefix, copySuffix } from './copy-names.ts';
import type { Platform } from './platform.ts';
import { nothing } from './no-data-root.ts';
import { qqWindows } from './qq-windows.ts';

/** TIM beside its accounts, which lie in the root of QQ: only its program parts, row Q-08. */
export const timWindows = {
  ...nothing,
  id: 'tim-windows',
  product: 'tim',
  line: '',
  system: 'windows',
  packaging: 'native',
  support: 'clean',
  state: [{ base: 'roaming', path: 'Tencent/TIM' }],
  locations: [
    {
      id: 'Q-08',
      in: 'state',
      paths: ['{SafeBase,STemp}/**'],
      category: 'binary',
      level: 'never',
      recoverability: 'auto',
      confidence: 'C',
    },
  ],
  processes: [
    { name: 'TIM.exe', folders: ['Tencent/TIM/Bin'], role: 'main' },
    { name: `TIM${copySuffix}.exe`, folders: ['Tencent/TIM/Bin'], role: 'main' },
    { name: `${copyPrefix}TIM.exe`, folders: ['Tencent/TIM/Bin'], role: 'main' },
    { name: '*.exe', folders: ['Tencent/TIM/Bin'], role: 'helper' },
  ],
} as const satisfies Platform;

/** Rows N-13 to N-15: the shell of QQ NT in %APPDATA%, apart from its data. */
export const qqWindowsShell = {
  ...nothing,
  id: 'qq-windows-shell',
  accountsOf: qqWindows.id,
  product: 'qq',
  line: 'NT',
  system: 'windows',
  packaging: 'native',
  support: 'clean',
  state: [{ base: 'roaming', path: 'QQ' }],
  locations: [
    {
      id: 'N-13',
      in: 'state',
      paths: ['{Cache,Code Cache,DawnCache,GPUCache,blob_storage}/**'],
      category: 'cache',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'B',
    },
    {
      id: 'N-14',
      in: 'state',
      paths: ['{Partitions,Local Storage,Session Storage}/**', 'Network/Cookies', 'Network/Cookies-journal'],
      category: 'credentials',
      level: 'system',
      recoverability: 'login',
      confidence: 'B',
    },
    {
      id: 'N-15',
      in: 'state',
      paths: ['{versions,packages,dynamic_package}/**'],
      category: 'binary',
      level: 'never',
      recoverability: 'auto',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;

/** The caches of row Q-07 that have folders of their own. */
export const qqWindowsCaches = {
  ...nothing,
  id: 'qq-windows-caches',
  product: 'qq',
  line: '',
  system: 'windows',
  packaging: 'native',
  support: 'clean',
  state: [
    { base: 'roaming', path: 'Tencent/OMGCACHE' },
    { base: 'roaming', path: 'Tencent/QQTempSys' },
    { base: 'local', path: 'Tencent/QQ/Cache' },
  ],
  locations: [
    {
      id: 'Q-07.folders',
      in: 'state',
      paths: ['**'],
      category: 'cache',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'A',
    },
  ],
} as const satisfies Platform;

/** Row Q-09: components that serve every user of the computer, so nobody's to remove. */
export const qqWindowsComponents = {
  ...nothing,
  id: 'qq-windows-components',
  product: 'qq',
  line: '',
  system: 'windows',
  packaging: 'native',
  support: 'clean',
  state: [{ base: 'programData', path: 'Tencent Files/QQ/Misc' }],
  locations: [
    {
      id: 'Q-09',
      in: 'state',
      paths: ['**'],
      category: 'cache',
      level: 'never',
      recoverability: 'auto',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;

/** Row Q-10: files of a system service. */
export const qqWindowsProtect = {
  ...nothing,
  id: 'qq-windows-protect',
  product: 'qq',
  line: '',
  system: 'windows',
  packaging: 'native',
  support: 'clean',
  state: [{ base: 'programData', path: 'Tencent/QQProtect' }],
  locations: [
    {
      id: 'Q-10',
      in: 'state',
      paths: ['**'],
      category: 'binary',
      level: 'never',
      recoverability: 'auto',
      confidence: 'C',
    },
  ],
} as const satisfies Platform;
