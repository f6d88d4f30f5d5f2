import { Button } from 'react-aria-components/Button';
import { canGoTo, isCommitted, stepsOf } from '../../../app/wizard/leaving-state.ts';
import type { LeavingStep } from '../../../app/wizard/leaving-state.ts';
import { useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Button as PlainButton } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { classes } from '../../components/class-names.ts';
import { useMachine } from './use-leaving.ts';
import styles from './wizard.module.css';

function Step({ step, index }: { readonly step: LeavingStep; readonly index: number }) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const machine = useMachine((state) => state);
  const current = machine.step === step;
  const done = machine.visited.includes(step) && stepsOf(machine).indexOf(machine.step) > index;
  const reachable = !current && canGoTo(machine, step);
  return (
    <li className={styles['railItem']}>
      <Button
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
      </Button>
    </li>
  );
}

/** The steps of the wizard; those that were seen lead back, until something irreversible has begun. */
export function Rail() {
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
          <PlainButton kind="plain" onPress={() => leaving.close()}>
            <Icon name="cross" size={16} />
            {wizard.close}
          </PlainButton>
        </div>
      )}
    </nav>
  );
}
