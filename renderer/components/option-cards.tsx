import { useId } from 'react';
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup';
import styles from './option-cards.module.css';

interface Option<Id extends string> {
  readonly id: Id;
  readonly name: string;
  /** one sentence that explains the option */
  readonly words: string;
}

interface Props<Id extends string> {
  readonly label: string;
  readonly options: readonly Option<Id>[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
}

/** Radio cards: each option with the sentence needed to choose it. */
export function OptionCards<Id extends string>({ label, options, chosen, onChoose }: Props<Id>) {
  return (
    <RadioGroup
      className={styles['options'] ?? ''}
      aria-label={label}
      value={chosen}
      onChange={(value) => {
        const option = options.find((candidate) => candidate.id === value);
        if (option !== undefined) onChoose(option.id);
      }}
    >
      {options.map((option) => (
        <Card key={option.id} option={option} />
      ))}
    </RadioGroup>
  );
}

function Card<Id extends string>({ option }: { readonly option: Option<Id> }) {
  const words = useId();
  return (
    <RadioField value={option.id} aria-label={option.name} aria-describedby={words}>
      <RadioButton className={styles['option'] ?? ''}>
        <span className={styles['knob']} aria-hidden="true" />
        <span className={styles['body']}>
          <span className={styles['name']}>{option.name}</span>
          <span className={styles['words']} id={words}>
            {option.words}
          </span>
        </span>
      </RadioButton>
    </RadioField>
  );
}
