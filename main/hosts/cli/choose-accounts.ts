import type { AccountView, DiscoveryView } from '../../../app/contract/accounts.ts';
import type { InputOf } from '../../../app/contract/contract.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { isUnlooked } from '../../../app/wizard/unlooked.ts';
import type { SelectionWords } from './command-line.ts';
import { nearest } from './nearest.ts';
import { UsageError } from './usage-error.ts';

/** How a list names an account: by its folder, and by its id, which is never ambiguous. */
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
 * The selected accounts, or null when the chosen apps have no data. Several accounts without a choice are a usage
 * error, so that no account is removed by default. `--app` narrows what names may match; a session already is a
 * choice.
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

/** The apps selected as wholes, with the data that belongs to none of their accounts. */
function wholeApps(
  words: SelectionWords,
  accounts: 'all' | readonly string[],
): readonly Product[] | undefined {
  const isWhole = accounts === 'all' || words.allAccounts || words.sinceSession;
  return isWhole && words.apps.length > 0 ? words.apps : undefined;
}

/** The selection in ids, as the contract takes it; null when nothing matches it. */
export function selectionFrom(
  words: SelectionWords,
  discovery: DiscoveryView,
): InputOf<'plans.create'> | null {
  const chosen = chooseAccounts(words, discovery);
  if (chosen === null && !discovery.notes.some(isUnlooked)) return null;
  // if a place could not be checked, the plan reports whether it affects the chosen apps
  const accounts = chosen ?? 'all';
  const products = wholeApps(words, accounts);
  const { level, include, olderThanMs, keep, sinceSession } = words;
  return {
    ...{ level, accounts, include: [...include], olderThanMs, keep: [...keep], sinceSession },
    ...(products === undefined ? {} : { products }),
  };
}
