import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Selection } from '../../../../app/contract/plans.ts';
import type { UsageView } from '../../../../app/contract/usage.ts';
import type { Discovery } from '../../discovery/discovery.ts';
import { createPlan } from '../create-plan.ts';
import type { FrozenPlan } from '../../plans/frozen-plan.ts';
import { scanUsage } from '../scan.ts';
import { discoveryOf, freeControl, inline, platformById, rootOf, scratchFolder } from './sample-root.ts';

export const wechat = platformById('wechat-linux-4');
export const bothAccounts = ['wxid_a', 'wxid_b'];

/** All accounts at level basic, unless `more` says otherwise. */
export function selectionOf(more: Partial<Selection> = {}): Selection {
  const all = { level: 'basic', accounts: 'all', include: [] } as const;
  return { ...all, olderThanMs: null, keep: [], sinceSession: false, ...more };
}

/** For every test of the file, a new WeChat data folder in a new folder of its own. */
export function useWechatRoot() {
  let scratch: ReturnType<typeof scratchFolder>;
  beforeEach(() => {
    scratch = scratchFolder();
    mkdirSync(join(scratch.path, 'xwechat_files'));
  });
  afterEach(() => scratch.release());

  const root = {
    /** the data folder */
    get path(): string {
      return join(scratch.path, 'xwechat_files');
    },
    /** the folder around it */
    get outside(): string {
      return scratch.path;
    },
    discovery: (accounts: readonly string[] = bothAccounts): Discovery =>
      discoveryOf(rootOf(wechat, root.path, accounts)),
    plan: (
      more: Partial<Selection> = {},
      deps = inline(),
      discovery: Discovery = root.discovery(),
    ): Promise<FrozenPlan> => createPlan(deps, discovery, selectionOf(more), 'p-1', freeControl()),
    scan: (accounts: readonly string[] = bothAccounts, deps = inline()): Promise<UsageView> =>
      scanUsage(deps, root.discovery(accounts), freeControl()),
  };
  return root;
}
