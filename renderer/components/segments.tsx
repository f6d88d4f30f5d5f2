import { RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup';
import styles from './segments.module.css';

interface Props<Id extends string> {
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly name: string }[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
}

/** A segmented control of two to four options. */
export function Segments<Id extends string>({ label, options, chosen, onChoose }: Props<Id>) {
  return (
    <RadioGroup
      className={styles['segments'] ?? ''}
      aria-label={label}
      orientation="horizontal"
      value={chosen}
      onChange={(value) => {
        const option = options.find((candidate) => candidate.id === value);
        if (option !== undefined) onChoose(option.id);
      }}
    >
      {options.map((option) => (
        <RadioField key={option.id} value={option.id}>
          <RadioButton className={styles['segment'] ?? ''}>{option.name}</RadioButton>
        </RadioField>
      ))}
    </RadioGroup>
  );
}
