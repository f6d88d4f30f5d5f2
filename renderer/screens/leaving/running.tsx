import { useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { JobView } from '../../components/job-view.tsx';
import { StepFrame } from './step-frame.tsx';
import { useMachine } from './use-leaving.ts';
import styles from './run-step.module.css';

/** The removal and its check, as far as they are; one click stops it between two files. */
export function Running() {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const run = useMachine((state) => state.run);
  const cancelling = run.kind === 'running' && run.cancelling;
  const jobId = run.kind === 'running' || run.kind === 'verifying' ? run.jobId : null;
  const verifying = run.kind === 'verifying';
  return (
    <StepFrame
      title={
        verifying ? wizard.run.verifying : run.kind === 'running' ? wizard.run.running : wizard.run.starting
      }
      {...(verifying ? { lead: wizard.run.verifyingHint } : {})}
      buttons={
        <div className={styles['ways']}>
          {run.kind === 'running' ? (
            <Button isDisabled={cancelling} onPress={() => leaving.cancel()}>
              {wizard.run.cancel}
            </Button>
          ) : null}
        </div>
      }
    >
      <JobView key={run.kind} jobId={jobId} label={verifying ? wizard.run.verifying : wizard.run.running} />
      {cancelling ? <p className={styles['soft']}>{wizard.run.cancelling}</p> : null}
    </StepFrame>
  );
}
