import { useState } from 'react';
import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { HoldButton } from '../../components/hold-button.tsx';
import { Tick } from '../../components/tick.tsx';
import styles from './run-step.module.css';

interface Props {
  readonly words: {
    readonly hold: string;
    readonly holdHint: string;
    readonly understand: string;
    readonly start: string;
  };
  readonly disabled: boolean;
  /** what can be had back is not drawn as a warning */
  readonly calm?: boolean;
  readonly onConfirmed: () => void;
}

/** What must not begin by a slip: held for 1.5 s, or understood and pressed by those who cannot hold. */
export function HoldToConfirm({ words, disabled, calm = false, onConfirmed }: Props) {
  const { wizard } = useTexts();
  const [other, setOther] = useState(false);
  const [understood, setUnderstood] = useState(false);
  if (other) {
    return (
      <div className={styles['ways']}>
        <Tick selected={understood} onChange={setUnderstood}>
          {words.understand}
        </Tick>
        <Button
          kind={calm ? 'primary' : 'destroy'}
          isDisabled={!understood || disabled}
          onPress={onConfirmed}
        >
          {words.start}
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
        label={words.hold}
        holdingLabel={wizard.run.holding}
        description={words.holdHint}
        disabled={disabled}
        calm={calm}
        onHeld={onConfirmed}
      />
    </div>
  );
}
