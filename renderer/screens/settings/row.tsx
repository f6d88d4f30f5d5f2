import type { ReactNode } from 'react';
import styles from './settings.module.css';

interface RowProps {
  readonly name: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** One setting or fact: its name, what it means, its present value. */
export function Row({ name, hint, children }: RowProps) {
  return (
    <div className={styles['row']}>
      <div className={styles['words']}>
        <p>{name}</p>
        {hint === undefined ? null : <p className={styles['soft']}>{hint}</p>}
      </div>
      <div className={styles['value']}>{children}</div>
    </div>
  );
}
