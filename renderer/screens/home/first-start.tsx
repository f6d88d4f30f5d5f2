import { useState } from 'react';
import type { ContractError } from '../../../app/contract/errors.ts';
import type { Computer } from '../../../app/cleanup/computers.ts';
import { useStores } from '../../stores/stores.ts';
import { useErrorText, useTexts } from '../../language/use-texts.ts';
import { Button } from 'react-aria-components/Button';
import { Button as QuietButton } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon.tsx';
import { Page } from '../../layout/page.tsx';
import styles from './first-start.module.css';

type Answer = Exclude<Computer, 'unanswered'>;

const answers: readonly (readonly [Answer, IconName])[] = [
  ['own', 'home'],
  ['shared', 'people'],
  ['others', 'seat'],
];

/** The one question of the first start. A press is the answer; settings can change it. */
export function FirstStart() {
  const { home } = useTexts();
  const { settings } = useStores();
  const errorText = useErrorText();
  const [refusal, setRefusal] = useState<ContractError | null>(null);
  const words = home.firstStart;
  /** the pressed button goes with the question, and what it leads to takes its focus */
  const goOn = (work: () => void): void => {
    work();
    document.getElementById('content')?.focus();
  };
  const answer = async (computer: Answer): Promise<void> => {
    const error = await settings.change({ computer });
    setRefusal(error);
    if (error === null) goOn(() => undefined);
  };
  return (
    <Page>
      <div className={styles['ask']}>
        <h1 className={styles['question']} id="first-question">
          {words.question}
        </h1>
        <p className={styles['lead']}>{words.lead}</p>
        {refusal === null ? null : (
          <Callout tone="medium" icon="info" title={words.refused} live>
            <p>{errorText(refusal)}</p>
          </Callout>
        )}
        <ul className={styles['answers']} aria-labelledby="first-question">
          {answers.map(([computer, icon]) => (
            <li key={computer}>
              <Button className={styles['answer'] ?? ''} onPress={() => void answer(computer)}>
                <span className={styles['picture']}>
                  <Icon name={icon} size={28} />
                </span>
                <span className={styles['words']}>
                  <span className={styles['name']}>{words.answers[computer].name}</span>
                  <span className={styles['means']}>{words.answers[computer].means}</span>
                </span>
                <Icon name="chevron" size={16} />
              </Button>
            </li>
          ))}
        </ul>
        <div className={styles['later']}>
          <QuietButton kind="plain" onPress={() => goOn(settings.putOff)}>
            {words.later}
          </QuietButton>
        </div>
      </div>
    </Page>
  );
}
