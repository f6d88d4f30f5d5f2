import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { classes } from './class-names.ts';
import styles from './hold-button.module.css';

const holdMs = 1500;

interface Props {
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
export function HoldButton({ label, holdingLabel, description, disabled, calm = false, onHeld }: Props) {
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
