import { useEffect, useState } from 'react';
import { signOutGuides } from '../../../app/guides/sign-out.ts';
import type { SignOutGuide } from '../../../app/guides/sign-out.ts';
import type { AccountView } from '../../../app/contract/accounts.ts';
import type { Product, SystemName } from '../../../app/platforms/platform.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useLanguage, useTexts } from '../../language/use-texts.ts';
import { Callout } from '../../components/callout.tsx';
import { StepDrawing } from '../guide/step-drawing.tsx';
import { ForcedEnd } from './quit.tsx';
import { LiveCheck } from './live-check.tsx';
import { StepFrame } from './step-frame.tsx';
import { useAccounts, useMachine } from './use-leaving.ts';
import { Clicks } from './clicks.tsx';
import styles from './sign-out-step.module.css';

/** The guide for an account's product, version line and system, else the product's first guide. */
function guideOf(account: AccountView, system: SystemName): SignOutGuide | null {
  const ofProduct = signOutGuides.filter((guide) => guide.product === account.product);
  const here = ofProduct.filter((guide) => guide.systems.includes(system));
  const exact = (guide: SignOutGuide): boolean => guide.lines.includes(account.line);
  return here.find(exact) ?? here[0] ?? ofProduct.find(exact) ?? ofProduct[0] ?? null;
}

/** The hint beside the buttons: whether the chosen accounts are signed out. */
function Hint({ accounts }: { readonly accounts: readonly AccountView[] }) {
  const { wizard } = useTexts();
  const view = useFrom((stores) => stores.signIn.store, valueOf);
  const products = view?.products.filter((entry) =>
    accounts.some((account) => account.product === entry.product),
  );
  if (products === undefined || products.length === 0) return null;
  if (products.some((entry) => entry.running === 'yes')) return wizard.signOut.stillRunning;
  const left = view?.accounts.some(
    (entry) => entry.credentials.length > 0 && accounts.some((account) => account.id === entry.accountId),
  );
  return left === false && products.every((entry) => entry.running === 'no') ? wizard.signOut.allClear : null;
}

interface Pair {
  readonly guide: SignOutGuide;
  readonly accounts: readonly AccountView[];
}

/** One messenger: the guide, the live check, and above both the warnings before a forced end. */
function GuideAndCheck({ guide, accounts }: Pair) {
  const [forcing, setForcing] = useState(false);
  const { product } = guide;
  return (
    <div className={styles['pair']}>
      {forcing ? <ForcedEnd product={product} onClose={() => setForcing(false)} /> : null}
      <SignOutGuideCard guide={guide} />
      <LiveCheck product={product} accounts={accounts} onForce={() => setForcing(true)} />
    </div>
  );
}

/** The owner's running messengers: they need no sign-out, but block cleaning. */
function OwnersPrograms({ covered }: { readonly covered: ReadonlySet<Product> }) {
  const { wizard } = useTexts();
  const view = useFrom((stores) => stores.signIn.store, valueOf);
  const [listed, setListed] = useState<readonly Product[]>([]);
  const running = (view?.products ?? [])
    .filter((entry) => entry.running === 'yes' && !covered.has(entry.product))
    .map((entry) => entry.product);
  const fresh = running.filter((product) => !listed.includes(product));
  // keeps a messenger in the list after it quit, so that its check mark is seen
  if (fresh.length > 0) setListed([...listed, ...fresh]);
  if (listed.length === 0)
    return covered.size > 0 || view === null ? null : <p>{wizard.session.nothingRuns}</p>;
  return listed.map((product) => <OwnersProgram key={product} product={product} />);
}

function OwnersProgram({ product }: { readonly product: Product }) {
  const [forcing, setForcing] = useState(false);
  return (
    <div className={styles['pair']}>
      {forcing ? <ForcedEnd product={product} onClose={() => setForcing(false)} /> : null}
      <LiveCheck product={product} accounts={[]} onForce={() => setForcing(true)} />
    </div>
  );
}

/** The sign-out step: how to sign out, beside the live state. */
export function SignOutStep() {
  const { wizard } = useTexts();
  const { signIn } = useStores();
  const errorText = useErrorText();
  const chosen = useMachine((state) => state.accounts);
  const refusal = useMachine((state) => state.refusal);
  const sinceSession = useMachine((state) => state.sinceSession);
  const system = useFrom(
    (stores) => stores.host.store,
    (state) => state.host?.system ?? 'linux',
  );
  const accounts = useAccounts().filter((account) => chosen.includes(account.id));
  useEffect(() => signIn.watch(), [signIn]);
  const guides = new Map<string, { guide: SignOutGuide; accounts: AccountView[] }>();
  for (const account of accounts) {
    const guide = guideOf(account, system);
    if (guide === null) continue;
    const entry = guides.get(guide.id) ?? { guide, accounts: [] };
    entry.accounts.push(account);
    guides.set(guide.id, entry);
  }
  const words =
    accounts.length === 0 && sinceSession
      ? { title: wizard.session.signOutTitle, lead: wizard.session.signOutLead }
      : wizard.signOut;
  return (
    <StepFrame title={words.title} lead={words.lead} hint={<Hint accounts={accounts} />}>
      {refusal === null ? null : (
        <Callout tone="medium" icon="medium" title={wizard.signOut.refused} live>
          <p>{errorText(refusal)}</p>
        </Callout>
      )}
      {[...guides.values()].map((entry) => (
        <GuideAndCheck key={entry.guide.id} {...entry} />
      ))}
      {sinceSession ? <OwnersPrograms covered={new Set(accounts.map((account) => account.product))} /> : null}
    </StepFrame>
  );
}

/** The guide of one version line, step by step with drawings. */
function SignOutGuideCard({ guide }: { readonly guide: SignOutGuide }) {
  const language = useLanguage();
  return (
    <section className={styles['guide']} aria-label={guide.name[language]}>
      <h2 className={styles['heading']}>{guide.name[language]}</h2>
      <ol className={styles['steps']}>
        {guide.steps.map((step, index) => (
          <li className={styles['step']} key={step.id}>
            <div className={styles['picture']}>
              <StepDrawing id={step.drawing} />
            </div>
            <div className={styles['words']}>
              <h3 className={styles['stepTitle']}>{`${String(index + 1)}. ${step.title[language]}`}</h3>
              <Clicks clicks={step.clicks} />
              <p className={styles['soft']}>{step.seen[language]}</p>
              {step.caution === null ? null : <p className={styles['soft']}>{step.caution[language]}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
