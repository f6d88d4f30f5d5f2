import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Heading } from 'react-aria-components/Heading';
import { Icon } from './icon.tsx';
import styles from './fold.module.css';

interface Props {
  readonly title: string;
  /** begins unfolded */
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** A collapsible section. */
export function Fold({ title, open = false, children }: Props) {
  return (
    <Disclosure className={styles['fold'] ?? ''} defaultExpanded={open}>
      <Heading level={3} className={styles['heading'] ?? ''}>
        <Button slot="trigger" className={styles['trigger'] ?? ''}>
          <span className={styles['chevron']}>
            <Icon name="chevron" size={16} />
          </span>
          {title}
        </Button>
      </Heading>
      <DisclosurePanel className={styles['panel'] ?? ''}>
        <div className={styles['content']}>{children}</div>
      </DisclosurePanel>
    </Disclosure>
  );
}
