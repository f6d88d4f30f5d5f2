import type { WatchView } from '../../../app/contract/watch.ts';
import { useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { classes } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { Spinner } from '../../components/spinner.tsx';
import styles from './timeline.module.css';

function Mark({ state }: { readonly state: WatchView['state'] }) {
  if (state === 'starting') return <Spinner />;
  if (state === 'off') return <Icon name="dash" size={16} />;
  return <Icon name={state === 'live' ? 'check' : 'info'} size={16} />;
}

/** Whether anything is told at all, since when, and how to switch it on. */
export function WatchState({ view }: { readonly view: WatchView }) {
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
