import type { Platform } from '../../../../app/platforms/platform.ts';
import type { ProcessMarks } from '../../../system/ports.ts';
import type { Discovery, Root } from '../../discovery/discovery.ts';
import type { PlanRoot } from '../../plans/frozen-plan.ts';

export const clock = { now: () => Date.now() };

/** Lock stubs for tests that have no second process. */
export const testMarks: ProcessMarks = { markOf: (pid) => `test:${pid}` };

export const testPlatform: Platform = {
  id: 'wechat-4-linux',
  product: 'wechat',
  line: '4.x',
  system: 'linux',
  support: 'clean',
  data: {
    rules: [],
    shape: { folder: 'all_users' },
    accounts: '*',
    accountShape: { folder: 'db_storage' },
    notAccounts: [],
    accountKey: 'folder',
  },
  state: [],
  locations: [],
  signIn: { autoLogin: [], remembered: [] },
  processes: [],
};

/** A discovery that finds exactly these roots. */
export function discoveryOf(roots: readonly PlanRoot[], change: Partial<Root> = {}): Discovery {
  return {
    at: 0,
    notes: [],
    lookedIn: [],
    own: [],
    roots: roots.map((root) => ({
      id: root.id,
      platform: testPlatform,
      kind: 'data',
      path: root.realPath,
      realPath: root.realPath,
      identity: root.identity,
      layout: 'recognised',
      access: 'ok',
      foundBy: [],
      accounts: [
        {
          id: 'account-1',
          rootId: root.id,
          folder: 'wxid_a',
          key: 'wxid_a',
          displayName: null,
          access: 'ok',
        },
      ],
      accountIdByKey: new Map(),
      ...change,
    })),
  };
}
