import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import type { Usage } from '../../stores/usage-summary.ts';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon.tsx';
import { classes } from '../../components/class-names.ts';
import { Amount } from './amount.tsx';
import styles from './row.module.css';

interface Props {
  readonly name: string;
  /** what a machine named, beside the name */
  readonly code?: string | null;
  /** one line below the name */
  readonly state: ReactNode;
  /** in place of the first letter of the name */
  readonly icon?: IconName;
  readonly isMine?: boolean;
  readonly usage: Usage | null;
  readonly readable: boolean;
  /** size of the largest row in bytes; without it no bar is drawn */
  readonly largest?: number;
  /** what needs the person's attention, always shown */
  readonly advice?: ReactNode;
  /** shown when the row is pressed */
  readonly children: ReactNode;
}

function firstLetter(name: string): string {
  const [first] = new Intl.Segmenter().segment(name);
  return (first?.segment ?? '').toUpperCase();
}

/** Two lines about one thing on this computer; pressed, it says the rest. */
export function Row({ name, code, state, icon, isMine = false, usage, readable, largest, ...rest }: Props) {
  const share = usage === null || largest === undefined || largest === 0 ? 0 : usage.bytes / largest;
  return (
    <li className={styles['item']} aria-label={name}>
      <Disclosure>
        <Button slot="trigger" className={styles['row'] ?? ''}>
          <span className={classes(styles['picture'], isMine && styles['mine'])} aria-hidden="true">
            {icon === undefined ? firstLetter(name) : <Icon name={icon} />}
          </span>
          <span className={styles['who']}>
            <span className={styles['names']}>
              <bdi className={styles['name']}>{name}</bdi>
              {code == null || code === name ? null : <bdi className={styles['code']}>{code}</bdi>}
            </span>
            <span className={styles['state']}>{state}</span>
          </span>
          {largest === undefined ? null : (
            <span className={styles['bar']} aria-hidden="true">
              <span style={{ width: `${Math.max(share * 100, share > 0 ? 2 : 0)}%` }} />
            </span>
          )}
          <Amount usage={usage} readable={readable} />
          <span className={styles['chevron']}>
            <Icon name="chevron" size={16} />
          </span>
        </Button>
        {rest.advice === undefined ? null : <div className={styles['advice']}>{rest.advice}</div>}
        <DisclosurePanel>
          <div className={styles['details']}>{rest.children}</div>
        </DisclosurePanel>
      </Disclosure>
    </li>
  );
}
