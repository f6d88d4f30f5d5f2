import type { Tri } from '../../../app/contract/shapes.ts';
import type { SignInView } from '../../../app/contract/sign-in.ts';
import type { Location, Platform } from '../../../app/platforms/platform.ts';
import type { Clock, Processes } from '../../system/ports.ts';
import { lineOf } from '../discovery/discovery.ts';
import type { Account, Discovery, Root } from '../discovery/discovery.ts';
import { isCaseless } from '../discovery/shape.ts';
import { checkRunning } from '../discovery/running.ts';
import { credentialFiles } from './credential-files.ts';
import type { RowFiles } from './credential-files.ts';

export interface SignInDeps {
  readonly processes: Processes;
  readonly clock: Clock;
  /** platforms whose processes are checked; default: the platforms found */
  readonly platforms?: readonly Platform[];
}

type AccountState = SignInView['accounts'][number];

/** One row applied to one account. */
interface Concern {
  readonly credential: AccountState['credentials'][number];
  /** at least one of its files is a file, not a link to an unknown one */
  readonly isProof: boolean;
  /** an unreadable folder, or a link that was not entered */
  readonly isUnclear: boolean;
}

/** The level that removes a row's files. The protected list overrides the row below level deep. */
function removedBy(
  { row, isProtected }: RowFiles,
  platform: Platform,
): AccountState['credentials'][number]['removedBy'] {
  const { level, confidence, overridesProtection } = row;
  if (platform.support !== 'clean' || level === 'never' || confidence === 'C') return 'never';
  return isProtected && overridesProtection !== true ? 'deep' : level;
}

/** Platforms beside the data whose sign-in rows serve this account: of its root, and of its line if they have one. */
function besides(account: Account, home: Root, roots: readonly Root[]): readonly Platform[] {
  const { line } = lineOf(home.platform, account);
  const platforms = roots
    .map(({ platform }) => platform)
    .filter(({ accountsOf }) => accountsOf === home.platform.id);
  return [...new Set(platforms)].filter((platform) => platform.line === '' || platform.line === line);
}

/**
 * True for the account's own root, for state folders that serve it, and for a data folder without accounts, which
 * keeps only a further sign-in for the accounts of another folder.
 */
function concernsRoot(root: Root, home: Root, beside: readonly Platform[]): boolean {
  if (root.id === home.id) return true;
  if (beside.includes(root.platform)) return root.kind === 'state';
  return root.platform.id === home.platform.id && (root.kind === 'state' || root.accounts.length === 0);
}

function sameKey(platform: Platform, one: string, other: string): boolean {
  return isCaseless(platform) ? one.toLowerCase() === other.toLowerCase() : one === other;
}

/** True for a row of which every account has files of its own. */
export function isPerAccount({ paths }: Location): boolean {
  return paths.some((path) => path.includes('<account>'));
}

function concern(found: RowFiles, account: Account, platform: Platform): Concern {
  const { row } = found;
  const isOwn = row.in === 'account' || isPerAccount(row);
  const mine = found.files.filter(({ key, kind }) => {
    if (row.in === 'account' || (kind === 'link-above' && key === null)) return true;
    return isPerAccount(row) ? key !== null && sameKey(platform, key, account.key) : key === null;
  });
  return {
    credential: {
      location: row.id,
      removedBy: removedBy(found, platform),
      recoverability: row.recoverability,
      files: mine.filter(({ kind }) => kind !== 'link-above').length,
      shared: !isOwn,
    },
    isProof: mine.some(({ kind }) => kind === 'file'),
    isUnclear: found.unreadable || mine.some(({ kind }) => kind !== 'file'),
  };
}

/** Could-not-tell without rows: nothing that could prove a sign-in was checked. */
function answer(concerns: readonly Concern[], rows: readonly string[]): Tri {
  if (rows.length === 0) return 'could-not-tell';
  const mine = concerns.filter(({ credential }) => rows.includes(credential.location));
  if (mine.some(({ isProof }) => isProof)) return 'yes';
  return mine.some(({ isUnclear }) => isUnclear) ? 'could-not-tell' : 'no';
}

/** How many accounts the sign-in may belong to: a file of the whole root may be any account's. */
function amongOf(concerns: readonly Concern[], rows: readonly string[], home: Root): number {
  const proofs = concerns.filter(({ credential, isProof }) => rows.includes(credential.location) && isProof);
  const isShared = proofs.length > 0 && proofs.every(({ credential }) => credential.shared);
  return isShared ? home.accounts.length : 1;
}

/** Merges the files of one row across several state folders. */
function credentialsOf(concerns: readonly Concern[]): AccountState['credentials'] {
  const byRow = new Map<string, AccountState['credentials'][number]>();
  for (const { credential } of concerns) {
    const { location, files } = credential;
    if (files > 0) byRow.set(location, { ...credential, files: files + (byRow.get(location)?.files ?? 0) });
  }
  return [...byRow.values()];
}

/** The sign-in rows of an account, and the roots whose files they mean. */
interface Reach {
  readonly autoLogin: readonly string[];
  readonly remembered: readonly string[];
  readonly rootIds: ReadonlySet<string>;
}

/** Where the sign-in of one account may be: its root, its line's rows, and the state folders that serve it. */
export function signInReach(account: Account, home: Root, roots: readonly Root[]): Reach {
  const { platform } = home;
  const beside = besides(account, home, roots);
  const rules = [account.productLine?.signIn ?? platform.signIn, ...beside.map(({ signIn }) => signIn)];
  return {
    autoLogin: rules.flatMap((rule) => rule.autoLogin),
    remembered: rules.flatMap((rule) => rule.remembered),
    rootIds: new Set(roots.filter((root) => concernsRoot(root, home, beside)).map((root) => root.id)),
  };
}

function stateOf(
  account: Account,
  home: Root,
  roots: readonly Root[],
  found: readonly RowFiles[],
): AccountState {
  const { autoLogin, remembered, rootIds } = signInReach(account, home, roots);
  const rows = new Set([...autoLogin, ...remembered]);
  const concerns = found
    .filter(({ row, rootId, folder }) => {
      const isMine = folder === null || (rootId === home.id && folder === account.folder);
      return rootIds.has(rootId) && isMine && rows.has(row.id) && row.leftBySwitcher !== true;
    })
    .map((one) => concern(one, account, home.platform));
  return {
    accountId: account.id,
    autoLogin: answer(concerns, autoLogin),
    autoLoginAmong: amongOf(concerns, autoLogin, home),
    remembered: answer(concerns, remembered),
    credentials: credentialsOf(concerns),
  };
}

/** The sign-in state of every account, as these files give it. */
export function accountStates({ roots }: Discovery, found: readonly RowFiles[]): SignInView['accounts'] {
  return roots.flatMap((home) => home.accounts.map((account) => stateOf(account, home, roots, found)));
}

function copiesIn(found: readonly RowFiles[]): SignInView['switcherCopies'] {
  return found
    .filter(({ row }) => row.leftBySwitcher === true)
    .map(({ row, rootId, files }) => {
      const copies = files.filter(({ kind }) => kind !== 'link-above');
      return { rootId, location: row.id, files: copies.length };
    })
    .filter(({ files }) => files > 0);
}

/** Checks every cleanable messenger, and a measured-only one when it was found. */
function platformsToCheck(known: readonly Platform[], found: readonly Platform[]): readonly Platform[] {
  const products = new Set(
    [...known.filter(({ support }) => support === 'clean'), ...found].map(({ product }) => product),
  );
  return known.filter(({ product }) => products.has(product));
}

/**
 * The current sign-in state: running processes and existing credential files. "No" requires that everything was
 * readable and that no link hides a file; a file without an account name counts for every account that could use it.
 */
export async function checkSignIn(deps: SignInDeps, discovery: Discovery): Promise<SignInView> {
  const found = [...new Set(discovery.roots.map((root) => root.platform))];
  const platforms = deps.platforms === undefined ? found : platformsToCheck(deps.platforms, found);
  const products = await checkRunning(deps.processes, platforms);
  const files = await credentialFiles(discovery);
  return {
    at: deps.clock.now(),
    products,
    accounts: accountStates(discovery, files),
    switcherCopies: copiesIn(files),
  };
}
