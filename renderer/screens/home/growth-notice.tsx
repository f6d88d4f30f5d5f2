import { useFrom, useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { useOpening } from './use-opening.ts';
import styles from './session.module.css';

const hourMs = 3_600_000;

/** Shown once when growth passes the user's limit, with ways to preview or postpone. */
export function GrowthNotice() {
  const { home } = useTexts();
  const format = useFormat();
  const { watch, settings } = useStores();
  const { open } = useOpening();
  const growth = useFrom(
    (stores) => stores.watch.store,
    (state) => state.growth,
  );
  if (growth === null) return null;
  const words = home.growth;
  const snooze = (until: number): void => {
    watch.dismissGrowth();
    void settings.change({ guardSnoozedUntil: until });
  };
  const preview = (): void => {
    watch.dismissGrowth();
    open('cache');
  };
  return (
    <Callout tone="plain" icon="info" title={words.title} live>
      <p>{words.body({ size: format.bytes(growth.bytes), limit: format.bytes(growth.limit) })}</p>
      <div className={styles['ways']}>
        <Button onPress={preview}>{words.preview}</Button>
        <Button kind="plain" onPress={() => snooze(Date.now() + hourMs)}>
          {words.hour}
        </Button>
        <Button kind="plain" onPress={() => snooze(tomorrow(Date.now()))}>
          {words.tomorrow}
        </Button>
        <Button kind="plain" onPress={() => watch.dismissGrowth()}>
          {words.close}
        </Button>
      </div>
    </Callout>
  );
}

/** The next local midnight. */
export function tomorrow(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}
