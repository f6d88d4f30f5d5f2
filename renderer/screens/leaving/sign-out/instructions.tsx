import { useEffect, useId, useRef } from 'react';
import type { RefObject } from 'react';
import type { SignOutGuide } from '../../../../app/guides/sign-out.ts';
import { useStores } from '../../../stores/stores.ts';
import { useFormat, useLanguage, useTexts } from '../../../language/use-texts.ts';
import { Button } from '../../../components/button.tsx';
import { Icon } from '../../../components/icon.tsx';
import { Segments } from '../../../components/segments.tsx';
import { StepDrawing } from '../../guide/step-drawing.tsx';
import { Clicks } from '../clicks.tsx';
import { useMachine } from '../use-leaving.ts';
import type { Messenger } from './messengers.ts';
import styles from './sign-out.module.css';

interface Props {
  readonly messenger: Messenger;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  /** true if the person asked for the instructions, so that the focus goes there */
  readonly focused: boolean;
}

/** The guide's instructions, one at a time. Of the owner's messenger only how to quit it. */
export function Instructions({ messenger, heading, focused }: Props) {
  const language = useLanguage();
  const { wizard, home, common, guide: words } = useTexts();
  const { leaving } = useStores();
  const { product, guides, isOwners } = messenger;
  const place = useMachine((state) => state.signOut);
  const titleId = useId();
  const moved = useRef(focused);
  const guide = guides.find(({ id }) => id === place.guide) ?? guides[0];
  const steps = stepsOf(guide, isOwners);
  const at = Math.min(place.instruction, steps.length - 1);
  const step = steps[at];
  useEffect(() => {
    if (moved.current) heading.current?.focus();
    moved.current = false;
  }, [at, guide, heading]);
  if (guide === undefined || step === undefined) return null;
  const go = (instruction: number, id = place.guide): void => {
    moved.current = true;
    leaving.send({ type: 'sign-out-at', product, guide: id, instruction });
  };
  return (
    <section className={styles['guide']} aria-labelledby={titleId}>
      {guides.length > 1 ? (
        <div className={styles['versions']}>
          <Segments
            label={wizard.signOut.version}
            options={guides.map(({ id, lines: [line = ''] }) => ({
              id,
              name: home.line({ product: common.products[product], line }),
            }))}
            chosen={guide.id}
            onChoose={(id) => leaving.send({ type: 'sign-out-at', product, guide: id, instruction: 0 })}
          />
        </div>
      ) : null}
      <h2 className={styles['heading']} id={titleId} ref={heading} tabIndex={-1}>
        {step.title[language]}
      </h2>
      <Clicks clicks={step.clicks} large />
      <div className={styles['picture']}>
        <StepDrawing id={step.drawing} />
      </div>
      <div className={styles['seen']}>
        <p>{words.seen({ text: step.seen[language] })}</p>
        {step.caution === null ? null : <p className={styles['soft']}>{step.caution[language]}</p>}
      </div>
      {steps.length > 1 ? (
        <Ways at={at} of={steps.length} next={steps[at + 1]?.title[language]} onGo={go} />
      ) : null}
    </section>
  );
}

function stepsOf(guide: SignOutGuide | undefined, isOwners: boolean): SignOutGuide['steps'] {
  const steps = guide?.steps ?? [];
  return isOwners ? steps.filter(({ check }) => check === 'process-gone') : steps;
}

interface WaysProps {
  readonly at: number;
  readonly of: number;
  /** the title of the next instruction */
  readonly next: string | undefined;
  readonly onGo: (instruction: number) => void;
}

/** From one instruction to the next, and back. */
function Ways({ at, of, next, onGo }: WaysProps) {
  const { wizard } = useTexts();
  const format = useFormat();
  return (
    <div className={styles['ways']}>
      <span className={styles['soft']}>
        {wizard.signOut.instruction({ at: format.count(at + 1), of: format.count(of) })}
      </span>
      <span className={styles['grow']} />
      {at === 0 ? null : (
        <Button kind="plain" size="small" onPress={() => onGo(at - 1)}>
          {wizard.signOut.previous}
        </Button>
      )}
      {next === undefined ? null : (
        <Button size="small" onPress={() => onGo(at + 1)}>
          {wizard.signOut.following({ title: next })}
          <Icon name="chevron" size={16} />
        </Button>
      )}
    </div>
  );
}
