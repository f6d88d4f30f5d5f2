import { useState } from 'react';
import { useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../parts/button.tsx';
import { HoldButton } from '../../parts/hold-button.tsx';
import { Tick } from '../../parts/tick.tsx';
import styles from './run-step.module.css';

/** The irreversible step: held for 1.5 s, or understood and pressed by those who cannot hold. */
export function HoldToRun({ disabled }: { readonly disabled: boolean }) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const [other, setOther] = useState(false);
  const [understood, setUnderstood] = useState(false);
  const start = (): void => leaving.send({ type: 'confirmed' });
  if (other) {
    return (
      <div className={styles['ways']}>
        <Tick selected={understood} onChange={setUnderstood}>
          {wizard.run.understand}
        </Tick>
        <Button kind="destroy" isDisabled={!understood || disabled} onPress={start}>
          {wizard.run.start}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles['ways']}>
      <Button kind="plain" onPress={() => setOther(true)}>
        {wizard.run.cannotHold}
      </Button>
      <HoldButton
        label={wizard.run.hold}
        holdingLabel={wizard.run.holding}
        description={wizard.run.holdHint}
        disabled={disabled}
        onHeld={start}
      />
    </div>
  );
}
