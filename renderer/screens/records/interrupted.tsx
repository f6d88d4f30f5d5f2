import type { InterruptedRun } from '../../../app/contract/views.ts';
import { useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../parts/button.tsx';
import { Callout } from '../../parts/callout.tsx';
import { HoldToConfirm } from '../leaving/hold-to-confirm.tsx';
import styles from './interrupted.module.css';

/** A run that was cut off, and the two ways on from it; each says what it means before it is chosen. */
export function Interrupted({ run }: { readonly run: InterruptedRun }) {
  const { records } = useTexts();
  const format = useFormat();
  const { client, host, leaving, records: receipts, route, quarantine } = useStores();
  const words = records.interrupted;
  const close = async (): Promise<void> => {
    const reply = await client.call('runs.close', { runId: run.runId });
    await Promise.all([host.loadStatus(), receipts.load(), quarantine.load()]);
    if (reply.ok) route.go('records', run.runId);
  };
  const resume = (): void => {
    leaving.resume(run.runId);
    route.go('leave');
  };
  return (
    <Callout tone="medium" icon="info" title={words.title}>
      <p>
        {words.body({
          time: format.time(run.startedAt),
          removed: format.count(run.removed),
          planned: format.count(run.planned),
        })}
      </p>
      <div className={styles['way']}>
        <p className={styles['words']}>{run.resumable ? words.resumeHint : words.notResumable}</p>
        {run.resumable ? (
          <div className={styles['hold']}>
            <HoldToConfirm
              words={{ ...words, hold: words.resume, holdHint: words.resumeHold }}
              disabled={false}
              onConfirmed={resume}
            />
          </div>
        ) : null}
      </div>
      <div className={styles['way']}>
        <p className={styles['words']}>{words.closeHint}</p>
        <Button onPress={() => void close()}>{words.close}</Button>
      </div>
    </Callout>
  );
}
