import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { canGoBack, canGoOn } from '../../../app/wizard/leaving-state.ts';
import { useStores } from '../../stores/stores.ts';
import { useTexts } from '../../language/use-texts.ts';
import { Button } from '../../components/button.tsx';
import { useMachine } from './use-leaving.ts';
import styles from './wizard.module.css';

interface Props {
  readonly title: string;
  /** a quiet line above the title, such as where one is in the step */
  readonly above?: string | undefined;
  readonly lead?: string;
  readonly children: ReactNode;
  /** shown beside the buttons */
  readonly hint?: ReactNode;
  /** replaces Back and Continue */
  readonly buttons?: ReactNode;
  readonly onNext?: () => void;
  /** true if Continue must be disabled */
  readonly blocked?: boolean;
}

/** The frame of a step: focuses the heading, scrolls the content, keeps the buttons in view. */
export function StepFrame({ title, above, lead, children, hint, buttons, onNext, blocked = false }: Props) {
  const aboveId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className={styles['step']}>
      {/* a stop of its own, so that a step of words alone can be scrolled with the keyboard */}
      <div className={styles['scroll']} role="region" aria-label={title} tabIndex={0}>
        <div className={styles['column']}>
          <header>
            {above === undefined ? null : (
              <p className={styles['above']} id={aboveId}>
                {above}
              </p>
            )}
            <h1
              className={styles['title']}
              ref={heading}
              tabIndex={-1}
              {...(above === undefined ? {} : { 'aria-describedby': aboveId })}
            >
              {title}
            </h1>
            {lead === undefined ? null : <p className={styles['lead']}>{lead}</p>}
          </header>
          {children}
        </div>
      </div>
      <footer className={styles['footer']}>
        <div className={styles['footerColumn']}>
          {buttons ?? <Ways hint={hint} onNext={onNext} blocked={blocked} />}
        </div>
      </footer>
    </div>
  );
}

interface WaysProps {
  readonly hint: ReactNode;
  readonly onNext: (() => void) | undefined;
  readonly blocked: boolean;
}

function Ways({ hint, onNext, blocked }: WaysProps) {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const back = useMachine((state) => canGoBack(state));
  const on = useMachine((state) => canGoOn(state));
  return (
    <>
      {back ? <Button onPress={() => leaving.send({ type: 'back' })}>{wizard.back}</Button> : null}
      <div className={styles['hint']}>{hint}</div>
      <Button
        kind="primary"
        answers
        isDisabled={!on || blocked}
        onPress={onNext ?? (() => leaving.send({ type: 'next' }))}
      >
        {wizard.next}
      </Button>
    </>
  );
}
