import type { RemovalMode } from '../../../app/cleanup/outcomes.ts';
import type { PlanView } from '../../../app/contract/plans.ts';
import { canGoBack } from '../../../app/wizard/leaving-state.ts';
import { isRestorable } from '../../../app/wizard/removal-mode.ts';
import { useStores } from '../../stores/stores.ts';
import { useErrorText, useFormat, useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { JobView } from '../../components/job-view.tsx';
import { HoldToConfirm, resumeWords } from '../../components/hold-to-confirm.tsx';
import { Sheet } from './sheet.tsx';
import { useLeaving, useMachine, useRunning } from './use-leaving.ts';
import { ImpactList } from './impact-list.tsx';
import { DeepAccounts, PlanSummary } from './plan-summary.tsx';
import { PlanProgress } from './plan-progress.tsx';
import { StepFrame } from './step-frame.tsx';
import { ModeChoice } from './removal-mode.tsx';
import styles from './run-step.module.css';

/** The run step: confirmation, then progress. */
export function RunStep() {
  const asking = useMachine((state) => state.run.kind === 'none' || state.run.kind === 'failed');
  const resumes = useMachine((state) => state.interrupted !== null);
  const isSheet = useMachine((state) => state.purpose === 'sheet');
  if (!asking) return <Running />;
  if (resumes) return <ResumeRefused />;
  return isSheet ? <Sheet /> : <Confirm />;
}

/** The final confirmation, with a button to hold. */
export function Confirm() {
  const { wizard, common } = useTexts();
  const { leaving } = useStores();
  const errorText = useErrorText();
  const format = useFormat();
  const plan = useLeaving((state) => state.plan);
  const run = useMachine((state) => state.run);
  const mode = useMachine((state) => state.mode);
  const phase = useMachine((state) => state.plan);
  const running = useRunning(plan);
  if (plan === null) return <Replanning />;
  const level = plan.selection.level;
  // while the plan changes, or when nothing is left of it, nothing can be confirmed
  const isReady = phase.kind === 'ready' && plan.total.files > 0;
  return (
    <StepFrame
      title={wizard.run.title[level]}
      buttons={
        <>
          <Back />
          <HoldToConfirm
            key={mode}
            words={holdWords(wizard.run, mode)}
            calm={isRestorable(mode)}
            disabled={running.length > 0 || !isReady}
            onConfirmed={() => leaving.send({ type: 'confirmed' })}
          />
        </>
      }
    >
      {run.kind === 'failed' ? (
        <Callout tone="medium" icon="info" title={wizard.run.failed} live>
          <p>{errorText(run.error)}</p>
        </Callout>
      ) : null}
      {running.length > 0 ? (
        <Callout
          tone="medium"
          icon="medium"
          title={wizard.run.blocked({
            names: format.list(running.map((product) => common.products[product])),
          })}
          action={
            <Button onPress={() => leaving.send({ type: 'sign-out-first' })}>{wizard.run.toSignOut}</Button>
          }
          live
        />
      ) : null}
      {phase.kind === 'failed' ? <PlanProgress phase={phase} /> : null}
      <Consequence plan={plan} mode={mode} />
      <ImpactList plan={plan} />
      <ModeChoice plan={plan} />
      {level === 'deep' ? <DeepAccounts plan={plan} /> : null}
      <PlanSummary plan={plan} />
      <p className={styles['soft']}>{wizard.run.holdHint}</p>
    </StepFrame>
  );
}

function Back() {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const isDisabled = useMachine((state) => !canGoBack(state));
  return (
    <Button isDisabled={isDisabled} onPress={() => leaving.send({ type: 'back' })}>
      {wizard.back}
    </Button>
  );
}

/** Shown while the plan is made again because its shared files changed sides. */
function Replanning() {
  const { wizard } = useTexts();
  const phase = useMachine((state) => state.plan);
  return (
    <StepFrame title={wizard.preview.making} buttons={<Back />}>
      <PlanProgress phase={phase} />
    </StepFrame>
  );
}

type RunWords = ReturnType<typeof useTexts>['wizard']['run'];

/** Button texts in the words of the chosen mode. */
function holdWords(words: RunWords, mode: RemovalMode) {
  return {
    hold: words.hold[mode],
    holdHint: words.holdHint,
    understand: words.understand[mode],
    start: words.start[mode],
  };
}

function Consequence({ plan, mode }: { readonly plan: PlanView; readonly mode: RemovalMode }) {
  const { wizard, common } = useTexts();
  const format = useFormat();
  const { level, include } = plan.selection;
  // after choices that leave the chats alone
  const isPart =
    useLeaving((state) => state.choices.length > 0) &&
    plan.groups.every(({ category }) => category !== 'database');
  const restorable = level === 'deep' && isRestorable(mode);
  return (
    <div className={styles['sentences']}>
      <p className={styles['sentence']}>
        {wizard.run.sentence[mode]({
          files: format.files(plan.total.files),
          size: format.amount(plan.total),
        })}
      </p>
      <p>
        {isPart ? wizard.run.partly : restorable ? wizard.run.deepRestorable : wizard.run.consequence[level]}
      </p>
      {include.length === 0 ? null : (
        <p>{wizard.run.extras({ extras: format.list(include.map((extra) => common.extras[extra])) })}</p>
      )}
    </div>
  );
}

/** Shown when resuming was refused before anything was removed: the reason, and the confirmation again. */
export function ResumeRefused() {
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

/** Progress of removal and verification. Its stop is in the status strip. */
function Running() {
  const { wizard } = useTexts();
  const run = useMachine((state) => state.run);
  const mode = useMachine((state) => state.mode);
  const jobId = run.kind === 'running' || run.kind === 'verifying' ? run.jobId : null;
  const verifying = run.kind === 'verifying';
  return (
    <StepFrame
      title={
        verifying ? wizard.run.verifying : run.kind === 'running' ? wizard.run.running : wizard.run.starting
      }
      {...(verifying ? { lead: wizard.run.verifyingHint } : {})}
      buttons={<p className={styles['soft']}>{verifying ? '' : wizard.run.stopMeans[mode]}</p>}
    >
      <JobView key={run.kind} jobId={jobId} label={verifying ? wizard.run.verifying : wizard.run.running} />
    </StepFrame>
  );
}
