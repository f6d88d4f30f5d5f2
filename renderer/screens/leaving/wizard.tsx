import type { ComponentType } from 'react';
import type { LeavingStep } from '../../../app/wizard/leaving-state.ts';
import { useTexts } from '../../language/use-texts.ts';
import { AccountsStep } from './accounts-step.tsx';
import { LevelStep } from './level-step.tsx';
import { PreviewStep } from './preview-step.tsx';
import { Rail } from './rail.tsx';
import { ResultStep } from './result-step.tsx';
import { RunStep } from './run-step.tsx';
import { SignOutStep } from './sign-out-step.tsx';
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

/** 「离开这台电脑」: one question at a time, the way through it on the left. */
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
