import { lstat } from 'node:fs/promises';
import type { PlanView } from '../../../app/contract/plans.ts';
import type { Platform } from '../../../app/platforms/platform.ts';
import type { Account, Discovery, Root } from '../discovery/discovery.ts';
import { diskPath } from '../fs/disk-names.ts';
import type { PlanRoot } from '../plans/frozen-plan.ts';

type PlannedAccount = Pick<PlanView['accounts'][number], 'accountId' | 'rootId' | 'folder' | 'key'>;

/** What a look needs of a plan. A receipt keeps it when the plan's file names are gone. */
export interface PlannedScope {
  readonly roots: readonly PlanRoot[];
  readonly accounts: readonly PlannedAccount[];
}

/** True when the path is a folder itself, not a link to one. */
async function isFolder(path: string): Promise<boolean> {
  return lstat(diskPath(path)).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** A planned root whose content no longer shows what it is. Its folder is compared with the plan's before it is read. */
function plannedRoot(planned: PlanRoot, platforms: readonly Platform[]): Root | null {
  const { id, realPath, identity, foundAs } = planned;
  const platform = platforms.find((one) => one.id === foundAs?.platform);
  if (platform === undefined || foundAs === undefined) return null;
  const { kind } = foundAs;
  return {
    ...{ id, realPath, identity, kind, platform, path: realPath },
    ...{ layout: 'recognised', access: 'ok', foundBy: [], accounts: [], accountIdByKey: new Map() },
  };
}

function withAccounts(root: Root, planned: readonly PlannedAccount[]): Root {
  const known = new Set(root.accounts.map(({ id }) => id));
  const missing = planned.filter(({ rootId, accountId }) => rootId === root.id && !known.has(accountId));
  if (missing.length === 0) return root;
  const accounts = missing.map(({ accountId, folder, key }): Account => ({
    ...{ id: accountId, rootId: root.id, folder, key, displayName: null, access: 'ok' },
  }));
  return { ...root, layout: 'recognised', accounts: [...root.accounts, ...accounts] };
}

/** Names that shared files have for the accounts, in every root of their messenger. */
function withKeys(root: Root, roots: readonly Root[], planned: readonly PlannedAccount[]): Root {
  const home = root.platform.accountsOf ?? root.platform.id;
  const homes = new Set(roots.filter(({ platform }) => platform.id === home).map(({ id }) => id));
  const keys = planned.filter(
    ({ rootId, key }) =>
      !root.accountIdByKey.has(key) && (rootId === root.id || (root.kind === 'state' && homes.has(rootId))),
  );
  if (keys.length === 0) return root;
  const added = keys.map(({ key, accountId }) => [key, accountId] as const);
  return { ...root, accountIdByKey: new Map([...root.accountIdByKey, ...added]) };
}

/**
 * The discovery with the planned accounts and roots in it, also those that a clean made unrecognisable: what is left
 * of an account belongs to it still. For looking only; nothing is ever planned for removal from it.
 */
export async function withPlannedAccounts(
  discovery: Discovery,
  scope: PlannedScope,
  platforms: readonly Platform[],
): Promise<Discovery> {
  const found = new Set(discovery.roots.map(({ id }) => id));
  const lost: Root[] = [];
  for (const planned of scope.roots) {
    if (found.has(planned.id) || !(await isFolder(planned.realPath))) continue;
    const root = plannedRoot(planned, platforms);
    if (root !== null) lost.push(root);
  }
  const known = [...discovery.roots, ...lost];
  const { accounts } = scope;
  const roots = known.map((root) => withAccounts(root, accounts));
  return { ...discovery, roots: roots.map((root) => withKeys(root, roots, accounts)) };
}
