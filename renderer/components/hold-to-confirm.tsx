import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { RemovalMode } from '../../app/cleanup/outcomes.ts';
import { useTexts } from '../language/use-texts.ts';
import { Button } from './button.tsx';
import { Tick } from './tick.tsx';
import { classes } from './class-names.ts';
import styles from './hold-to-confirm.module.css';

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

type Words = ReturnType<typeof useTexts>['records']['interrupted'];

/** The held button of a run that goes on says what it does, in the words of that run's own way. */
export function resumeWords(words: Words, mode: RemovalMode) {
  return {
    hold: words.resume[mode],
    holdHint: words.resumeHold,
    understand: words.understand[mode],
    start: words.start[mode],
  };
}

const holdMs = 1500;

interface HoldButtonProps {
  readonly label: string;
  readonly holdingLabel: string;
  readonly description: string;
  readonly disabled: boolean;
  /** what can be had back is not drawn as a warning */
  readonly calm?: boolean;
  readonly onHeld: () => void;
}

/**
 * A button that acts only after it was held for 1.5 s, with the pointer or with Space or Enter. A click, a double
 * click or a key that is let go early never acts.
 */
function HoldButton({ label, holdingLabel, description, disabled, calm = false, onHeld }: HoldButtonProps) {
  const [holding, setHolding] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const hint = useId();
  const stop = (): void => {
    clearTimeout(timer.current);
    setHolding(false);
  };
  const begin = (): void => {
    if (disabled || holding) return;
    setHolding(true);
    timer.current = setTimeout(() => {
      setHolding(false);
      onHeld();
    }, holdMs);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    if (!event.repeat) begin();
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <span className={styles['place']}>
      <button
        type="button"
        className={classes(styles['hold'], calm && styles['calm'], holding && styles['holding'])}
        disabled={disabled}
        aria-describedby={hint}
        onPointerDown={(event) => {
          if (event.button === 0) begin();
        }}
        onPointerUp={stop}
        onPointerLeave={stop}
        onPointerCancel={stop}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={onKeyDown}
        onKeyUp={stop}
        onBlur={stop}
      >
        <span className={styles['fill']} aria-hidden="true" />
        <span className={styles['word']}>{holding ? holdingLabel : label}</span>
      </button>
      <span className={styles['hint']} id={hint}>
        {description}
      </span>
    </span>
  );
}
