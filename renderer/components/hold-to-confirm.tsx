import { useEffect, useId, useState } from 'react';
import type { ComponentProps } from 'react';
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
  /** restorable actions are not drawn as a warning */
  readonly calm?: boolean;
  readonly onConfirmed: () => void;
}

/** Confirmation of a destructive action: hold for 1.5 s, or tick and press for users who cannot hold. */
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

/** Button texts for resuming a run, in the words of that run's mode. */
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
  /** restorable actions are not drawn as a warning */
  readonly calm?: boolean;
  readonly onHeld: () => void;
}

type Handlers = Pick<
  ComponentProps<'button'>,
  | 'onPointerDown'
  | 'onPointerUp'
  | 'onPointerLeave'
  | 'onPointerCancel'
  | 'onContextMenu'
  | 'onKeyDown'
  | 'onKeyUp'
  | 'onBlur'
>;

/** Times one hold. Reports its start and end to `onHolding`; `stop` cancels it. */
export function createHold(onHolding: (holding: boolean) => void) {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const stop = (): void => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    onHolding(false);
  };
  const start = (onHeld: (() => void) | null): void => {
    if (timer !== null || onHeld === null) return;
    onHolding(true);
    timer = setTimeout(() => {
      stop();
      onHeld();
    }, holdMs);
  };
  return {
    stop,
    /** The button's handlers; `onHeld` runs after 1.5 s of holding. With null no hold starts, but one can end. */
    handlers: (onHeld: (() => void) | null): Handlers => ({
      onPointerDown(event) {
        if (event.button === 0) start(onHeld);
      },
      onPointerUp: stop,
      onPointerLeave: stop,
      onPointerCancel: stop,
      onContextMenu: (event) => event.preventDefault(),
      onKeyDown(event) {
        if (event.key !== ' ' && event.key !== 'Enter') return;
        event.preventDefault();
        // a repeat would start another hold after the first, or one for a key that was pressed on another screen
        if (!event.repeat) start(onHeld);
      },
      onKeyUp: stop,
      onBlur: stop,
    }),
  };
}

/**
 * A button that acts only after it was held for 1.5 s, with the pointer, Space or Enter. A click, a double click or
 * an early release does nothing.
 */
function HoldButton({ label, holdingLabel, description, disabled, calm = false, onHeld }: HoldButtonProps) {
  const [holding, setHolding] = useState(false);
  const [hold] = useState(() => createHold(setHolding));
  const hint = useId();
  // a disabled button may get no release event, so nothing else would end the hold
  useEffect(() => {
    if (disabled) hold.stop();
  }, [disabled, hold]);
  useEffect(() => () => hold.stop(), [hold]);
  return (
    <span className={styles['place']}>
      <button
        type="button"
        className={classes(styles['hold'], calm && styles['calm'], holding && styles['holding'])}
        disabled={disabled}
        aria-describedby={hint}
        {...hold.handlers(disabled ? null : onHeld)}
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
