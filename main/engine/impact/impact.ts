import { relative, sep } from 'node:path';
import type { AccountImpact, PlanGroup, PlanView } from '../../../app/contract/plans.ts';
import type { Amount, Tri } from '../../../app/contract/shapes.ts';
import type { Location } from '../../../app/platforms/platform.ts';
import { isWithin } from '../fs/disk-names.ts';
import { lineOf } from '../discovery/discovery.ts';
import type { Account, Discovery, Root } from '../discovery/discovery.ts';
import type { FrozenPlan } from '../plans/frozen-plan.ts';
import { asTable, withView } from '../plans/plan-columns.ts';
import { nothing, sumOf } from '../planning/scan.ts';
import { isChosen } from '../planning/scan-scope.ts';
import { accountStates, isPerAccount, signInReach } from '../signin/check-sign-in.ts';
import { credentialFiles } from '../signin/credential-files.ts';
import type { RowFiles } from '../signin/credential-files.ts';
import { keepPatterns } from './keep-patterns.ts';

/** By plan root: folder below it → wanted names in it. */
type WantedNames = readonly ReadonlyMap<string, ReadonlySet<string>>[];

function wantedNames(plan: FrozenPlan, paths: readonly string[]): WantedNames {
  return plan.roots.map(({ realPath }) => {
    const names = new Map<string, Set<string>>();
    for (const path of paths) {
      if (!isWithin(path, realPath)) continue;
      const below = relative(realPath, path).split(sep);
      const name = below.pop() ?? '';
      const folder = below.join('/');
      names.set(folder, (names.get(folder) ?? new Set()).add(name));
    }
    return names;
  });
}

/**
 * Which of these paths are planned. Reads the names of entries only in folders that hold one of them, because a plan
 * may have 500,000 entries.
 */
function plannedAmong(plan: FrozenPlan, paths: readonly string[]): ReadonlySet<string> {
  const wanted = wantedNames(plan, paths);
  const { root } = asTable(plan).folders;
  const namesIn = new Map<number, ReadonlySet<string>>();
  for (let index = 0; index < plan.folderCount; index += 1) {
    const inRoot = wanted[root[index] ?? 0];
    const names = inRoot === undefined || inRoot.size === 0 ? undefined : inRoot.get(plan.folderPath(index));
    if (names !== undefined) namesIn.set(index, names);
  }
  const planned = new Set<string>();
  if (namesIn.size === 0) return planned;
  plan.eachEntry((index, folder) => {
    if (namesIn.get(folder)?.has(plan.entry(index).name) === true) planned.add(plan.pathOf(index));
  });
  return planned;
}

/** The sign-in files that are left when the plan has been carried out. */
function withoutPlanned(plan: FrozenPlan, found: readonly RowFiles[]): readonly RowFiles[] {
  const planned = plannedAmong(
    plan,
    found.flatMap(({ files }) => files.map(({ path }) => path)),
  );
  return found.map((row) => ({ ...row, files: row.files.filter(({ path }) => !planned.has(path)) }));
}

const forecastOf = {
  yes: 'may',
  no: 'must-scan',
  'could-not-tell': 'could-not-tell',
} as const satisfies Record<Tri, AccountImpact['signInAfter']>;

interface Shared {
  readonly group: PlanGroup;
  readonly location: string;
  readonly keep: readonly string[];
}

function rowOf(roots: readonly Root[], { rootId, location }: PlanGroup): Location | undefined {
  const root = roots.find(({ id }) => id === rootId);
  return root?.platform.locations.find(({ id }) => id === location);
}

/** Planned sign-in data of no single account. Copies of account switchers serve no account and are not shared. */
function sharedGroups(plan: FrozenPlan, roots: readonly Root[]): readonly Shared[] {
  const shared: Shared[] = [];
  let from = 0;
  for (const group of plan.view.groups) {
    const row = rowOf(roots, group);
    const isShared = group.accountId === null && row !== undefined && !isPerAccount(row);
    if (isShared && row.category === 'credentials' && row.leftBySwitcher !== true)
      shared.push({ group, location: row.id, keep: keepPatterns(plan, from, from + group.files) });
    from += group.files;
  }
  return shared;
}

function affecting(
  account: Account,
  home: Root,
  roots: readonly Root[],
  shared: readonly Shared[],
): AccountImpact['affectedBy'] {
  const { autoLogin, remembered, rootIds } = signInReach(account, home, roots);
  const mine = new Set([...autoLogin, ...remembered]);
  // in a shared root, what another messenger or version line signs in with
  const lines = home.platform.data.accountLines ?? [];
  const ofLines = new Set(lines.flatMap(({ signIn }) => [...signIn.autoLogin, ...signIn.remembered]));
  return shared
    .filter(
      ({ group, location }) => rootIds.has(group.rootId) && (mine.has(location) || !ofLines.has(location)),
    )
    .map(({ group, location, keep }) => ({
      group: group.id,
      location,
      signIn: autoLogin.includes(location),
      keep,
    }));
}

/** Planned bytes in the account's own folder; its files elsewhere are not part of the folder's size. */
function bytesInFolder(groups: readonly PlanGroup[], roots: readonly Root[]): number {
  const inside = groups.filter((group) => group.location === null || rowOf(roots, group)?.in === 'account');
  return inside.reduce((sum, { bytes }) => sum + bytes, 0);
}

interface AccountData {
  readonly goes: Amount;
  readonly stays: number | null;
}

function dataOf(account: Account, view: PlanView, roots: readonly Root[]): AccountData {
  const own = view.groups.filter(({ accountId }) => accountId === account.id);
  const goes = own.length === 0 ? nothing : sumOf(own);
  const measured = view.accounts.find(({ accountId }) => accountId === account.id);
  return {
    goes,
    stays: measured === undefined ? null : Math.max(0, measured.bytes - bytesInFolder(own, roots)),
  };
}

/**
 * The plan with its impact on every account: the sign-in check now, and again with the planned files taken away. Reads
 * the disk and changes nothing. `guests`: accounts that came since the session began; they count as chosen even when
 * nothing of them is planned, because their sign-in may be in a file of the owner's.
 */
export async function withImpact(
  plan: FrozenPlan,
  discovery: Discovery,
  guests: readonly string[] = [],
): Promise<FrozenPlan> {
  const { roots } = discovery;
  const { accounts: named, selection } = plan.view;
  const isGuest = (home: Root, account: Account): boolean =>
    guests.includes(account.id) && isChosen(selection, home, account);
  const found = await credentialFiles(discovery);
  const before = accountStates(discovery, found);
  const after = accountStates(discovery, withoutPlanned(plan, found));
  const shared = sharedGroups(plan, roots);
  const signInOf = (states: typeof before, id: string): AccountImpact['signInAfter'] =>
    forecastOf[states.find(({ accountId }) => accountId === id)?.autoLogin ?? 'could-not-tell'];
  const impact = roots.flatMap((home) =>
    home.accounts.map((account): AccountImpact => ({
      accountId: account.id,
      product: lineOf(home.platform, account).product,
      folder: account.folder,
      chosen: named.some(({ accountId }) => accountId === account.id) || isGuest(home, account),
      signInBefore: signInOf(before, account.id),
      signInAfter: signInOf(after, account.id),
      ...dataOf(account, plan.view, roots),
      affectedBy: affecting(account, home, roots, shared),
    })),
  );
  return withView(plan, { ...plan.view, impact });
}
