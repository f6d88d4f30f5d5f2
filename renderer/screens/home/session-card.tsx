import { useState } from 'react';
import type { SessionView } from '../../../app/contract/session.ts';
import { cameIn } from '../../stores/timeline-lines.ts';
import { valueOf } from '../../stores/loadable.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Icon } from '../../components/icon.tsx';
import { JobView } from '../../components/job-view.tsx';
import { useAccountName } from '../../stores/account-names.ts';
import styles from './session.module.css';

export function useSession(): SessionView | null {
  return useFrom(
    (stores) => stores.session.store,
    (state) => valueOf(state.session),
  );
}

/** When the session began, and how many of the owner's accounts stay, in words. Null without a session. */
export function useSince(): { readonly time: string; readonly owners: string } | null {
  const { home } = useTexts();
  const format = useFormat();
  const view = useSession();
  const known = useFrom(
    (stores) => stores.accounts.store,
    (state) => valueOf(state)?.accounts,
  );
  if (view === null) return null;
  const owners = (known ?? []).filter(({ id }) => view.owners.includes(id)).length;
  return {
    time: format.clock(view.startedAt),
    owners: home.session.ownersStay({ count: format.count(owners) }),
  };
}

/** Asks about an old session first, because it may be another person's. */
export function UndecidedSession() {
  const { home } = useTexts();
  const format = useFormat();
  const { session } = useStores();
  const view = useSession();
  if (view?.state !== 'undecided') return null;
  const words = home.session.undecided;
  return (
    <Callout tone="medium" icon="question" title={words.title} live>
      <p>{words.body({ time: format.time(view.startedAt) })}</p>
      <div className={styles['ways']}>
        <Button onPress={() => void session.confirm()}>{words.mine}</Button>
        <Button onPress={() => void session.end()}>{words.notMine}</Button>
      </div>
    </Callout>
  );
}

function Failed() {
  const { home } = useTexts();
  const errorText = useErrorText();
  const error = useFrom(
    (stores) => stores.session.store,
    (state) => state.error,
  );
  if (error === null) return null;
  return (
    <p className={styles['failed']} role="status">
      {home.session.failed({ why: errorText(error) })}
    </p>
  );
}

/** The offer to start a session. */
function Offer() {
  const { home } = useTexts();
  const { session } = useStores();
  const known = useFrom(
    (stores) => stores.session.store,
    (state) => state.session.kind !== 'loading',
  );
  const words = home.session;
  return (
    <div className={styles['offer']}>
      <div>
        <h2 className={styles['title']} id="session-heading">
          <Icon name="seat" size={16} />
          {words.title}
        </h2>
        <p className={styles['soft']}>{words.offer}</p>
        <Failed />
      </div>
      <Button isDisabled={!known} onPress={() => void session.sitDown()}>
        {words.sitDown}
      </Button>
    </div>
  );
}

function Taking({ jobId }: { readonly jobId: string | null }) {
  const { home } = useTexts();
  const words = home.session;
  return (
    <div className={styles['taking']}>
      <h2 className={styles['title']} id="session-heading">
        <Icon name="seat" size={16} />
        {words.taking}
      </h2>
      <JobView jobId={jobId} label={words.taking} />
    </div>
  );
}

function Names({ ids, none }: { readonly ids: readonly string[]; readonly none: string }) {
  const accounts = useFrom(
    (stores) => stores.accounts.store,
    (state) => valueOf(state)?.accounts,
  );
  const nameOf = useAccountName();
  const known = (accounts ?? []).filter((account) => ids.includes(account.id));
  if (known.length === 0) return <dd>{none}</dd>;
  return (
    <dd className={styles['names']}>
      {known.map((account) => (
        <bdi key={account.id}>{nameOf(account)}</bdi>
      ))}
    </dd>
  );
}

function CameIn() {
  const { home } = useTexts();
  const format = useFormat();
  const view = useFrom(
    (stores) => stores.watch.store,
    (state) => state.view,
  );
  const words = home.session;
  if (view?.since == null || view.state === 'off') return <dd>{words.cameUnknown}</dd>;
  const { files, bytes } = cameIn(view.changes);
  const time = format.clock(view.since);
  return (
    <dd>
      {files === 0 && bytes === 0
        ? words.cameNothing({ time })
        : words.cameSince({ time, files: format.files(files), size: format.bytes(bytes) })}
    </dd>
  );
}

function Running({ view }: { readonly view: SessionView }) {
  const { home } = useTexts();
  const format = useFormat();
  const { session } = useStores();
  const [asking, setAsking] = useState(false);
  const words = home.session;
  const { files, bytes } = view.baseline;
  return (
    <div className={styles['offer']}>
      <div className={styles['body']}>
        <h2 className={styles['title']} id="session-heading">
          <Icon name="seat" size={16} />
          {words.running({ time: format.time(view.startedAt) })}
        </h2>
        <dl className={styles['facts']}>
          <dt>{words.here}</dt>
          <dd>{words.baseline({ files: format.files(files), size: format.bytes(bytes) })}</dd>
          <dt>{words.owners}</dt>
          <Names ids={view.owners} none={words.noOwners} />
          <dt>{words.arrived}</dt>
          <Names ids={view.arrived} none={words.noArrived} />
          <dt>{words.came}</dt>
          <CameIn />
        </dl>
        <Failed />
        {asking ? (
          <div className={styles['asking']} role="group" aria-label={words.endOnly}>
            <p>{words.endAsk}</p>
            <div className={styles['ways']}>
              <Button onPress={() => void session.end()}>{words.end}</Button>
              <Button kind="plain" autoFocus onPress={() => setAsking(false)}>
                {words.keep}
              </Button>
            </div>
          </div>
        ) : null}
      </div>
      <div className={styles['going']}>
        {asking ? null : (
          <Button kind="plain" size="small" onPress={() => setAsking(true)}>
            {words.endOnly}
          </Button>
        )}
      </div>
    </div>
  );
}

/** 「我坐下了 / 我要走了」: the card that starts or ends a session. */
export function SessionCard() {
  const view = useSession();
  const taking = useFrom(
    (stores) => stores.session.store,
    (state) => state.taking,
  );
  return (
    <section className={styles['card']} id="session-card" tabIndex={-1} aria-labelledby="session-heading">
      {taking !== null ? (
        <Taking jobId={taking.jobId} />
      ) : view === null ? (
        <Offer />
      ) : (
        <Running view={view} />
      )}
    </section>
  );
}
