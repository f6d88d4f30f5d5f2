import type { Selection } from '../../../app/contract/plans.ts';
import type { Mounts } from '../../system/ports.ts';
import { lineOf } from '../discovery/discovery.ts';
import type { Account, Discovery, Root, UnreadPlace } from '../discovery/discovery.ts';
import { keepAtRoots, keepRootOf } from './keep-at-root.ts';
import type { KeepAtRoot } from './keep-at-root.ts';
import type { ScanJob, ScanRoot } from './scan-job.ts';

/** A scan job with the objects behind its numbers. */
export interface ScanScope {
  readonly job: ScanJob;
  readonly roots: readonly Root[];
  readonly accountIds: readonly string[];
  /** roots that discovery could not open */
  readonly closed: readonly Root[];
  /** unreadable places that may hold data of the selection */
  readonly unread: readonly UnreadPlace[];
  /** Why some mount points may be unknown, or null. Folders on other devices are skipped anyway. */
  readonly mountsUnknown: string | null;
  /** indexes of keep patterns that match a root or a parent */
  readonly keepMatched: readonly number[];
}

/** Removes duplicate discoveries of a folder, so that nothing counts twice. Keeps the one that may be cleaned. */
function distinctRoots(roots: readonly Root[]): readonly Root[] {
  const rank = (root: Root): number =>
    (root.platform.support === 'clean' ? 0 : 1) + (root.layout === 'recognised' ? 0 : 2);
  const best = new Map<string, Root>();
  for (const root of roots) {
    const other = best.get(root.realPath);
    if (other === undefined || rank(root) < rank(other)) best.set(root.realPath, root);
  }
  return roots.filter((root) => best.get(root.realPath) === root);
}

/** Whether the selection includes an account, by its id or its app. */
export function isChosen(selection: Selection, root: Root, account: Account): boolean {
  const { accounts, products } = selection;
  if (accounts !== 'all') return accounts.includes(account.id);
  return products === undefined || products.includes(lineOf(root.platform, account).product);
}

/**
 * How many accounts of a root's messenger are selected. A root without accounts follows the accounts of the same
 * product, and only when all are selected.
 */
function selectedOf(root: Root, roots: readonly Root[], selection: Selection | null): ScanRoot['selected'] {
  if (selection === null) return 'none';
  const { accounts, products } = selection;
  if (accounts === 'all' && products === undefined) return 'all';
  const chosen = (pool: readonly Root[]): readonly boolean[] =>
    pool.flatMap((other) => other.accounts.map((account) => isChosen(selection, other, account)));
  const home = root.platform.accountsOf ?? root.platform.id;
  const own = chosen(roots.filter((other) => other.platform.id === home));
  if (own.length > 0) return own.every(Boolean) ? 'all' : own.some(Boolean) ? 'some' : 'none';
  const akin = chosen(roots.filter((other) => other.platform.product === root.platform.product));
  if (akin.length > 0) return akin.every(Boolean) ? 'all' : 'none';
  return products?.includes(root.platform.product) === true ? 'all' : 'none';
}

/**
 * Whether an unreadable place may hold selected data. A whole app can be anywhere; named accounts are in known roots,
 * so only places beside the data matter.
 */
function mayHoldSelected(unread: UnreadPlace, selection: Selection, roots: readonly Root[]): boolean {
  const { platform, kind } = unread;
  if (platform.support === 'detect-only') return false;
  const products = [platform.product, ...(platform.sharedWith ?? [])];
  if (selection.products !== undefined && products.some((one) => selection.products?.includes(one)))
    return true;
  if (selection.accounts === 'all') return selection.products === undefined;
  if (kind === 'data') return false;
  return roots.some((root) =>
    root.accounts.some(
      (account) =>
        isChosen(selection, root, account) &&
        [root.platform.product, lineOf(root.platform, account).product].includes(platform.product),
    ),
  );
}

function scanRoot(
  root: Root,
  numbers: ReadonlyMap<string, number>,
  selected: ScanRoot['selected'],
  keep: KeepAtRoot,
): ScanRoot {
  const numberOf = (id: string): number => numbers.get(id) ?? -1;
  return {
    platform: root.platform,
    kind: root.kind,
    realPath: root.realPath,
    dev: root.identity.dev,
    ino: root.identity.ino,
    layout: root.layout,
    accountByFolder: new Map(root.accounts.map((account) => [account.folder, numberOf(account.id)])),
    accountByKey: new Map([...root.accountIdByKey].map(([key, id]) => [key, numberOf(id)])),
    selected,
    keep: keep.state,
    kept: keep.matched.length > 0,
  };
}

async function mountsBelow(
  mounts: Mounts,
  roots: readonly Root[],
): Promise<{ paths: readonly string[]; unknown: string | null }> {
  const lists = await Promise.all(roots.map((root) => mounts.below(root.realPath)));
  return {
    paths: lists.flatMap((list) => (list.kind === 'known' ? list.paths : [])),
    unknown: lists.flatMap((list) => (list.kind === 'known' ? [] : [list.reason]))[0] ?? null,
  };
}

/**
 * The roots to walk: all for a usage scan, those of selected messengers for a plan. A root inside another root is
 * walked once, as itself.
 */
export async function scanScope(
  discovery: Discovery,
  selection: Selection | null,
  mounts: Mounts,
  now: number,
): Promise<ScanScope> {
  const all = distinctRoots(discovery.roots);
  const accounts = all.flatMap((root) => root.accounts);
  const isSelected = all.flatMap((root) =>
    root.accounts.map((account) => selection !== null && isChosen(selection, root, account)),
  );
  const numbers = new Map(accounts.map((account, number) => [account.id, number]));
  const candidates = all.map((root) => ({ root, selected: selectedOf(root, all, selection) }));
  const included = candidates.filter(({ selected }) => selection === null || selected !== 'none');
  const keepAt = keepAtRoots(selection ?? { keep: [] }, all.map(keepRootOf));
  const walked = included
    .filter(({ root }) => root.access === 'ok')
    .map(({ root, selected }) => ({ root, selected, keep: keepAt(keepRootOf(root)) }));
  const roots = walked.map(({ root }) => root);
  const mountList = await mountsBelow(mounts, roots);
  return {
    job: {
      roots: walked.map(({ root, selected, keep }) => scanRoot(root, numbers, selected, keep)),
      selectedAccounts: isSelected,
      mounts: mountList.paths,
      mountsKnown: mountList.unknown === null,
      otherRoots: [...all, ...discovery.own].map(({ realPath }) => realPath),
      own: discovery.own.flatMap(({ identity }) => identity ?? []),
      selection,
      recordsAll: false,
      now,
    },
    roots,
    accountIds: accounts.map((account) => account.id),
    closed: included
      .map(({ root }) => root)
      .filter(
        (root) => root.access !== 'ok' && (selection === null || root.platform.support !== 'detect-only'),
      ),
    unread: (discovery.unread ?? []).filter(
      (one) => selection !== null && mayHoldSelected(one, selection, all),
    ),
    mountsUnknown: mountList.unknown,
    keepMatched: walked.flatMap(({ keep }) => keep.matched),
  };
}
