import { useEffect } from 'react';
import { useFrom, useStores } from '../../stores/stores.ts';
import { useErrorText, useTexts } from '../../language/use-texts.ts';
import { Page } from '../../layout/page.tsx';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Progress } from '../../components/progress.tsx';
import { ChangesView } from './changes-view.tsx';
import { EventsView } from './events-view.tsx';
import { ReceivedView } from './received-view.tsx';
import { Spoken } from './spoken.tsx';
import { Troubles } from './troubles.tsx';
import { WatchState } from './watch-state.tsx';
import styles from './timeline.module.css';

/** 「动态」: what came in while somebody sat here, live and calm. */
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
          <Spoken newest={view.events[0]?.seq ?? 0} />
        </>
      )}
    </Page>
  );
}
