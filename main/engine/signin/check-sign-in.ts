import type { Tri } from '../../../app/contract/shapes.ts';
import type { SignInView } from '../../../app/contract/sign-in.ts';
import type { Platform } from '../../../app/platforms/platform.ts';
import type { Clock, Processes } from '../../system/ports.ts';
import type { Account, Discovery, Root } from '../discovery/discovery.ts';
import { isCaseless } from '../discovery/shape.ts';
import { credentialFiles } from './credential-files.ts';
import type { RowFiles } from './credential-files.ts';
import { checkRunning } from '../discovery/running.ts';

export interface SignInDeps {
  readonly processes: Processes;
  readonly clock: Clock;
  /** whose processes are looked for; without it those of the platforms that were found */
  readonly platforms?: readonly Platform[];
}

type AccountState = SignInView['accounts'][number];

/** One row as it concerns one account. */
interface Concern {
  readonly credential: AccountState['credentials'][number];
  readonly unreadable: boolean;
}

/** The level that removes what was found for a row: the protected list stands above the row until level deep. */
function removedBy(
  { row, isProtected }: RowFiles,
  platform: Platform,
): AccountState['credentials'][number]['removedBy'] {
  const { level, confidence, overridesProtection } = row;
  if (platform.support === 'detect-only' || level === 'never' || confidence === 'C') return 'never';
  return isProtected && overridesProtection !== true ? 'deep' : level;
}

/** Roots whose rows can concern an account: its own root and the state folders of the same platform. */
function concernsRoot(root: Root, home: Root): boolean {
  return root.id === home.id || (root.kind === 'state' && root.platform.id === home.platform.id);
}

function sameKey(platform: Platform, one: string, other: string): boolean {
  return isCaseless(platform) ? one.toLowerCase() === other.toLowerCase() : one === other;
}

function concern(found: RowFiles, account: Account, platform: Platform): Concern {
  const { row, unreadable } = found;
  const said = {
    location: row.id,
    removedBy: removedBy(found, platform),
    recoverability: row.recoverability,
  };
  if (row.in === 'account') {
    const files = [...found.byKey.values()].reduce((sum, count) => sum + count, 0);
    return { credential: { ...said, files, shared: false }, unreadable };
  }
  const isPerAccount = row.paths.some((path) => path.includes('<account>'));
  const keys = [...found.byKey].filter(([key]) =>
    isPerAccount ? key !== null && sameKey(platform, key, account.key) : key === null,
  );
  const files = keys.reduce((sum, [, count]) => sum + count, 0);
  return { credential: { ...said, files, shared: !isPerAccount }, unreadable };
}

/** Without a row that would say it nobody knows: that is no "no". */
function answer(concerns: readonly Concern[], rows: readonly string[]): Tri {
  if (rows.length === 0) return 'could-not-tell';
  const mine = concerns.filter(({ credential }) => rows.includes(credential.location));
  if (mine.some(({ credential }) => credential.files > 0)) return 'yes';
  return mine.some(({ unreadable }) => unreadable) ? 'could-not-tell' : 'no';
}

/** A sign-in file that belongs to the whole root may be any of its accounts'. */
function amongOf(concerns: readonly Concern[], rows: readonly string[], home: Root): number {
  const proofs = concerns.filter(
    ({ credential }) => rows.includes(credential.location) && credential.files > 0,
  );
  const isShared = proofs.length > 0 && proofs.every(({ credential }) => credential.shared);
  return isShared ? home.accounts.length : 1;
}

/** One line per row, although a row may lie in several state folders. */
function credentialsOf(concerns: readonly Concern[]): AccountState['credentials'] {
  const byRow = new Map<string, AccountState['credentials'][number]>();
  for (const { credential } of concerns) {
    const { location, files } = credential;
    if (files > 0) byRow.set(location, { ...credential, files: files + (byRow.get(location)?.files ?? 0) });
  }
  return [...byRow.values()];
}

function stateOf(
  account: Account,
  home: Root,
  roots: readonly Root[],
  found: readonly RowFiles[],
): AccountState {
  const { platform } = home;
  const { autoLogin, remembered } = account.of?.signIn ?? platform.signIn;
  const rows = new Set([...autoLogin, ...remembered]);
  const near = new Set(roots.filter((root) => concernsRoot(root, home)).map((root) => root.id));
  const concerns = found
    .filter(({ row, rootId, folder }) => {
      const isMine = folder === null || (rootId === home.id && folder === account.folder);
      return near.has(rootId) && isMine && rows.has(row.id) && row.leftBySwitcher !== true;
    })
    .map((one) => concern(one, account, platform));
  return {
    accountId: account.id,
    autoLogin: answer(concerns, autoLogin),
    autoLoginAmong: amongOf(concerns, autoLogin, home),
    remembered: answer(concerns, remembered),
    credentials: credentialsOf(concerns),
  };
}

function copiesIn(found: readonly RowFiles[]): SignInView['switcherCopies'] {
  return found
    .filter(({ row }) => row.leftBySwitcher === true)
    .map(({ row, rootId, byKey }) => {
      const files = [...byKey.values()].reduce((sum, count) => sum + count, 0);
      return { rootId, location: row.id, files };
    })
    .filter(({ files }) => files > 0);
}

/** What is only measured is asked about where it was found; every cleanable messenger always is. */
function worthAsking(asked: readonly Platform[], found: readonly Platform[]): readonly Platform[] {
  const products = new Set(
    [...asked.filter(({ support }) => support === 'clean'), ...found].map(({ product }) => product),
  );
  return asked.filter(({ product }) => products.has(product));
}

/**
 * What is left of each sign-in at this moment: which processes run and which credential files exist. "No" only where
 * everything could be looked at; a file that names no account counts for every account that could use it.
 */
export async function checkSignIn(deps: SignInDeps, discovery: Discovery): Promise<SignInView> {
  const found = [...new Set(discovery.roots.map((root) => root.platform))];
  const platforms = deps.platforms === undefined ? found : worthAsking(deps.platforms, found);
  const products = await checkRunning(deps.processes, platforms);
  const files = await credentialFiles(discovery);
  const accounts = discovery.roots.flatMap((home) =>
    home.accounts.map((account) => stateOf(account, home, discovery.roots, files)),
  );
  return { at: deps.clock.now(), products, accounts, switcherCopies: copiesIn(files) };
}
