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

/**
 * Stands for the messenger of a named folder in which none was recognised, so that its size can be counted. In no
 * catalogue, so that discovery can never make a root of it; its product is never read.
 */
export const unrecognised = {
  ...nothing,
  id: 'unrecognised',
  product: 'wechat',
  line: '',
  system: 'linux',
  support: 'detect-only',
  state: [],
  locations: [],
} as const satisfies Platform;
