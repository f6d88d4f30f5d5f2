import type { ComponentType } from 'react';
import { Button as RailButton } from 'react-aria-components/Button';
import { canGoTo, isCommitted, stepsOf } from '../../../app/wizard/leaving-state.ts';
import type { LeavingStep } from '../../../app/wizard/leaving-state.ts';
import { useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { classes } from '../../components/class-names.ts';
import { AccountsStep } from './accounts-step.tsx';
import { LevelStep } from './level-step.tsx';
import { PreviewStep } from './preview-step.tsx';
import { ResultStep } from './result-step.tsx';
import { RunStep } from './run-step.tsx';
import { SignOutStep } from './sign-out/sign-out-step.tsx';
import { useMachine } from './use-leaving.ts';
import styles from './wizard.module.css';

const bodies: Readonly<Record<LeavingStep, ComponentType>> = {
  accounts: AccountsStep,
  'sign-out': SignOutStep,
  level: LevelStep,
  preview: PreviewStep,
  run: RunStep,
  result: ResultStep,
};

/** 「离开这台电脑」: the wizard with its rail. */
export function Wizard() {
  const { wizard } = useTexts();
  const step = useMachine((state) => state.step);
  const resumes = useMachine((state) => state.purpose === 'resume');
  const Body = bodies[step];
  return (
    <section className={styles['wizard']} aria-label={resumes ? wizard.resume.name : wizard.name}>
      <Rail />
      <Body key={step} />
    </section>
  );
}

function Step({ step, index }: { readonly step: LeavingStep; readonly index: number }) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const machine = useMachine((state) => state);
  const current = machine.step === step;
  const done = machine.visited.includes(step) && stepsOf(machine).indexOf(machine.step) > index;
  const reachable = !current && canGoTo(machine, step);
  return (
    <li className={styles['railItem']}>
      <RailButton
        className={classes(styles['railStep'], current && styles['current'])}
        isDisabled={!reachable && !current}
        onPress={() => leaving.send({ type: 'go', step })}
        {...(current ? { 'aria-current': 'step' as const } : {})}
      >
        <span className={classes(styles['dot'], done && styles['dotDone'])} aria-hidden="true">
          {done ? <Icon name="check" size={14} /> : index + 1}
        </span>
        <span>{wizard.steps[step]}</span>
        {done ? <span className={styles['hidden']}>{wizard.stepDone}</span> : null}
      </RailButton>
    </li>
  );
}

/** The step rail. Visited steps lead back until a run starts. */
function Rail() {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const machine = useMachine((state) => state);
  const name = machine.purpose === 'resume' ? wizard.resume.name : wizard.name;
  return (
    <nav className={styles['rail']} aria-label={wizard.rail}>
      <h2 className={styles['railTitle']}>{name}</h2>
      <ol className={styles['railSteps']}>
        {stepsOf(machine).map((step, index) => (
          <Step key={step} step={step} index={index} />
        ))}
      </ol>
      {isCommitted(machine) ? null : (
        <div className={styles['railClose']}>
          <Button kind="plain" onPress={() => leaving.close()}>
            <Icon name="cross" size={16} />
            {wizard.close}
          </Button>
        </div>
      )}
    </nav>
  );
}
