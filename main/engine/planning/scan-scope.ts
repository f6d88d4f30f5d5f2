import type { Selection } from '../../../app/contract/plans.ts';
import { lineOf } from '../discovery/discovery.ts';
import type { Account, Discovery, Root, Unlooked } from '../discovery/discovery.ts';
import type { Mounts } from '../../system/ports.ts';
import { keepAtRoots } from './keep-at-root.ts';
import type { KeepAtRoot } from './keep-at-root.ts';
import type { ScanJob, ScanRoot } from './scan-job.ts';

/** A job with the names that its numbers stand for. */
export interface ScanScope {
  readonly job: ScanJob;
  readonly roots: readonly Root[];
  readonly accountIds: readonly string[];
  /** roots that discovery could not open */
  readonly closed: readonly Root[];
  /** places that discovery could not look at and where something of the selection may lie */
  readonly unlooked: readonly Unlooked[];
  /** why some mount points may be unknown, or null; folders of another device are not entered all the same */
  readonly mountsUnknown: string | null;
  /** places of the keep patterns that name a root or a folder above one */
  readonly keepMatched: readonly number[];
}

/** Of two discoveries of one folder the one that may be cleaned stands for it, so that nothing is counted twice. */
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

/** Whether an account is meant, by its id or by its app. */
export function isChosen(selection: Selection, root: Root, account: Account): boolean {
  const { accounts, products } = selection;
  if (accounts !== 'all') return accounts.includes(account.id);
  return products === undefined || products.includes(lineOf(root.platform, account).product);
}

/**
 * How many of the accounts that share a root's messenger are selected. A messenger's folder without accounts of its own
 * goes with the accounts of the same product, and then only with all of them.
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
 * A whole app is meant wherever its data may lie; accounts that are named lie in roots that were found, so only a place
 * beside the data may hold something of theirs.
 */
function concerns(unlooked: Unlooked, selection: Selection, roots: readonly Root[]): boolean {
  const { platform, kind } = unlooked;
  if (platform.support !== 'clean') return false;
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
 * What is walked: everything for a usage scan; for a plan the roots of the messengers that a selected account has.
 * Roots inside another root are walked once, as themselves.
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
  const judged = all.map((root) => ({ root, selected: selectedOf(root, all, selection) }));
  const wanted = judged.filter(({ selected }) => selection === null || selected !== 'none');
  const keepAt = keepAtRoots(selection?.keep ?? [], all);
  const walked = wanted
    .filter(({ root }) => root.access === 'ok')
    .map(({ root, selected }) => ({ root, selected, keep: keepAt(root) }));
  const roots = walked.map(({ root }) => root);
  const found = await mountsBelow(mounts, roots);
  return {
    job: {
      roots: walked.map(({ root, selected, keep }) => scanRoot(root, numbers, selected, keep)),
      selectedAccounts: isSelected,
      mounts: found.paths,
      mountsKnown: found.unknown === null,
      otherRoots: [...all, ...discovery.own].map(({ realPath }) => realPath),
      own: discovery.own.flatMap(({ identity }) => identity ?? []),
      selection,
      recordsAll: false,
      now,
    },
    roots,
    accountIds: accounts.map((account) => account.id),
    closed: wanted
      .map(({ root }) => root)
      .filter((root) => root.access !== 'ok' && (selection === null || root.platform.support === 'clean')),
    unlooked: (discovery.unlooked ?? []).filter((one) => selection !== null && concerns(one, selection, all)),
    mountsUnknown: found.unknown,
    keepMatched: walked.flatMap(({ keep }) => keep.matched),
  };
}
