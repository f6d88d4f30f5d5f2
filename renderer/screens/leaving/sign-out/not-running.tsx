import { useId } from 'react';
import type { RefObject } from 'react';
import { openingOf } from '../../../../app/guides/opening.ts';
import { useTexts } from '../../../language/use-texts.ts';
import { Button } from '../../../components/button.tsx';
import { StepDrawing } from '../../guide/step-drawing.tsx';
import { Clicks } from '../clicks.tsx';
import { useIsOver, useSystem } from './messengers.ts';
import type { Messenger } from './messengers.ts';
import styles from './sign-out.module.css';

interface Props {
  readonly messenger: Messenger;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  readonly onSteps: () => void;
}

/** The messenger does not run: whether anything is left to do, and how to open it for that. */
export function NotRunning({ messenger, heading, onSteps }: Props) {
  const { wizard, common } = useTexts();
  const { product, isOwners } = messenger;
  const words = wizard.signOut.off;
  const name = { product: common.products[product] };
  const isOver = useIsOver(messenger);
  const titleId = useId();
  return (
    <section className={styles['guide']} aria-labelledby={titleId}>
      <h2 className={styles['heading']} id={titleId} ref={heading} tabIndex={-1}>
        {wizard.signOut.running.no(name)}
      </h2>
      {isOver ? (
        <p>{isOwners ? words.owners : words.over}</p>
      ) : (
        <>
          <p>{words.matters(name)}</p>
          <Opening messenger={messenger} />
          <p className={styles['seen']}>{words.opened}</p>
        </>
      )}
      {isOwners ? null : (
        <div className={styles['ways']}>
          <Button size="small" onPress={onSteps}>
            {words.steps}
          </Button>
        </div>
      )}
    </section>
  );
}

function Opening({ messenger: { product } }: Pick<Props, 'messenger'>) {
  const { clicks, drawing } = openingOf(product, useSystem());
  return (
    <>
      <Clicks clicks={clicks} large />
      <div className={styles['picture']}>
        <StepDrawing id={drawing} />
      </div>
    </>
  );
}
