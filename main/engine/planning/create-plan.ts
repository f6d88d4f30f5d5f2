import { riskOf } from '../../../app/cleanup/categories.ts';
import type { PlanGroup, PlanView, Selection } from '../../../app/contract/plans.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { Account, Discovery } from '../discovery/discovery.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { keepFault } from './keep-at-root.ts';
import { runScan } from './run-scan.ts';
import { sumOf, unreadableOf } from './scan.ts';
import type { ScanDependencies } from './scan.ts';
import type { ScanResult } from './scan-job.ts';
import { isChosen, scanScope } from './scan-scope.ts';
import type { ScanScope } from './scan-scope.ts';
import { assemble } from './assemble.ts';
import type { MergedGroup, SourcedRows } from './assemble.ts';
import type { FrozenPlan } from './frozen-plan.ts';
import { mergedKept } from './plan-table.ts';

/** Lifetime of a plan in ms: the disk changes, so an older plan needs a new scan. */
export const planLifetimeMs = 30 * 60 * 1000;

function selectedAccounts(discovery: Discovery, selection: Selection): readonly Account[] {
  const all = discovery.roots.flatMap((root) => root.accounts);
  if (selection.accounts === 'all')
    return discovery.roots.flatMap((root) =>
      root.accounts.filter((account) => isChosen(selection, root, account)),
    );
  return selection.accounts.map((id) => {
    const account = all.find((one) => one.id === id);
    if (account === undefined) throw new SignOffError('account-not-found', { account: id });
    return account;
  });
}

/**
 * Refuses without the list of mounts on Linux, where only that list shows a bind mount of the same disk. Elsewhere a
 * mount shows as a link or as another device.
 */
function demandMounts(scope: ScanScope): void {
  if (scope.mountsUnknown !== null && process.platform === 'linux')
    throw new SignOffError('mounts-unknown', { reason: scope.mountsUnknown });
}

/** Refuses an unsupported keep pattern, because it would keep nothing. Applies to all hosts. */
function demandSupported(keep: readonly string[]): void {
  const fields = keep.filter((pattern) => keepFault(pattern) !== null).map((pattern) => `keep: ${pattern}`);
  if (fields.length > 0) throw new SignOffError('invalid-input', { method: 'plans.create', fields });
}

function unmatchedKeep(
  { keep }: Selection,
  scope: ScanScope,
  results: readonly ScanResult[],
): readonly string[] {
  const matched = new Set([...scope.keepMatched, ...results.flatMap((result) => result.keepMatched)]);
  return [...new Set(keep.filter((_pattern, index) => !matched.has(index)))];
}

function groupView(scope: ScanScope, group: MergedGroup, id: number): PlanGroup {
  const root = scope.roots[group.root];
  const { files, bytes, allocated, category, recoverability, confidence } = group;
  return {
    id,
    rootId: root?.id ?? '',
    accountId: scope.accountIds[group.account] ?? null,
    location: root?.platform.locations[group.location]?.id ?? null,
    category,
    recoverability,
    risk: riskOf[recoverability],
    confidence,
    files,
    bytes,
    allocated,
  };
}

function accountViews(
  scope: ScanScope,
  results: readonly ScanResult[],
  accounts: readonly Account[],
): PlanView['accounts'] {
  const withBackups = new Set(
    results.flatMap((result) => result.sharedBackups.map((root) => scope.roots[root]?.id)),
  );
  return accounts.map((account) => {
    const number = scope.accountIds.indexOf(account.id);
    const rows = results.flatMap((result) => result.accounts.filter((row) => row.account === number));
    return {
      accountId: account.id,
      folder: account.folder,
      databases: rows.reduce((sum, row) => sum + row.databases, 0),
      backupsPresent: rows.some((row) => row.backups) || withBackups.has(account.rootId),
      bytes: rows.reduce((sum, row) => sum + row.bytes, 0),
    };
  });
}

/**
 * Scans the disk and freezes the selected entries as a plan. Read-only; counts kept entries by reason. Throws
 * `account-not-found`, `invalid-input`, `mounts-unknown` and `cancelled`.
 */
export async function createPlan(
  deps: ScanDependencies,
  discovery: Discovery,
  selection: Selection,
  planId: string,
  control: JobControl,
): Promise<FrozenPlan> {
  demandSupported(selection.keep);
  const accounts = selectedAccounts(discovery, selection);
  const createdAt = deps.clock.now();
  const scope = await scanScope(discovery, selection, deps.mounts, createdAt);
  demandMounts(scope);
  const batches: SourcedRows[] = [];
  const results = await runScan(deps.workers, scope.job, control, (source, rows) =>
    batches.push({ source, rows }),
  );
  const viewOf = (merged: readonly MergedGroup[]): PlanView => {
    const groups = merged.map((group, id) => groupView(scope, group, id));
    return {
      id: planId,
      createdAt,
      expiresAt: createdAt + planLifetimeMs,
      selection,
      accounts: accountViews(scope, results, accounts),
      groups,
      total: sumOf(groups),
      kept: mergedKept(results.flatMap((result) => result.kept)),
      unreadable: unreadableOf(scope, results).map(({ path, code }) => ({ path, code })),
      unmatchedKeep: unmatchedKeep(selection, scope, results),
    };
  };
  const roots = scope.roots.map(({ id, realPath, identity, platform }) => ({
    ...{ id, realPath, identity },
    lastFolders: platform.data.remains?.folders ?? [],
  }));
  return assemble(results, batches, roots, viewOf);
}
