import type { AccountView, DiscoveryView } from '../../../app/contract/accounts.ts';
import type { InputOf } from '../../../app/contract/contract.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { isUnlooked } from '../../../app/wizard/unlooked.ts';
import type { SelectionWords } from './command-line.ts';
import { nearest } from './nearest.ts';
import { UsageError } from './usage-error.ts';

/** How an account is named in a list to choose from: what is seen on the disk, and the id that is never ambiguous. */
function named(account: AccountView): string {
  const name = account.displayName === null ? '' : ` ${account.displayName}`;
  return `${account.product} ${account.line} ${account.folder}${name} (${account.id})`;
}

function matching(word: string, accounts: readonly AccountView[]): AccountView {
  const byId = accounts.find((account) => account.id === word);
  if (byId !== undefined) return byId;
  const byFolder = accounts.filter((account) => account.folder === word);
  const byName = accounts.filter((account) => account.key === word || account.displayName === word);
  const found = byFolder.length > 0 ? byFolder : byName;
  const [first] = found;
  if (first === undefined) {
    const names = accounts.flatMap((account) => [account.folder, account.key, account.displayName ?? '']);
    throw new UsageError('account-unknown', {
      account: word,
      nearest: nearest(word, names) ?? '',
      accounts: accounts.map(named),
    });
  }
  if (found.length > 1)
    throw new UsageError('account-ambiguous', { account: word, accounts: found.map(named) });
  return first;
}

/**
 * The accounts that were meant, or null when there is nothing of the chosen apps. More than one account without a
 * choice is a usage error: nobody's data is taken by default. A choice of apps narrows what the words may name, and
 * a session is a choice already: what was there before it is never in such a plan.
 */
export function chooseAccounts(words: SelectionWords, discovery: DiscoveryView): 'all' | string[] | null {
  const chosen = (item: { product: Product }): boolean =>
    words.apps.length === 0 || words.apps.includes(item.product);
  const within = discovery.accounts.filter(chosen);
  if (words.accounts.length > 0) return [...new Set(words.accounts.map((word) => matching(word, within).id))];
  if (!discovery.roots.some(chosen)) return null;
  if (!words.allAccounts && !words.sinceSession && within.length > 1)
    throw new UsageError('accounts-not-chosen', { accounts: within.map(named) });
  const everything = discovery.roots.every(chosen);
  if (everything && (words.allAccounts || words.sinceSession)) return 'all';
  return within.length === 0 ? 'all' : within.map((account) => account.id);
}

/** The apps that are meant as a whole, with what belongs to none of their accounts. */
function wholeApps(
  words: SelectionWords,
  accounts: 'all' | readonly string[],
): readonly Product[] | undefined {
  const isWhole = accounts === 'all' || words.allAccounts || words.sinceSession;
  return isWhole && words.apps.length > 0 ? words.apps : undefined;
}

/** The selection in ids, as the contract takes it; null when there is nothing that it could mean. */
export function selectionFrom(
  words: SelectionWords,
  discovery: DiscoveryView,
): InputOf<'plans.create'> | null {
  const chosen = chooseAccounts(words, discovery);
  if (chosen === null && !discovery.notes.some(isUnlooked)) return null;
  // where something could not be looked at, the plan says whether it concerns the apps that are meant
  const accounts = chosen ?? 'all';
  const products = wholeApps(words, accounts);
  const { level, include, olderThanMs, keep, sinceSession } = words;
  return {
    ...{ level, accounts, include: [...include], olderThanMs, keep: [...keep], sinceSession },
    ...(products === undefined ? {} : { products }),
  };
}
