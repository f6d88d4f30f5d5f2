import { join } from 'node:path';
import { monthName } from '../../../app/cleanup/months.ts';
import { categories } from '../../../app/cleanup/categories.ts';
import type { Amount } from '../../../app/contract/shapes.ts';
import type { KeptTotal } from '../../../app/contract/plans.ts';
import type { UsageCell, UsageView } from '../../../app/contract/usage.ts';
import type { Clock, Mounts } from '../../system/ports.ts';
import { unrecognised } from '../../../app/platforms/no-data-root.ts';
import type { Discovery, MeasuredFolder, Root } from '../discovery/discovery.ts';
import type { JobControl } from '../jobs/jobs.ts';
import { largestFiles } from './largest-files.ts';
import { largestOther } from './other-folders.ts';
import { contentRows } from '../plans/linked-files.ts';
import { runScan } from './run-scan.ts';
import type { ScanResult, UsageRow } from './scan-job.ts';
import { scanScope } from './scan-scope.ts';
import type { ScanScope } from './scan-scope.ts';
import type { WorkerPlace } from './workers.ts';

/** The scan's dependencies. */
export interface ScanDependencies {
  readonly workers: WorkerPlace;
  readonly mounts: Mounts;
  readonly clock: Clock;
}

export interface UnreadableFolder {
  readonly rootId: string;
  readonly path: string;
  readonly code: string;
}

export const nothing: Amount = { files: 0, bytes: 0, allocated: 0 };

/** Sums amounts. They are whole numbers, so the order does not matter. */
export function sumOf(amounts: readonly Amount[]): Amount {
  return amounts.reduce(
    (sum, one) => ({
      files: sum.files + one.files,
      bytes: sum.bytes + one.bytes,
      allocated: sum.allocated + one.allocated,
    }),
    nothing,
  );
}

/** Kept totals, one line per reason and category, in a fixed order. */
export function mergedKept(rows: readonly KeptTotal[]): readonly KeptTotal[] {
  const totals = new Map<string, KeptTotal>();
  for (const row of rows) {
    const key = `${row.reason} ${String(categories.indexOf(row.category)).padStart(2, '0')}`;
    const { reason, category } = row;
    totals.set(key, { reason, category, ...sumOf([totals.get(key) ?? nothing, row]) });
  }
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
}

/** Unreadable folders, those of discovery included, in a fixed order. */
export function unreadableOf(scope: ScanScope, results: readonly ScanResult[]): readonly UnreadableFolder[] {
  const unreadable = results.flatMap((result) =>
    result.unreadable.flatMap(({ root, path, code }) => {
      const owner = scope.roots[root];
      return owner === undefined
        ? []
        : [{ rootId: owner.id, path: join(owner.realPath, ...path.split('/')), code }];
    }),
  );
  const closed = scope.closed.map((root) => ({ rootId: root.id, path: root.realPath, code: 'EACCES' }));
  const places = new Map(
    [...scope.unread.map((one) => ({ ...one, rootId: '' })), ...closed, ...unreadable].map(
      ({ rootId, path, code }) => [path, { rootId, path, code }] as const,
    ),
  );
  return [...places.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Compares by lists of numbers. */
function compareOrders(a: readonly number[], b: readonly number[]): number {
  return a.reduce((found, value, i) => found || value - (b[i] ?? 0), 0);
}

function orderOf({ root, account, category, month }: UsageRow): readonly number[] {
  return [root, Math.max(account, -1), categories.indexOf(category), month];
}

/** Merges cells of several workers. Unknown accounts share one cell. */
function mergedCells(scope: ScanScope, rows: readonly UsageRow[]): readonly UsageCell[] {
  const cells = new Map<string, { order: readonly number[]; cell: UsageCell }>();
  for (const row of rows) {
    const account = Math.max(row.account, -1);
    const order = orderOf(row);
    const key = order.join();
    const known = cells.get(key)?.cell;
    const cell: UsageCell = {
      rootId: scope.roots[row.root]?.id ?? '',
      accountId: scope.accountIds[account] ?? null,
      category: row.category,
      month: monthName(row.month),
      ...sumOf(known === undefined ? [row] : [known, row]),
    };
    cells.set(key, { order, cell });
  }
  return [...cells.values()].sort((a, b) => compareOrders(a.order, b.order)).map(({ cell }) => cell);
}

/** A measured folder in the shape of a root. Only usage walks it: no plan, watch or session ever gets it. */
function walkable({ id, path, realPath, identity }: MeasuredFolder): Root {
  return {
    ...{ id, path, realPath, identity, platform: unrecognised },
    kind: 'data',
    layout: 'unknown',
    access: 'ok',
    foundBy: [],
    accounts: [],
    accountIdByKey: new Map(),
  };
}

/** Counts usage by place, account and month in one pass over all roots. Read-only. */
export async function scanUsage(
  deps: ScanDependencies,
  discovery: Discovery,
  control: JobControl,
): Promise<UsageView> {
  const startedAt = deps.clock.now();
  const roots = [...discovery.roots, ...(discovery.measuredOnly ?? []).map(walkable)];
  const scope = await scanScope({ ...discovery, roots }, null, deps.mounts, startedAt);
  const results = await runScan(deps.workers, scope.job, control, () => undefined);
  const linked = results.flatMap((result) => result.linkedUsage);
  const contents = contentRows(linked, (a, b) => compareOrders(orderOf(a), orderOf(b)), true);
  const cells = mergedCells(scope, [...results.flatMap((result) => result.usage), ...contents]);
  const endedAt = deps.clock.now();
  return {
    at: endedAt,
    tookMs: endedAt - startedAt,
    cells,
    total: sumOf(cells),
    otherFolders: largestOther(
      results.flatMap((result) => result.others),
      scope.roots.map(({ id }) => id),
    ),
    largest: [
      ...largestFiles(
        results.flatMap((result) => result.large),
        scope,
      ),
    ],
    unreadable: unreadableOf(scope, results),
  };
}
