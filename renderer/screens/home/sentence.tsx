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
import styles from './home.module.css';

function accountWords(discovery: DiscoveryView, { home, common }: Dictionary, format: Format): string {
  const counts = new Map<Product, number>();
  for (const account of discovery.accounts)
    counts.set(account.product, (counts.get(account.product) ?? 0) + 1);
  const words = [...counts].map(([product, count]) =>
    home.accountCount({ count: format.count(count), product: common.products[product] }),
  );
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
export function Sentence({ discovery }: { readonly discovery: DiscoveryView }) {
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
  const accounts = accountWords(discovery, texts, format);
  const measured = total?.incomplete === true ? home.measuredAtLeast : home.measured;
  const begin =
    total === null ? home.measuring({ accounts }) : measured({ accounts, size: format.bytes(total.bytes) });
  const tail = autoLogin > 0 ? home.autoLoginTail({ count: format.count(autoLogin) }) : '';
  return (
    <div>
      <h1 className={styles['sentence']}>
        {phrases(`${begin}${tail}${home.end}`).map((phrase) => (
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
