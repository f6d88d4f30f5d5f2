import { useEffect, useState } from 'react';
import type { AccountView } from '../../../../app/contract/accounts.ts';
import type { SignInView } from '../../../../app/contract/sign-in.ts';
import { signOutGuides } from '../../../../app/guides/sign-out.ts';
import type { SignOutGuide } from '../../../../app/guides/sign-out.ts';
import type { Product, SystemName } from '../../../../app/platforms/platform.ts';
import { valueOf } from '../../../stores/loadable.ts';
import { useFrom, useStores } from '../../../stores/stores.ts';
import { useAccounts, useMachine } from '../use-leaving.ts';

/** One screen of the step. */
export interface Messenger {
  readonly product: Product;
  /** the chosen accounts; of the owner's messenger none */
  readonly accounts: readonly AccountView[];
  /** a guide for each version line of the accounts, the newest first */
  readonly guides: readonly SignOutGuide[];
  /** the owner's: it need not be signed out, but it must not run while files are removed */
  readonly isOwners: boolean;
}

type Running = SignInView['products'][number]['running'];

/** The guide for a product in one version line on this system, else the product's first guide. */
function guideOf(product: Product, line: string | null, system: SystemName): SignOutGuide | null {
  const ofProduct = signOutGuides.filter((guide) => guide.product === product);
  const here = ofProduct.filter((guide) => guide.systems.includes(system));
  const exact = (guide: SignOutGuide): boolean => line !== null && guide.lines.includes(line);
  return here.find(exact) ?? here[0] ?? ofProduct.find(exact) ?? ofProduct[0] ?? null;
}

function guidesOf(product: Product, lines: readonly (string | null)[], system: SystemName): SignOutGuide[] {
  const wanted = new Set(lines.map((line) => guideOf(product, line, system)));
  return signOutGuides.filter((guide) => wanted.has(guide));
}

export function useSystem(): SystemName {
  return useFrom(
    (stores) => stores.host.store,
    (state) => state.host?.system ?? 'linux',
  );
}

/** What the last check saw of a messenger; null before the first one. */
export function useProcesses(product: Product): SignInView['products'][number] | null {
  return useFrom(
    (stores) => stores.signIn.store,
    (state) => valueOf(state)?.products.find((entry) => entry.product === product) ?? null,
  );
}

/** Whether a messenger runs; null before the first check. */
export function useRunning(product: Product): Running | null {
  return useProcesses(product)?.running ?? null;
}

/** In guest mode the owner's messengers that run. One that quit stays in the list, so that its tick is seen. */
function useOwners(view: SignInView | null, chosen: readonly Product[]): readonly Product[] {
  const sinceSession = useMachine((state) => state.sinceSession);
  const shown = useMachine((state) => state.signOut.product);
  const [listed, setListed] = useState<readonly Product[]>(shown === null ? [] : [shown]);
  const running = sinceSession ? (view?.products ?? []).filter((entry) => entry.running === 'yes') : [];
  const fresh = running.map(({ product }) => product).filter((product) => !listed.includes(product));
  if (fresh.length > 0) setListed([...listed, ...fresh]);
  return sinceSession ? listed.filter((product) => !chosen.includes(product)) : [];
}

/** The messengers of the chosen accounts, then the owner's; null until it is known which there are. */
export function useMessengers(): readonly Messenger[] | null {
  const chosen = useMachine((state) => state.accounts);
  const sinceSession = useMachine((state) => state.sinceSession);
  const system = useSystem();
  const found = useFrom(
    (stores) => stores.accounts.store,
    (state) => state.kind !== 'loading',
  );
  const checked = useFrom(
    (stores) => stores.signIn.store,
    (state) => state.kind !== 'loading',
  );
  const view = useFrom((stores) => stores.signIn.store, valueOf);
  const accounts = useAccounts().filter((account) => chosen.includes(account.id));
  const products = [...new Set(accounts.map((account) => account.product))];
  const owners = useOwners(view, products);
  if (!found || (sinceSession && !checked)) return null;
  const own = products.map((product): Messenger => {
    const mine = accounts.filter((account) => account.product === product);
    const lines = mine.map(({ line }) => line);
    return { product, accounts: mine, guides: guidesOf(product, lines, system), isOwners: false };
  });
  const others = owners.map((product): Messenger => ({
    product,
    accounts: [],
    guides: guidesOf(product, [null], system),
    isOwners: true,
  }));
  return [...own, ...others];
}

/** Whether the step was entered because a messenger runs, and leads straight back to the question before. */
export function useIsDetour(): boolean {
  return useMachine((state) => state.resume !== null);
}

/** On a detour the first screen is the messenger that runs, or of which that could not be told. */
export function useRunningFirst(messengers: readonly Messenger[] | null): void {
  const { leaving } = useStores();
  const isOpen = useMachine((state) => state.signOut.product === null);
  const isDetour = useIsDetour();
  const view = useFrom((stores) => stores.signIn.store, valueOf);
  const first = messengers?.find((messenger) => mayRun(view, messenger.product))?.product;
  useEffect(() => {
    if (isOpen && isDetour && first !== undefined)
      leaving.send({ type: 'sign-out-at', product: first, guide: null, instruction: 0 });
  }, [isOpen, isDetour, first, leaving]);
}

/** Whether it may run; both `yes` and `could-not-tell` keep a clean from starting. */
export function mayRun(view: SignInView | null, product: Product): boolean {
  return view?.products.some((entry) => entry.product === product && entry.running !== 'no') === true;
}

/** Whether nothing is left to do: it does not run, and no sign-in files were found. */
export function useIsOver({ product, accounts, isOwners }: Messenger): boolean {
  const running = useRunning(product);
  const left = useSignInLeft(accounts);
  return running === 'no' && (isOwners || left === 'no');
}

/** Whether the last check saw sign-in files of these accounts; null before the first one. */
function useSignInLeft(accounts: readonly AccountView[]): Running | null {
  const view = useFrom((stores) => stores.signIn.store, valueOf);
  if (view === null) return null;
  const states = accounts.map(({ id }) => view.accounts.find((entry) => entry.accountId === id));
  if (states.some((state) => (state?.credentials.length ?? 0) > 0)) return 'yes';
  const isUnsure = states.some(
    (state) =>
      state === undefined || state.autoLogin === 'could-not-tell' || state.remembered === 'could-not-tell',
  );
  return isUnsure ? 'could-not-tell' : 'no';
}
