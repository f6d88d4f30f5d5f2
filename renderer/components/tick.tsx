import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { classes } from './class-names.ts';
import styles from './tick.module.css';

interface Props {
  readonly selected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly disabled?: boolean;
  readonly mixed?: boolean;
  /** accessible name where the visible text is not enough */
  readonly label?: string;
  readonly children?: ReactNode;
  readonly wide?: boolean;
  /** −1 where arrow keys reach it */
  readonly tabIndex?: 0 | -1;
}

/** A checkbox at least 32 px high. Native, because a preview draws hundreds of them. */
export function Tick({
  selected,
  onChange,
  disabled = false,
  mixed = false,
  label,
  children,
  wide = false,
  tabIndex,
}: Props) {
  return (
    <label className={classes(styles['tick'], wide && styles['wide'], disabled && styles['disabled'])}>
      <span className={styles['place']}>
        <input
          type="checkbox"
          className={styles['box']}
          checked={selected}
          disabled={disabled}
          aria-label={label}
          tabIndex={tabIndex}
          ref={(box) => {
            if (box !== null) box.indeterminate = mixed;
          }}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        {mixed ? <Icon name="dash" size={14} /> : selected ? <Icon name="check" size={14} /> : null}
      </span>
      {children === undefined ? null : <span className={styles['words']}>{children}</span>}
    </label>
  );
}
