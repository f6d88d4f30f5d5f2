import { useEffect, useRef, useState } from 'react';
import type { WatchTrouble, WatchView } from '../../../app/contract/watch.ts';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Progress } from '../../components/progress.tsx';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { PathText } from '../../components/path-text.tsx';
import { Page } from '../../layout/page.tsx';
import { ChangesView } from './changes-view.tsx';
import { EventsView, ReceivedView } from './events-view.tsx';
import { usePlaces } from './use-places.ts';
import styles from './timeline.module.css';

/** 「动态」: live changes. */
export function TimelineScreen() {
  const { timeline, frame } = useTexts();
  const { watch } = useStores();
  const errorText = useErrorText();
  const view = useFrom(
    (stores) => stores.watch.store,
    (state) => state.view,
  );
  const error = useFrom(
    (stores) => stores.watch.store,
    (state) => state.error,
  );
  useEffect(() => void watch.load(), [watch]);
  const isOff = view === null || view.state === 'off';
  return (
    <Page>
      <header>
        <h1 className={styles['title']}>{timeline.title}</h1>
        <p className={styles['lead']}>{timeline.lead}</p>
      </header>
      {error === null ? null : (
        <Callout
          tone="medium"
          icon="info"
          title={errorText(error)}
          action={<Button onPress={() => void watch.load()}>{frame.retry}</Button>}
          live
        />
      )}
      {view === null ? (
        error === null ? (
          <Progress label={timeline.loading} share={null} detail="" />
        ) : null
      ) : (
        <WatchState view={view} />
      )}
      {isOff ? null : (
        <>
          <Troubles troubles={view.troubles} />
          <ChangesView changes={view.changes} />
          <ReceivedView received={view.received} />
          <EventsView events={view.events} />
          <Announcer newest={view.events[0]?.seq ?? 0} />
        </>
      )}
    </Page>
  );
}

function Mark({ state }: { readonly state: WatchView['state'] }) {
  if (state === 'starting') return <Spinner />;
  if (state === 'off') return <Icon name="dash" size={16} />;
  return <Icon name={state === 'live' ? 'check' : 'info'} size={16} />;
}

/** The state of the watch, its start, and a switch. */
function WatchState({ view }: { readonly view: WatchView }) {
  const { timeline } = useTexts();
  const format = useFormat();
  const { settings } = useStores();
  const { state, since } = view;
  return (
    <div className={styles['state']}>
      <div>
        <p className={classes(styles['stateLine'], styles[state])} role="status">
          <Mark state={state} />
          <span className={styles['stateWord']}>{timeline.states[state]}</span>
          {since === null || state === 'off' ? null : (
            <span className={styles['soft']}>{timeline.since({ time: format.time(since) })}</span>
          )}
        </p>
        {state === 'off' ? <p className={styles['soft']}>{timeline.offHint}</p> : null}
        {state === 'off' ? null : <p className={styles['soft']}>{timeline.latency}</p>}
        {state !== 'off' && !view.surveyed ? <p className={styles['soft']}>{timeline.surveying}</p> : null}
      </div>
      {state === 'off' ? (
        <Button kind="primary" onPress={() => void settings.change({ watching: true })}>
          {timeline.start}
        </Button>
      ) : null}
    </div>
  );
}

const late: ReadonlySet<WatchTrouble> = new Set(['watch-limit', 'network', 'unavailable']);

/** Folders without live updates, with the reason and its effect. */
function Troubles({ troubles }: { readonly troubles: WatchView['troubles'] }) {
  const { timeline } = useTexts();
  const { rootPath } = usePlaces();
  if (troubles.length === 0) return null;
  return (
    <Callout tone="plain" icon="info" title={timeline.trouble.title}>
      {troubles.some(({ trouble }) => late.has(trouble)) ? <p>{timeline.trouble.meaning}</p> : null}
      <ul className={styles['troubles']}>
        {troubles.map(({ rootId, trouble }) => {
          const path = rootPath(rootId);
          return (
            <li key={rootId}>
              {path === null ? null : <PathText path={path} />}
              <p>{timeline.trouble.words[trouble]}</p>
            </li>
          );
        })}
      </ul>
    </Callout>
  );
}

const speakEveryMs = 15_000;

/** Announces the number of new events to screen readers at intervals. */
function Announcer({ newest }: { readonly newest: number }) {
  const { timeline } = useTexts();
  const format = useFormat();
  const latest = useRef(newest);
  const [announced, setAnnounced] = useState({ until: newest, count: 0 });
  useEffect(() => {
    latest.current = newest;
  }, [newest]);
  useEffect(() => {
    const timer = setInterval(
      () =>
        setAnnounced(({ until }) => ({ until: latest.current, count: Math.max(0, latest.current - until) })),
      speakEveryMs,
    );
    return () => clearInterval(timer);
  }, []);
  return (
    <p className={styles['hidden']} role="status">
      {announced.count === 0 ? '' : timeline.spoken({ count: format.count(announced.count) })}
    </p>
  );
}
