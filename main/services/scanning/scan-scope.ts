import type { Selection } from '../../../app/cleanup/selection.ts';
import type { Discovery, Root } from '../discovery/discovery.ts';
import type { Mounts } from '../../system/ports.ts';
import type { ScanJob, ScanRoot } from './scan-job.ts';

/** A job with the names that its numbers stand for. */
export interface ScanScope {
  readonly job: ScanJob;
  readonly roots: readonly Root[];
  readonly accountIds: readonly string[];
  /** roots that discovery could not open */
  readonly closed: readonly Root[];
  /** why some mount points may be unknown, or null; folders of another device are not entered all the same */
  readonly mountsUnknown: string | null;
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

/**
 * How many of the accounts that share a root's messenger are selected. A messenger's folder without accounts of its own
 * goes with the accounts of the same product, and then only with all of them.
 */
function selectedOf(root: Root, roots: readonly Root[], selection: Selection | null): ScanRoot['selected'] {
  if (selection === null) return 'none';
  const { accounts } = selection;
  if (accounts === 'all') return 'all';
  const chosen = (pool: readonly Root[]): readonly boolean[] =>
    pool.flatMap((other) => other.accounts.map((account) => accounts.includes(account.id)));
  const home = root.platform.accountsOf ?? root.platform.id;
  const own = chosen(roots.filter((other) => other.platform.id === home));
  if (own.length > 0) return own.every(Boolean) ? 'all' : own.some(Boolean) ? 'some' : 'none';
  const akin = chosen(roots.filter((other) => other.platform.product === root.platform.product));
  return akin.length > 0 && akin.every(Boolean) ? 'all' : 'none';
}

function scanRoot(
  root: Root,
  numbers: ReadonlyMap<string, number>,
  selected: ScanRoot['selected'],
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
  const numbers = new Map(accounts.map((account, number) => [account.id, number]));
  const judged = all.map((root) => ({ root, selected: selectedOf(root, all, selection) }));
  const wanted = judged.filter(({ selected }) => selection === null || selected !== 'none');
  const walked = wanted.filter(({ root }) => root.access === 'ok');
  const roots = walked.map(({ root }) => root);
  const found = await mountsBelow(mounts, roots);
  return {
    job: {
      roots: walked.map(({ root, selected }) => scanRoot(root, numbers, selected)),
      selectedAccounts: accounts.map(
        ({ id }) => selection !== null && (selection.accounts === 'all' || selection.accounts.includes(id)),
      ),
      mounts: found.paths,
      mountsKnown: found.unknown === null,
      otherRoots: all.map((root) => root.realPath),
      selection,
      recordsAll: false,
      now,
    },
    roots,
    accountIds: accounts.map((account) => account.id),
    closed: wanted.filter(({ root }) => root.access !== 'ok').map(({ root }) => root),
    mountsUnknown: found.unknown,
  };
}
