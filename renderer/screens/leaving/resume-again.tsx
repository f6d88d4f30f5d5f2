import { useStores } from '../../stores/stores.ts';
import { useErrorText, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../parts/button.tsx';
import { Callout } from '../../parts/callout.tsx';
import { HoldToConfirm } from './hold-to-confirm.tsx';
import { StepFrame } from './step-frame.tsx';
import { useMachine } from './use-leaving.ts';
import styles from './run-step.module.css';

/** Going on was refused before anything was touched: why, and the same confirmation once more. */
export function ResumeAgain() {
  const { wizard, records } = useTexts();
  const { leaving } = useStores();
  const errorText = useErrorText();
  const run = useMachine((state) => state.run);
  const words = records.interrupted;
  return (
    <StepFrame
      title={wizard.resume.failed}
      buttons={
        <>
          <Button onPress={() => leaving.close()}>{wizard.resume.leave}</Button>
          <HoldToConfirm
            words={{ ...words, hold: words.resume, holdHint: words.resumeHold }}
            disabled={false}
            onConfirmed={() => leaving.send({ type: 'confirmed' })}
          />
        </>
      }
    >
      {run.kind === 'failed' ? <Callout tone="medium" icon="info" title={errorText(run.error)} live /> : null}
      <p className={styles['soft']}>{wizard.resume.hint}</p>
    </StepFrame>
  );
}
