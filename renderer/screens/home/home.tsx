import { isUnsearched } from '../../../app/wizard/unsearched.ts';
import type { DiscoveryView } from '../../../app/contract/accounts.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { isCleanable } from '../../stores/accounts-store.ts';
import { sumOf } from '../../stores/quarantine-store.ts';
import { valueOf } from '../../stores/loadable.ts';
import { leavingScope } from '../../stores/session-store.ts';
import type { LeavingScope } from '../../stores/session-store.ts';
import { hashOf } from '../../stores/route-store.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Icon } from '../../components/icon.tsx';
import { PathText } from '../../components/path-text.tsx';
import { Page } from '../../layout/page.tsx';
import { Interrupted } from '../records/interrupted.tsx';
import { AccountList } from './account-list.tsx';
import { Guarded, Notes } from './notes.tsx';
import { Measured } from './measured-folders.tsx';
import { OtherFolders } from './other-folders.tsx';
import { FirstStart } from './first-start.tsx';
import { GrowthNotice } from './growth-notice.tsx';
import { SessionCard, UndecidedSession, useSession, useSince } from './session-card.tsx';
import { Sentence } from './sentence.tsx';
import { mayOpen, useOpening } from './use-opening.ts';
import styles from './home.module.css';

/** The home screen. Complete before any size is known. */
export function Home() {
  const { home, frame } = useTexts();
  const { look } = useStores();
  const errorText = useErrorText();
  const mustAsk = useMustAsk();
  const found = useFrom(
    (stores) => stores.accounts.store,
    (state) => state,
  );
  if (mustAsk) return <FirstStart />;
  if (found.kind === 'loading') {
    return (
      <Page>
        <h1 className={styles['sentence']}>{home.looking}</h1>
      </Page>
    );
  }
  if (found.kind === 'failed') {
    return (
      <Page>
        <Callout
          tone="medium"
          icon="info"
          title={errorText(found.error)}
          action={<Button onPress={() => void look()}>{frame.retry}</Button>}
          live
        />
      </Page>
    );
  }
  const discovery = found.value;
  if (discovery.roots.length === 0) return <NoMessenger discovery={discovery} />;
  return (
    <Page>
      <UndecidedSession />
      <div className={styles['top']}>
        <Sentence discovery={discovery} />
        <InterruptedRuns />
        <Actions discovery={discovery} />
        <QuarantineLine />
      </div>
      <GrowthNotice />
      <SessionCard />
      <Guarded notes={discovery.notes} />
      <Findings />
      <AccountList discovery={discovery} />
      <OtherFolders discovery={discovery} />
      <Notes notes={discovery.notes} />
    </Page>
  );
}

/** Whether the question whose computer this is comes first: not while a session or an interrupted run waits. */
function useMustAsk(): boolean {
  const isOpen = useFrom(
    (stores) => stores.settings.store,
    ({ known, isPutOff, settings }) => known && !isPutOff && settings.computer === 'unanswered',
  );
  const isFree = useFrom(
    (stores) => stores.session.store,
    ({ session, taking }) => session.kind !== 'failed' && valueOf(session) === null && taking === null,
  );
  const isInterrupted = useFrom(
    (stores) => stores.host.store,
    (state) => (state.status?.interrupted.length ?? 0) > 0,
  );
  return isOpen && isFree && !isInterrupted;
}

/** The home screen where no messenger's data was found. */
function NoMessenger({ discovery }: { readonly discovery: DiscoveryView }) {
  return (
    <Page>
      <UndecidedSession />
      <Guarded notes={discovery.notes} />
      <NothingFound lookedIn={discovery.lookedIn} certain={!discovery.notes.some(isUnsearched)} />
      <InterruptedRuns />
      <SessionCard />
      <QuarantineLine />
      <Findings />
      <Measured discovery={discovery} />
      <OtherFolders discovery={discovery} />
      <Notes notes={discovery.notes} />
    </Page>
  );
}

/** What the actions below reach during a session, or where its record is unreadable. */
function Scope({ scope }: { readonly scope: LeavingScope }) {
  const { home } = useTexts();
  const { session } = useStores();
  const since = useSince();
  const words = home.session.scope;
  if (scope === 'undecided') return <p className={styles['aside']}>{words.undecided}</p>;
  if (scope !== 'since-session' || since === null) return null;
  return (
    <p className={styles['aside']}>
      <span className={styles['state']}>
        <Icon name="seat" size={16} />
        {words.since(since)}
      </span>
      <Button kind="plain" size="small" onPress={() => session.askWider('leave')}>
        {words.wider}
      </Button>
    </p>
  );
}

/** The one question before a way of leaving reaches the owner's data. */
function WiderQuestion({ scope }: { readonly scope: LeavingScope }) {
  const { home } = useTexts();
  const { session } = useStores();
  const { openWider } = useOpening();
  const purpose = useFrom(
    (stores) => stores.session.store,
    (state) => state.widening,
  );
  // the session may have ended meanwhile
  const isAsked = scope === 'since-session' || scope === 'unclear';
  if (purpose === null || !isAsked) return null;
  const words = scope === 'unclear' ? home.session.unclear : home.session.widen;
  return (
    <Callout tone="medium" icon="question" title={words.title} live>
      <p>{words.body}</p>
      <div className={styles['answers']}>
        <Button onPress={() => openWider(purpose)}>{words.yes}</Button>
        <Button autoFocus onPress={() => session.askWider(null)}>
          {words.no}
        </Button>
      </div>
    </Callout>
  );
}

/** Size in bytes of the caches that the button reaches: one's own where some are marked; null while it is unknown. */
function useCacheSize(): number | null {
  const marks = useFrom(
    (stores) => stores.marks.store,
    (state) => state.marks,
  );
  const summary = useFrom(
    (stores) => stores.usage.store,
    (state) => state.summary,
  );
  if (summary === null) return null;
  const own = marks.filter(({ isMine, accountId }) => isMine && summary.accounts.has(accountId));
  if (own.length === 0) return summary.total.kinds.cache ?? null;
  return own.reduce((sum, { accountId }) => sum + (summary.accounts.get(accountId)?.kinds.cache ?? 0), 0);
}

/** Whether it is certain that no messenger runs and no account has a sign-in file; data may still be there. */
function useNobodySignedIn(): boolean {
  return useFrom(
    (stores) => stores.signIn.store,
    (state) => {
      const view = valueOf(state);
      if (view === null) return false;
      const isOut = view.accounts.every(
        ({ autoLogin, credentials }) => autoLogin === 'no' && credentials.length === 0,
      );
      return isOut && view.products.every(({ running }) => running === 'no');
    },
  );
}

/**
 * The main action and two shortcuts to the preview. During a session they reach only what came since. An interrupted run
 * has the main action itself.
 */
function Actions({ discovery }: { readonly discovery: DiscoveryView }) {
  const { home } = useTexts();
  const format = useFormat();
  const cache = useCacheSize();
  const isInterrupted = useFrom(
    (stores) => stores.host.store,
    (state) => (state.status?.interrupted.length ?? 0) > 0,
  );
  const { open } = useOpening();
  const inSession = useSession()?.state === 'running';
  const scope = useFrom((stores) => stores.session.store, leavingScope);
  const isAnyCleanable = discovery.accounts.some((account) => isCleanable(account, discovery.roots));
  const disabled = !mayOpen(scope, isAnyCleanable);
  const { route } = useStores();
  const looksFirst = useNobodySignedIn() && !isInterrupted && !inSession;
  return (
    <>
      <div className={styles['actions']}>
        {looksFirst ? (
          <Button kind="primary" size="large" onPress={() => route.go('storage')}>
            {home.lookAtStorage}
          </Button>
        ) : null}
        <Button
          kind={isInterrupted || looksFirst ? 'quiet' : 'primary'}
          size="large"
          isDisabled={disabled}
          onPress={() => open('leave')}
        >
          {inSession ? home.session.go : home.leave}
        </Button>
        <Button size="large" isDisabled={disabled} onPress={() => open('deep')}>
          {home.deep}
        </Button>
        <Button size="large" isDisabled={disabled} onPress={() => open('cache')}>
          {cache === null || inSession ? home.cacheUnknown : home.cache({ size: format.bytes(cache) })}
        </Button>
      </div>
      <Scope scope={scope} />
      <WiderQuestion scope={scope} />
    </>
  );
}

/** One line about what is in the quarantine. */
function QuarantineLine() {
  const { home } = useTexts();
  const format = useFormat();
  const batches = useFrom(
    (stores) => stores.quarantine.store,
    (state) => valueOf(state.list),
  );
  if (batches === null || batches.length === 0) return null;
  return (
    <p className={styles['aside']}>
      <span className={styles['state']}>
        <Icon name="restore" size={16} />
        {home.quarantine.line({
          batches: format.count(batches.length),
          size: format.amount(sumOf(batches)),
        })}
      </span>
      <a href={hashOf({ place: 'restore', detail: '' })}>{home.quarantine.go}</a>
    </p>
  );
}

function InterruptedRuns() {
  const interrupted = useFrom(
    (stores) => stores.host.store,
    (state) => state.status?.interrupted,
  );
  return (interrupted ?? []).map((run) => <Interrupted key={run.runId} run={run} />);
}

function SwitcherCopies() {
  const { home } = useTexts();
  const format = useFormat();
  const files = useFrom(
    (stores) => stores.signIn.store,
    (state) => (valueOf(state)?.switcherCopies ?? []).reduce((sum, copy) => sum + copy.files, 0),
  );
  if (files === 0) return null;
  return (
    <Callout tone="high" icon="key" title={home.switcher.title}>
      <p>{home.switcher.body({ count: format.count(files) })}</p>
      <p>{home.switcher.way}</p>
    </Callout>
  );
}

/** Notices above the accounts: copies of a sign-in, own files that were not read. */
export function Findings() {
  const { home } = useTexts();
  const errorText = useErrorText();
  const status = useFrom(
    (stores) => stores.host.store,
    (state) => state.status,
  );
  return (
    <div className={styles['findings']}>
      <SwitcherCopies />
      {status === null || status.setAside.length === 0 ? null : (
        <Callout tone="plain" icon="info" title={home.setAside.title}>
          <p>{home.setAside.body}</p>
          {status.setAside.map((path) => (
            <PathText key={path} path={path} />
          ))}
        </Callout>
      )}
      {status === null || status.otherFormats.length === 0 ? null : (
        <Callout tone="plain" icon="info" title={home.otherFormats}>
          {status.otherFormats.map(({ path, format }) => (
            <p key={path}>{errorText({ code: 'other-format', params: { path, format } })}</p>
          ))}
        </Callout>
      )}
    </div>
  );
}

/** Shown when nothing was found, with the places that were searched. */
export function NothingFound({
  lookedIn,
  certain,
}: {
  readonly lookedIn: readonly string[];
  /** true if every place could be searched */
  readonly certain: boolean;
}) {
  const { home } = useTexts();
  const { look } = useStores();
  return (
    <>
      <div>
        <h1 className={styles['sentence']}>{home.nothing.title}</h1>
        <p className={styles['lead']}>{certain ? home.nothing.body : home.nothing.partly}</p>
      </div>
      <div className={styles['actions']}>
        <Button onPress={() => void look()}>{home.lookAgain}</Button>
      </div>
      <section aria-labelledby="places-heading">
        <h2 className={styles['heading']} id="places-heading">
          {home.nothing.places}
        </h2>
        <ul className={styles['places']}>
          {lookedIn.map((place) => (
            <li key={place}>
              <PathText path={place} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
