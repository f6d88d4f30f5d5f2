import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';
import { classes } from './class-names.ts';
import styles from './callout.module.css';

interface Props {
  readonly tone: 'plain' | 'low' | 'medium' | 'high' | 'irreversible';
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** announced by screen readers when it appears */
  readonly live?: boolean;
}

/** A notice with an optional action. */
export function Callout({ tone, icon, title, children, action, live = false }: Props) {
  return (
    <section className={classes(styles['callout'], styles[tone])} {...(live ? { role: 'status' } : {})}>
      <span className={styles['icon']}>
        <Icon name={icon} />
      </span>
      <div className={styles['body']}>
        <p className={styles['title']}>{title}</p>
        {children}
      </div>
      {action === undefined ? null : <div className={styles['action']}>{action}</div>}
    </section>
  );
}
