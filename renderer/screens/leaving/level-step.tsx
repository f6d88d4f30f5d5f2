import { useId } from 'react';
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup';
import type { Level } from '../../../app/cleanup/levels.ts';
import { levelGuides } from '../../../app/guides/levels.ts';
import type { LevelGuide } from '../../../app/guides/levels.ts';
import type { Bilingual } from '../../../app/guides/fact.ts';
import { useStores } from '../../stores/stores.ts';
import { useLanguage, useTexts } from '../../language/use-texts.ts';
import { RiskMark } from '../../components/risk-mark.tsx';
import { Extras } from './extras.tsx';
import { LevelRisks } from './level-risks.tsx';
import { StepFrame } from './step-frame.tsx';
import { useMachine } from './use-leaving.ts';
import styles from './level-step.module.css';

function Words({ label, items }: { readonly label: string; readonly items: readonly Bilingual[] }) {
  const language = useLanguage();
  const { frame } = useTexts();
  return (
    <>
      <dt>{label}</dt>
      <dd>{items.map((item) => item[language]).join(frame.clauseJoin)}</dd>
    </>
  );
}

function Option({ guide }: { readonly guide: LevelGuide }) {
  const { wizard, common } = useTexts();
  const language = useLanguage();
  const words = useId();
  return (
    <RadioField value={guide.level} aria-label={common.levels[guide.level]} aria-describedby={words}>
      <RadioButton className={styles['option'] ?? ''}>
        <span className={styles['knob']} aria-hidden="true" />
        <span className={styles['body']}>
          <span className={styles['head']}>
            <span className={styles['name']}>{common.levels[guide.level]}</span>
            <span className={styles['verb']}>{wizard.level.verbs[guide.level]}</span>
            <span className={styles['risk']}>
              <RiskMark risk={guide.risk} />
            </span>
          </span>
          <dl className={styles['words']} id={words}>
            <Words label={wizard.level.removes} items={guide.removes} />
            <Words label={wizard.level.keeps} items={guide.keeps} />
            <dt>{wizard.level.cost}</dt>
            <dd>{guide.cost[language]}</dd>
            <dt>{wizard.level.fits}</dt>
            <dd>{guide.fits[language]}</dd>
          </dl>
        </span>
      </RadioButton>
    </RadioField>
  );
}

/** How deep: no level is chosen for the person, and none is entered by going on. */
export function LevelStep() {
  const { wizard } = useTexts();
  const { leaving } = useStores();
  const level = useMachine((state) => state.level);
  return (
    <StepFrame title={wizard.level.title} lead={wizard.level.lead}>
      <RadioGroup
        className={styles['options'] ?? ''}
        aria-label={wizard.level.title}
        value={level}
        onChange={(chosen) => leaving.send({ type: 'choose-level', level: chosen as Level })}
      >
        {levelGuides.map((guide) => (
          <Option key={guide.level} guide={guide} />
        ))}
      </RadioGroup>
      {level === null ? null : <Extras level={level} />}
      <LevelRisks />
    </StepFrame>
  );
}
