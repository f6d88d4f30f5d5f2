import { isRestorable } from '../../../app/wizard/removal-way.ts';
import { useStores } from '../../stores/stores.ts';
import { useErrorText, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { HoldToConfirm } from './hold-to-confirm.tsx';
import { resumeWords } from './resume-words.ts';
import { StepFrame } from './step-frame.tsx';
import { useMachine } from './use-leaving.ts';
import styles from './run-step.module.css';

/** Going on was refused before anything was touched: why, and the same confirmation once more. */
export function ResumeAgain() {
  const { wizard, records } = useTexts();
  const { leaving } = useStores();
  const errorText = useErrorText();
  const run = useMachine((state) => state.run);
  const mode = useMachine((state) => state.mode);
  return (
    <StepFrame
      title={wizard.resume.failed}
      buttons={
        <>
          <Button onPress={() => leaving.close()}>{wizard.resume.leave}</Button>
          <HoldToConfirm
            words={resumeWords(records.interrupted, mode)}
            calm={isRestorable(mode)}
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
