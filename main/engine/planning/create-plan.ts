import { categories, riskOf } from '../../../app/cleanup/categories.ts';
import type { KeptTotal, PlanView, PlanGroup, Selection } from '../../../app/contract/plans.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { Account, Discovery } from '../discovery/discovery.ts';
import type { JobControl } from '../jobs/jobs.ts';
import type { EntryRows } from '../plans/entry-columns.ts';
import type { GroupRow, ScanResult } from './scan-job.ts';
import { EntryTable, orderedRows } from '../plans/entry-table.ts';
import type { FrozenPlan, PlanRoot } from '../plans/frozen-plan.ts';
import { contentRows, settleLinkedFiles } from '../plans/linked-files.ts';
import { mergeFolders } from '../plans/merge-folders.ts';
import { TablePlan } from '../plans/plan-columns.ts';
import { keepFault } from './keep-at-root.ts';
import { runScan } from './run-scan.ts';
import { mergedKept, sumOf, unreadableOf } from './scan.ts';
import type { ScanDependencies } from './scan.ts';
import { stayingViews } from './staying.ts';
import { isChosen, scanScope } from './scan-scope.ts';
import type { ScanScope } from './scan-scope.ts';

/** A batch of entries and the worker whose folder and group numbers it uses. */
interface SourcedRows {
  readonly source: number;
  readonly rows: EntryRows;
}

/** A group of the plan. Its id is its index in the list. */
interface MergedGroup extends GroupRow, Amount {}

type GroupSum = GroupRow & { files: number; bytes: number; allocated: number };

function groupOrder(group: GroupRow): readonly number[] {
  const last = Number.MAX_SAFE_INTEGER;
  return [
    group.root,
    group.account < 0 ? last : group.account,
    group.location < 0 ? last : group.location,
    categories.indexOf(group.category),
  ];
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  return a.reduce((found, value, i) => found || value - (b[i] ?? 0), 0);
}

interface MergedGroups {
  readonly groups: readonly GroupSum[];
  /** by worker: its group number → index in the list above */
  readonly placeOf: readonly Uint32Array[];
}

function mergeGroups(results: readonly ScanResult[]): MergedGroups {
  const byOrder = new Map<string, GroupRow>();
  const nameOf = (group: GroupRow): string => groupOrder(group).join();
  for (const result of results)
    for (const group of result.groups)
      byOrder.set(nameOf(group), { ...group, account: Math.max(group.account, -1) });
  const sorted = [...byOrder].sort(([, a], [, b]) => compareNumbers(groupOrder(a), groupOrder(b)));
  const place = new Map(sorted.map(([name], index) => [name, index]));
  return {
    groups: sorted.map(([, group]) => ({ ...group, files: 0, bytes: 0, allocated: 0 })),
    placeOf: results.map(({ groups }) => Uint32Array.from(groups, (group) => place.get(nameOf(group)) ?? 0)),
  };
}

/** Renumbers the rows of a batch in place to plan folders and groups, and adds them to their groups. */
function settleRows(
  rows: EntryRows,
  folders: Uint32Array,
  groups: Uint32Array,
  all: readonly GroupSum[],
): void {
  for (let row = 0; row < rows.count; row += 1) {
    const place = groups[rows.group[row] ?? -1];
    const group = place === undefined ? undefined : all[place];
    const folder = folders[rows.folder[row] ?? -1];
    if (place === undefined || group === undefined || folder === undefined)
      throw new Error('a row without its group or folder');
    rows.group[row] = place;
    rows.folder[row] = folder;
    group.files += 1;
    group.bytes += rows.bytes[row] ?? 0;
    group.allocated += rows.allocated[row] ?? 0;
  }
}

/**
 * Combines the workers' rows into one plan whose order depends only on the disk: by group, folder and name, parents
 * first. Includes only roots with planned entries. Takes ownership of the batches.
 */
function assemble(
  results: readonly ScanResult[],
  batches: readonly SourcedRows[],
  planRoots: readonly PlanRoot[],
  viewOf: (groups: readonly MergedGroup[]) => PlanView,
): FrozenPlan {
  const { groups, placeOf } = mergeGroups(results);
  const folders = mergeFolders(results.map((result) => result.folders));
  const none = new Uint32Array(0);
  for (const { source, rows } of batches)
    settleRows(rows, folders.placeOf[source] ?? none, placeOf[source] ?? none, groups);
  const all = batches.map(({ rows }) => rows);
  const entries = new EntryTable(all, orderedRows(all, folders.table.root.length, groups.length));
  const roots = folders.roots.flatMap((number) => planRoots[number] ?? []);
  const linked = settleLinkedFiles(
    entries,
    (folder) => roots[folders.table.root[folder] ?? -1]?.identity.dev ?? -1n,
    new Map(results.flatMap(({ links }) => [...links])),
    (place, allocated) => {
      const group = groups[place];
      if (group !== undefined) group.allocated -= allocated;
    },
  );
  return new TablePlan(viewOf(groups), roots, folders.table, entries, linked, folders.tree);
}

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
      ...{ rootId: account.rootId, folder: account.folder, key: account.key },
      databases: rows.reduce((sum, row) => sum + row.databases, 0),
      backups: rows.some((row) => row.backups)
        ? 'inside'
        : withBackups.has(account.rootId)
          ? 'beside'
          : 'none',
      bytes: rows.reduce((sum, row) => sum + row.bytes, 0),
    };
  });
}

/** What stays, by reason. A file with several names that stay holds its blocks once. */
function keptTotals(results: readonly ScanResult[]): readonly KeptTotal[] {
  const linked = results.flatMap((result) => result.linkedKept);
  const keyOf = ({ reason, category }: KeptTotal): string => `${reason} ${category}`;
  const contents = contentRows(linked, (a, b) => (keyOf(a) < keyOf(b) ? -1 : 1), false);
  return mergedKept([...results.flatMap((result) => result.kept), ...contents]);
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
  const staying = await stayingViews(
    scope,
    results.flatMap((result) => result.staying),
  );
  const viewOf = (merged: readonly MergedGroup[]): PlanView => {
    const groups = merged.map((group, id) => groupView(scope, group, id));
    return {
      id: planId,
      createdAt,
      expiresAt: createdAt + planLifetimeMs,
      selection,
      accounts: accountViews(scope, results, accounts),
      // filled in when the plan is final
      impact: [],
      groups,
      total: sumOf(groups),
      kept: keptTotals(results),
      staying,
      unreadable: unreadableOf(scope, results).map(({ path, code }) => ({ path, code })),
      unmatchedKeep: unmatchedKeep(selection, scope, results),
    };
  };
  const roots = scope.roots.map(({ id, realPath, identity, platform, kind }) => ({
    ...{ id, realPath, identity },
    foundAs: { platform: platform.id, kind },
    lastFolders: platform.data.remains?.folders ?? [],
  }));
  return assemble(results, batches, roots, viewOf);
}
