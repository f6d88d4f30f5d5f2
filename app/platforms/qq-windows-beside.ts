import { copyPrefix, copySuffix } from './copy-names.ts';
import type { Platform } from './platform.ts';
import { nothing } from './no-data-root.ts';
import { shellCaches, shellJournals, shellSessions } from './qq-nt-layout.ts';
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

/** Rows N-13 to N-15 and N-23: the shell of QQ NT in %APPDATA%, apart from its data. */
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
  signIn: { autoLogin: ['N-23'], remembered: [] },
  locations: [
    {
      id: 'N-13',
      in: 'state',
      paths: shellCaches,
      category: 'cache',
      level: 'basic',
      recoverability: 'auto',
      confidence: 'B',
    },
    {
      id: 'N-14',
      in: 'state',
      paths: shellSessions,
      category: 'credentials',
      level: 'system',
      recoverability: 'login',
      confidence: 'B',
    },
    {
      id: 'N-14.journal',
      in: 'state',
      paths: shellJournals,
      category: 'credentials',
      level: 'system',
      recoverability: 'login',
      confidence: 'B',
      overridesProtection: true,
    },
    {
      // the encrypted sign-in: without it QQ asks for a new scan
      id: 'N-23',
      in: 'state',
      paths: ['auth/login.enc'],
      category: 'credentials',
      level: 'system',
      recoverability: 'login',
      confidence: 'A',
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

/** Row N-27: mini-programs of QQ. The rest of the folder is not described, so it is measured. */
export const qqWindowsApplets = {
  ...nothing,
  id: 'qq-windows-applets',
  accountsOf: qqWindows.id,
  product: 'qq',
  line: 'NT',
  system: 'windows',
  packaging: 'native',
  support: 'clean',
  state: [{ base: 'roaming', path: 'QQEX' }],
  locations: [
    {
      // one source for the content, so not at level basic
      id: 'N-27',
      in: 'state',
      paths: ['miniapp/temps/miniapp_src/**'],
      category: 'cache',
      level: 'system',
      recoverability: 'auto',
      confidence: 'B',
    },
  ],
} as const satisfies Platform;

/** Registry keys of the installers of classic QQ, QQ NT and TIM (knowledge §9). */
const installKeys = ['QQ2009', 'QQNT', 'TIM'] as const;

/** Type 0 of rule Q-D1: data in the install folder, which all users of the computer share. Measured, never cleaned. */
export const qqWindowsInstalled = {
  ...nothing,
  id: 'qq-windows-installed',
  product: 'qq',
  line: '',
  system: 'windows',
  packaging: 'native',
  support: 'detect-only',
  data: {
    ...qqWindows.data,
    rules: [
      {
        rule: 'Q-D1',
        by: 'folder',
        base: 'drives',
        path: '{Program Files,Program Files (x86)}/Tencent/{QQ,TIM,QQNT}/Users',
      },
      { rule: 'Q-D1', by: 'folder', base: 'drives', path: 'Tencent/{QQ,TIM,QQNT}/Users' },
      ...installKeys.map(
        (key) =>
          ({
            rule: 'Q-D1',
            by: 'registry',
            key: `HKLM\\SOFTWARE\\WOW6432Node\\Tencent\\${key}`,
            value: 'Install',
            child: 'Users',
            isInstallFolder: true,
          }) as const,
      ),
    ],
  },
  state: [],
  locations: qqWindows.locations,
  signIn: qqWindows.signIn,
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
