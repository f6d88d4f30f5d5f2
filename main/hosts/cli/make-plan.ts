import type { AccountView, DiscoveryView } from '../../../app/contract/accounts.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import { SignOffError } from '../../../app/contract/errors.ts';
import type { InputOf } from '../../../app/contract/contract.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import { isUnsearched } from '../../../app/wizard/unsearched.ts';
import { keepFault } from '../../engine/planning/keep-at-root.ts';
import { call, finishJob } from './command.ts';
import type { CommandContext } from './command.ts';
import { nearest, UsageError } from './usage-error.ts';
import type { SelectionOptions } from './command-line.ts';
import { printSearch } from './wording.ts';

export interface Planned {
  readonly discovery: DiscoveryView;
  /** null: nothing matches the selection */
  readonly plan: PlanView | null;
}

/** Throws without a valid session, because then all data would count as new. */
async function assertSession(context: CommandContext): Promise<void> {
  const session = await call(context.client, 'session.get', {});
  if (session === null) throw new SignOffError('session-not-running');
  if (session.state === 'undecided')
    throw new SignOffError('session-undecided', { since: new Date(session.startedAt).toISOString() });
}

/** Checks `--keep` patterns even when there is nothing to clean, so that a script notices a mistake. */
function assertKeep(keep: readonly string[]): void {
  for (const pattern of keep) {
    const problem = keepFault(pattern);
    if (problem !== null) throw new UsageError('keep-unsupported', { pattern, problem });
  }
}

/** The plan that `--plan` names, or a new one from the selection. */
export async function planFor(context: CommandContext): Promise<Planned> {
  const { client, invocation } = context;
  assertKeep(invocation.selection.keep);
  if (invocation.selection.sinceSession) await assertSession(context);
  const discovery = await call(client, 'accounts.discover', {});
  if (invocation.verbose) printSearch(context.notes, context, discovery);
  if (invocation.plan !== null)
    return { discovery, plan: await call(client, 'plans.get', { planId: invocation.plan }) };
  const selection = selectionFrom(invocation.selection, discovery);
  if (selection === null) return { discovery, plan: null };
  const { planId } = await finishJob(context, () => call(client, 'plans.create', selection));
  const plan = await call(client, 'plans.get', { planId });
  const { olderThanMs } = invocation.selection;
  if (olderThanMs !== null && !plan.kept.some(({ reason, files }) => reason === 'too-new' && files > 0)) {
    const { label, ageKeepsNothing } = context.texts.cli;
    context.notes.line(label.warning({ message: ageKeepsNothing }), 'warn');
  }
  const isNothing = discovery.roots.length === 0 && plan.unreadable.length === 0;
  return { discovery, plan: isNothing ? null : plan };
}

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
export function chooseAccounts(options: SelectionOptions, discovery: DiscoveryView): 'all' | string[] | null {
  const chosen = (item: { product: Product }): boolean =>
    options.apps.length === 0 || options.apps.includes(item.product);
  const within = discovery.accounts.filter(chosen);
  if (options.accounts.length > 0)
    return [...new Set(options.accounts.map((word) => matching(word, within).id))];
  if (!discovery.roots.some(chosen)) return null;
  if (!options.allAccounts && !options.sinceSession && within.length > 1)
    throw new UsageError('accounts-not-chosen', { accounts: within.map(named) });
  const everything = discovery.roots.every(chosen);
  if (everything && (options.allAccounts || options.sinceSession)) return 'all';
  return within.length === 0 ? 'all' : within.map((account) => account.id);
}

/** The apps selected as wholes, with the data that belongs to none of their accounts. */
function wholeApps(
  options: SelectionOptions,
  accounts: 'all' | readonly string[],
): readonly Product[] | undefined {
  const isWhole = accounts === 'all' || options.allAccounts || options.sinceSession;
  return isWhole && options.apps.length > 0 ? options.apps : undefined;
}

/** The selection in ids, as the contract takes it; null when nothing matches it. */
function selectionFrom(options: SelectionOptions, discovery: DiscoveryView): InputOf<'plans.create'> | null {
  const chosen = chooseAccounts(options, discovery);
  if (chosen === null && !discovery.notes.some(isUnsearched)) return null;
  // if a place could not be checked, the plan reports whether it affects the chosen apps
  const accounts = chosen ?? 'all';
  const products = wholeApps(options, accounts);
  const { level, include, olderThanMs, keep, sinceSession } = options;
  return {
    ...{ level, accounts, include: [...include], olderThanMs, keep: [...keep], sinceSession },
    ...(products === undefined ? {} : { products }),
  };
}
