import type { Platform } from './platform.ts';

/** For a folder that a messenger keeps apart from its data and its state: no roots to look for, no account, no process. */
export const nothing = {
  data: {
    rules: [],
    shape: { any: [] },
    accounts: '*',
    accountShape: { any: [] },
    notAccounts: [],
    accountKey: 'folder',
  },
  signIn: { autoLogin: [], remembered: [] },
  processes: [],
} as const satisfies Pick<Platform, 'data' | 'signIn' | 'processes'>;
