import type { InterruptedRun } from '../../../app/contract/runs.ts';
import { isRestorable } from '../../../app/wizard/removal-mode.ts';
import { useStores } from '../../stores/stores.ts';
import { useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { HoldToConfirm, resumeWords } from '../../components/hold-to-confirm.tsx';
import styles from './interrupted.module.css';

type Words = ReturnType<typeof useTexts>['records']['interrupted'];

/** What happens to the remaining files, in the words of the run's mode. */
function resumeLines(words: Words, { mode, level, resumable }: InterruptedRun): readonly string[] {
  if (!resumable) return [words.notResumable];
  const losesSignIn = isRestorable(mode) && level !== 'basic';
  return [words.resumeHint[mode], ...(losesSignIn ? [words.credentials] : []), words.compared];
}

/** A run that was cut off or stopped, with the choice to resume or close it. */
export function Interrupted({ run }: { readonly run: InterruptedRun }) {
  const { records, common } = useTexts();
  const format = useFormat();
  const { client, host, leaving, records: receipts, route, quarantine } = useStores();
  const words = records.interrupted;
  const told = run.stopped ? words.stopped : words;
  const close = async (): Promise<void> => {
    const reply = await client.call('runs.close', { runId: run.runId });
    await Promise.all([host.loadStatus(), receipts.load(), quarantine.load()]);
    if (reply.ok) route.go('records', run.runId);
  };
  const resume = (): void => {
    leaving.resume(run);
    route.go('leave');
  };
  return (
    <Callout tone="medium" icon="info" title={told.title}>
      <p>
        {told.body({
          time: format.time(run.startedAt),
          level: common.levels[run.level],
          removed: format.count(run.removed),
          planned: format.count(run.planned),
        })}
      </p>
      <div className={styles['way']}>
        <div className={styles['words']}>
          {resumeLines(words, run).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
        {run.resumable ? (
          <div className={styles['hold']}>
            <HoldToConfirm
              words={resumeWords(words, run.mode)}
              calm={isRestorable(run.mode)}
              disabled={false}
              onConfirmed={resume}
            />
          </div>
        ) : null}
      </div>
      <div className={styles['way']}>
        <p className={styles['words']}>{told.closeHint}</p>
        <Button onPress={() => void close()}>{words.close}</Button>
      </div>
    </Callout>
  );
}
