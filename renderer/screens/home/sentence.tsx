import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import type { SignInView } from '../../../app/contract/sign-in.ts';
import type { Product } from '../../../app/platforms/platform.ts';
import type { Dictionary } from '../../../app/locale/dictionaries.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import type { Format } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { useSession } from './session-card.tsx';
import styles from './home.module.css';

function productWords(discovery: DiscoveryView, { home, common }: Dictionary, format: Format): string {
  const holders = discovery.accounts.length > 0 ? discovery.accounts : discovery.roots;
  const products = new Set<Product>(holders.map(({ product }) => product));
  const words = [...products].map((product) => common.products[product]);
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${format.list(words)}${home.and}${last}`;
}

/** A file that several accounts share signs in one of them, so it counts once. */
function signedInBySelf(view: SignInView | null): number {
  const shares = (view?.accounts ?? []).map((account) =>
    account.autoLogin === 'yes' ? 1 / account.autoLoginAmong : 0,
  );
  return Math.round(shares.reduce((sum, share) => sum + share, 0));
}

/** Splits after commas, so that a line breaks there first. */
function phrases(sentence: string): readonly string[] {
  return sentence.split(/(?<=，|, )/);
}

/** The state in one sentence; without a size while measuring. */
function useComputerState(discovery: DiscoveryView): string {
  const texts = useTexts();
  const format = useFormat();
  const total = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary?.total ?? null,
  );
  const autoLogin = useFrom(
    (stores) => stores.signIn.store,
    (state) => signedInBySelf(valueOf(state)),
  );
  const { home } = texts;
  const products = productWords(discovery, texts, format);
  const measured = total?.incomplete === true ? home.measuredAtLeast : home.measured;
  const begin =
    total === null
      ? home.measuring({ products, count: format.count(discovery.accounts.length) })
      : measured({ products, size: format.bytes(total.bytes) });
  return `${begin}${autoLogin > 0 ? home.autoLoginTail({ count: format.count(autoLogin) }) : ''}`;
}

/** What came since the session began; null without a session. */
function useGuestState(): string | null {
  const { home } = useTexts();
  const format = useFormat();
  const session = useSession();
  const summary = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary,
  );
  if (session === null || session.state === 'undecided') return null;
  if (session.arrived.length === 0) return home.guest.none;
  const count = format.count(session.arrived.length);
  const usages = session.arrived.map((id) => summary?.accounts.get(id));
  if (usages.includes(undefined)) return home.guest.came({ count });
  const bytes = usages.reduce((sum, usage) => sum + (usage?.bytes ?? 0), 0);
  return home.guest.cameSize({ count, size: format.bytes(bytes) });
}

/** The state of this computer, or during a session what it received since. */
export function Sentence({ discovery }: { readonly discovery: DiscoveryView }) {
  const state = useComputerState(discovery);
  const guest = useGuestState();
  return (
    <div>
      <h1 className={styles['sentence']}>
        {phrases(guest ?? state).map((phrase) => (
          <span key={phrase} className={styles['phrase']}>
            {phrase}
          </span>
        ))}
      </h1>
      <Looked at={discovery.at} />
    </div>
  );
}

function Looked({ at }: { readonly at: number }) {
  const scanJob = useFrom(
    (stores) => stores.usage.store,
    (state) => state.scanJob,
  );
  const unmeasured = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary === null && state.error === null,
  );
  return (
    <div className={styles['looked']}>
      {scanJob === null && !unmeasured ? <LookedAt at={at} /> : <ScanProgress jobId={scanJob} />}
    </div>
  );
}

function LookedAt({ at }: { readonly at: number }) {
  const { home } = useTexts();
  const { look } = useStores();
  const format = useFormat();
  const errorText = useErrorText();
  const error = useFrom(
    (stores) => stores.usage.store,
    (state) => state.error,
  );
  return (
    <>
      <span>
        {error === null
          ? home.lookedAt({ time: format.time(at) })
          : `${home.scanFailed}${error.code === 'cancelled' ? '' : ` · ${errorText(error)}`}`}
      </span>
      <Button kind="plain" size="small" onPress={() => void look()}>
        {home.lookAgain}
      </Button>
    </>
  );
}

function ScanProgress({ jobId }: { readonly jobId: string | null }) {
  const { home } = useTexts();
  const format = useFormat();
  const done = useFrom(
    (stores) => stores.jobs.store,
    (state) => (jobId === null ? 0 : (state[jobId]?.done ?? 0)),
  );
  return (
    <>
      <Spinner />
      <span>{done === 0 ? home.scanningStart : home.scanning({ files: format.files(done) })}</span>
    </>
  );
}
