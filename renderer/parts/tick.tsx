import type { ReactNode } from 'react';
import { CheckboxButton, CheckboxField } from 'react-aria-components/Checkbox';
import { Icon } from './icon.tsx';
import { classes } from './class-names.ts';
import styles from './tick.module.css';

interface Props {
  readonly selected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly disabled?: boolean;
  readonly mixed?: boolean;
  /** the accessible name where the visible words are not enough */
  readonly label?: string;
  readonly children?: ReactNode;
  readonly wide?: boolean;
}

/** A tick box with at least 32 px to hit. */
export function Tick({
  selected,
  onChange,
  disabled = false,
  mixed = false,
  label,
  children,
  wide = false,
}: Props) {
  return (
    <CheckboxField
      className={classes(wide && styles['wide'])}
      isSelected={selected}
      isIndeterminate={mixed}
      isDisabled={disabled}
      onChange={onChange}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      <CheckboxButton className={classes(styles['tick'], wide && styles['wide'])}>
        <span className={styles['box']} aria-hidden="true">
          {mixed ? <Icon name="dash" size={14} /> : selected ? <Icon name="check" size={14} /> : null}
        </span>
        {children === undefined ? null : <span className={styles['words']}>{children}</span>}
      </CheckboxButton>
    </CheckboxField>
  );
}
