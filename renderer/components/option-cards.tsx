import { useId } from 'react';
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup';
import styles from './option-cards.module.css';

interface Option<Id extends string> {
  readonly id: Id;
  readonly name: string;
  /** one honest sentence */
  readonly words: string;
}

interface Props<Id extends string> {
  readonly label: string;
  readonly options: readonly Option<Id>[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
}

/** One of a few, each with the sentence that a person needs to choose. */
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
